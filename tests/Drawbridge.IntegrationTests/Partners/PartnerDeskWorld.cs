using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Partners;

/// <summary>A broker with partners and traders, by the services themselves.</summary>
internal sealed class PartnerDeskWorld(BrokerHost host, TestCrm crm)
{
    private static readonly CancellationToken None = CancellationToken.None;

    public TestCrm Crm { get; private set; } = crm;

    public BrokerEntity Broker => Crm.Broker();

    public static async Task<PartnerDeskWorld> OpenAsync(BrokerHost host, Func<PartnerSettings, PartnerSettings>? change = null) => new(
        host, await host.NewCrmAsync(change: settings => settings with { Partners = (change ?? (static same => same))(new() { PullInterval = TimeSpan.Zero }) }));

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    public async Task<BrokerUser> NewUserAsync(string? partnerId = null, string? email = null, long? ctraderUserId = null)
    {
        email ??= $"{Guid.NewGuid():N}@example.test";
        var user = new BrokerUser
        {
            BrokerId = Broker.Id, Email = email, NormalizedEmail = UserStore.Normalize(email), SecurityStamp = "x", ConcurrencyStamp = "x", PartnerId = partnerId, CreatedAt = host.Time.GetUtcNow(),
        };
        (await Get<UserStore>().TryAddAsync(user, None)).ShouldBeTrue();
        if (ctraderUserId is { } id)
        {
            (await Get<UserStore>().TrySetCtraderUserIdAsync(Broker.Id, user.Id, id, None)).ShouldBeTrue();
        }

        return await Get<UserStore>().GetAsync(Broker.Id, user.Id, None);
    }

    public async Task<Partner> NewPartnerAsync(string name, long? parent = null, string? email = null, bool isDecided = true, long? ctraderUserId = null)
    {
        var user = await NewUserAsync(email: email, ctraderUserId: ctraderUserId);
        return (await Get<PartnerService>().RegisterAsync(Broker, new(user.Id, name) { ParentId = parent, IsDecided = isDecided, By = "eve" }, also: null, None))
            .ShouldBeOfType<PartnerOutcome.Done>().Partner;
    }

    /// <summary>A trader who came with the partner's identifier.</summary>
    public async Task<BrokerUser> NewTraderOfAsync(Partner partner, string? email = null)
    {
        var user = await NewUserAsync(partner.Identifier, email);
        await SweepAsync();
        return user;
    }

    /// <summary>Gives a partner a code.</summary>
    public Task AddCodeAsync(Partner partner, string code) => host.Database.WriteAsync(
        session => session.ExecuteAsync(
            "insert into partner_codes (broker_id, partner_id, code, created_at) values (@BrokerId, @Id, @code, @now)", new { partner.BrokerId, partner.Id, code, now = host.Time.GetUtcNow() }),
        None);

    public Task SweepAsync() => Get<PartnerSweep>().RunOnceAsync(None);

    /// <summary>Writes a claim that the links, the codes or the platform would bring.</summary>
    public Task ClaimAsync(BrokerUser user, Partner partner, AttributionSource source, DateTimeOffset at, AttributionFinding findings = AttributionFinding.None) => host.Database.WriteAsync(
        session => Get<AttributionStore>().AddAsync(session, Broker.Id, user.Id, new AttributionClaim(partner.Id, source, at) { Findings = findings }), None);

    public Task<AttributionResult> ExplainAsync(BrokerUser user) => Get<AttributionStore>().ExplainAsync(Broker.Id, user.Id, host.Time.GetUtcNow(), None);

    /// <summary>What the CRM was told, by type, the first first.</summary>
    public Task<IReadOnlyList<string>> ListEventsAsync() => host.Database.ReadAsync(
        session => session.ListAsync<string>("select type from webhook_events where broker_id = @Id order by id", new { Broker.Id }), None);

    public Task<IReadOnlyList<string>> ListBodiesAsync(string type) => host.Database.ReadAsync(
        session => session.ListAsync<string>("select body from webhook_events where broker_id = @Id and type = @type order by id", new { Broker.Id, type }), None);

    public async Task ChangeAsync(Func<PartnerSettings, PartnerSettings> change)
    {
        var broker = Crm.Configuration.Brokers[0];
        var configuration = Crm.Configuration with { Brokers = [broker with { Settings = broker.Settings with { Partners = change(broker.Settings.Partners) } }] };
        await host.ApplyAsync(configuration);
        Crm = new(host, configuration);
    }
}
