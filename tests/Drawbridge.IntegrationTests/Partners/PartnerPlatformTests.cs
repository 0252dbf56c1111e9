using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Invite;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Referrals;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Partners;

public sealed class PartnerPlatformHost : FakePlatformHost
{
    protected override Task<DatabaseOptions> CreateBrokerDatabaseAsync() => Task.FromResult(DatabaseOptions.ForSqlite(Path.Combine(Folder, "broker.db")));
}

/// <summary>What the platform is told of partners, and what is read from it.</summary>
public sealed class PartnerPlatformTests(PartnerPlatformHost host) : IClassFixture<PartnerPlatformHost>
{
    private const string SetReferral = "PUT /cid/oauth2/ctid/referral";
    private const string DeleteReferral = "DELETE /cid/oauth2/ctid/referral";
    private const string InvitedUsers = "GET /v1/social/invitedUsers";
    private const string Users = "GET /v1/users";

    private InvitePull Pull => host.Services.GetServices<IJobHandler>().OfType<InvitePull>().Single();

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact] // FLOW-ATTR1-1, FLOW-ATTR1-4, FLOW-ATTR2-1..3
    public async Task The_platform_is_told_of_a_partners_identifier_once_it_knows_the_user_and_when_it_ends()
    {
        var (broker, _) = await NewBrokerAsync();
        var user = await NewUserAsync(broker);
        var partner = await NewPartnerAsync(broker, user, "IB-1");
        await TellAsync(broker, partner);
        SentFor("IB-1").ShouldBeEmpty(); // unknown there yet
        (await host.Services.GetRequiredService<UserStore>().TrySetCtraderUserIdAsync(broker.Id, user, 9_001, None)).ShouldBeTrue();

        host.Platform.Next(SetReferral, Faults.ResetAfter, Answer(200)); // nobody knows whether it arrived
        await host.Services.GetRequiredService<PartnerSweep>().RunOnceAsync(None);
        await host.UntilAsync(async () =>
        {
            host.Time.Advance(TimeSpan.FromSeconds(1)); // the job waits before it tries again
            return await ToldAsync(broker, partner) == "IB-1";
        });

        await host.UntilAsync(async () =>
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            return await host.Database.ReadAsync(
                session => session.GetAsync<long>("select count(*) from jobs where queue = @Queue and payload = @payload", new { ReferralJobs.Queue, payload = $"{broker.Id} {partner}" }), None) == 0;
        });
        var sent = SentFor("IB-1").Count;
        sent.ShouldBeGreaterThanOrEqualTo(2); // more when the sweep asks while the job waits, which is harmless (B2P-3.6-9)
        ((long)SentFor("IB-1")[1]["userId"]!, (string)SentFor("IB-1")[1]["brokerCrmName"]!).ShouldBe((9_001, broker.Crm.Name.Value));
        await TellAsync(broker, partner);
        SentFor("IB-1").Count.ShouldBe(sent, "the platform knows");

        host.Platform.Next(DeleteReferral, Answer(200));
        await host.Services.GetRequiredService<PartnerService>().DecideAsync(broker, partner, PartnerStatus.Suspended, "eve", "fraud", also: null, None);
        await host.UntilAsync(async () => await ToldAsync(broker, partner) is null);
        host.Platform.Seen.Count(static seen => seen.Call == DeleteReferral && seen.Query.Contains("userId=9001", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact] // FLOW-ATTR1-2, B2P-3.6-5
    public async Task An_account_can_be_the_partner()
    {
        var (broker, _) = await NewBrokerAsync();
        var user = await NewUserAsync(broker, 9_100);
        var account = await host.Database.WriteAsync(
            session => session.GetAsync<long>(
                """
                insert into accounts (broker_id, user_id, trader_login, ctid_trader_account_id, environment_name, deposit_currency, created_at)
                values (@brokerId, @user, 77, 7700, 'live', 'EUR', @now) returning id
                """,
                new { brokerId = broker.Id, user, now = host.Time.GetUtcNow() }),
            None);
        host.Platform.Next(SetReferral, Answer(200));
        var partner = await NewPartnerAsync(broker, user, "IB-ACC", account);
        await host.UntilAsync(async () => await ToldAsync(broker, partner) is not null);

        var sent = SentFor("IB-ACC").ShouldHaveSingleItem();
        ((long)sent["userId"]!, (long)sent["ctidTraderAccountId"]!).ShouldBe((9_100, 7_700));
    }

    [Fact] // INV-31, INV-33, INV-35, INV-36, INV-21
    public async Task What_webhooks_missed_is_read_from_the_lists_from_the_last_time_on_and_counts_once()
    {
        var (broker, _) = await NewBrokerAsync();
        var (first, second) = (await NewUserAsync(broker, 9_201), await NewUserAsync(broker, 9_202));
        var now = host.Time.GetUtcNow().ToUnixTimeMilliseconds();
        object Invited(long user, long at, string? name = null) => new { invitedUserId = user, partnerUserId = 9_299, brokerName = name ?? broker.Name.Value, createTimestamp = at };
        host.Platform.Next(InvitedUsers, Answer(200, new { invitedUsers = new[] { Invited(9_201, now - 2000), Invited(9_203, now - 1500, "somebody_else"), Invited(9_202, now - 1000) } }));
        host.Platform.Next(Users, Answer(403, new { error = new { errorCode = "NOT_ENOUGH_RIGHTS" } }));

        await Pull.RunAsync(broker, None);
        host.Platform.Next(InvitedUsers, Answer(200, new { invitedUsers = new[] { Invited(9_202, now - 1000) } }));
        host.Platform.Next(Users, Answer(200, new { users = new[] { new { userId = 9_202, email = "two@example.com", brokerName = broker.Name.Value, utcCreateTimestamp = now } } }));
        await Pull.RunAsync(broker, None);

        host.Platform.Seen.Where(static seen => seen.Call == InvitedUsers).Select(static seen => seen.Query).Last().ShouldContain($"createdFrom={now - 1000}");
        foreach (var user in new[] { first, second })
        {
            var result = await host.Services.GetRequiredService<AttributionStore>().ExplainAsync(broker.Id, user, DateTimeOffset.MaxValue, None);
            (result.Source, result.Steps.Count).ShouldBe((AttributionSource.Pull, 2));
        }
    }

    [Fact] // INV-36
    public async Task A_list_that_cannot_be_read_is_read_again_and_nothing_is_skipped()
    {
        var (broker, _) = await NewBrokerAsync();
        host.Platform.Next(InvitedUsers, Faults.Refuse(400, "INVALID_REQUEST"));

        await Should.ThrowAsync<InvalidOperationException>(Pull.RunAsync(broker, None));

        (await host.Services.GetRequiredService<InvitationStore>().FindSeenAsync(broker.Id, InviteList.InvitedUsers, None)).ShouldBeNull();
    }

    private static Fault Answer(int status, object? body = null) => Faults.Answer(status, body is null ? null : JsonSerializer.Serialize(body));

    private async Task<(BrokerEntity Broker, string Token)> NewBrokerAsync()
    {
        var crm = await host.NewCrmAtPlatformAsync(change: static settings => settings with { Partners = new() { Registration = PartnerRegistration.Open, PullInterval = TimeSpan.Zero } });
        var token = TokenText.Generate(TokenKind.Session);
        await host.ApplyAsync(crm.Configuration with { Brokers = [crm.Configuration.Brokers[0] with { InviteToken = token, ManagerPassword = FakePlatform.Password }] });
        return (crm.Broker(), token);
    }

    private async Task<long> NewUserAsync(BrokerEntity broker, long? ctraderUserId = null)
    {
        var email = $"{Guid.NewGuid():N}@example.test";
        var users = host.Services.GetRequiredService<UserStore>();
        var user = new BrokerUser { BrokerId = broker.Id, Email = email, NormalizedEmail = UserStore.Normalize(email), SecurityStamp = "x", ConcurrencyStamp = "x", CreatedAt = host.Time.GetUtcNow() };
        (await users.TryAddAsync(user, None)).ShouldBeTrue();
        if (ctraderUserId is { } id)
        {
            (await users.TrySetCtraderUserIdAsync(broker.Id, user.Id, id, None)).ShouldBeTrue();
        }

        return user.Id;
    }

    private async Task<long> NewPartnerAsync(BrokerEntity broker, long user, string identifier, long? account = null) =>
        (await host.Services.GetRequiredService<PartnerService>().RegisterAsync(
            broker, new(user, "Ann") { Identifier = identifier, AccountId = account, IsDecided = true, By = "eve" }, also: null, None)).ShouldBeOfType<PartnerOutcome.Done>().Partner.Id;

    private Task<string?> ToldAsync(BrokerEntity broker, long partner) =>
        host.Database.ReadAsync(session => session.FindAsync<string?>("select told_identifier from partners where broker_id = @Id and id = @partner", new { broker.Id, partner }), None);

    private IReadOnlyList<JsonNode> SentFor(string identifier) =>
        [.. host.Platform.Seen.Where(static seen => seen.Call == SetReferral).Select(static seen => JsonNode.Parse(seen.Body)!).Where(body => (string?)body["partnerId"] == identifier)];

    /// <summary>Does the job as a worker would.</summary>
    private Task TellAsync(BrokerEntity broker, long partner) =>
        host.Services.GetServices<IJobHandler>().OfType<ReferralHandler>().Single().HandleAsync(new Job { Queue = ReferralJobs.Queue, Payload = $"{broker.Id} {partner}" }, None);
}
