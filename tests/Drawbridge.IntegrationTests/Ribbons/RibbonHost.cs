using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Ribbons.Delivery;
using Drawbridge.Broker.Ribbons.Planning;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Ribbons;

/// <summary>The broker's side in front of a platform whose calls can be made to fail.</summary>
public abstract class RibbonHost : FakePlatformHost
{
    internal CampaignService Campaigns => Services.GetRequiredService<CampaignService>();

    internal RibbonProgressStore Progress => Services.GetRequiredService<RibbonProgressStore>();

    internal AudienceQueries Audiences => Services.GetRequiredService<AudienceQueries>();

    /// <summary>A content without faults.</summary>
    internal static CampaignContent NewContent(string title = "Verify your account", RibbonAudience? audience = null, int priority = 50, RibbonScope scope = RibbonScope.Broker) => new()
    {
        Name = title,
        Titles = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = title },
        Color = "#1d4ed8",
        Action = new() { UrlInApp = "https://broker.example.test/inapp/kyc" },
        Priority = priority,
        Scope = scope,
        Audience = audience ?? new(),
    };

    /// <summary>A campaign that one person has written and another approved.</summary>
    internal async Task<Campaign> StartCampaignAsync(TestCrm crm, CampaignContent content, int broker = 0)
    {
        var added = (await Campaigns.AddAsync(EditorOf(crm, "ann"), crm.Broker(broker), content, null, (_, _) => Task.CompletedTask, CancellationToken.None)).ShouldBeOfType<CampaignResult.Changed>();
        await DoAsync(crm, added.Campaign.Id, CampaignAct.Submit, "ann");
        return await DoAsync(crm, added.Campaign.Id, CampaignAct.Approve, "bob");
    }

    internal async Task<Campaign> DoAsync(TestCrm crm, long id, CampaignAct act, string by = "bob") =>
        (await Campaigns.DoAsync(EditorOf(crm, by), id, null, act, (_, _) => Task.CompletedTask, CancellationToken.None)).ShouldBeOfType<CampaignResult.Changed>().Campaign;

    internal static CampaignEditor EditorOf(TestCrm crm, string person) => new(new(crm.Broker().Crm.Id), person);

    /// <summary>Until nothing is left to plan.</summary>
    public async Task PlanAsync()
    {
        while (await Services.GetRequiredService<RibbonPlanning>().StepAsync(CancellationToken.None) || await IsPlanningAsync())
        {
        }
    }

    /// <summary>Whether the host's own planner still has something in hand.</summary>
    private Task<bool> IsPlanningAsync() => Database.ReadAsync(
        async session => await session.GetAsync<long>("select (select count(*) from ribbon_passes where running = @yes) + (select count(*) from ribbon_touches)", new { yes = true }) > 0,
        CancellationToken.None);

    /// <summary>The titles that the platform shows a user, in their order; null = it was never told.</summary>
    public IReadOnlyList<string>? ShownTo(long userId) =>
        Platform.Ribbons.TryGetValue(userId, out var ribbons) ? [.. ribbons.Select(static ribbon => (string)ribbon["title"]!)] : null;

    /// <summary>Waits until the platform shows a user exactly this, and we know it.</summary>
    public async Task UntilShownAsync(long userId, params string[] titles)
    {
        await UntilAsync(() => ShownTo(userId)?.SequenceEqual(titles) == true, () => $"shown: {string.Join(", ", ShownTo(userId) ?? ["nothing ever"])}");
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await Database.ReadAsync(
            session => session.GetAsync<long>("select count(*) from ribbon_sets where ctrader_user_id = @userId and claim is not null", new { userId }), CancellationToken.None) > 0)
        {
            deadline.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Number of the user at the broker.</summary>
    public Task<long> UserIdAsync(TestCrm crm, long ctraderUserId, int broker = 0) => Database.ReadAsync(
        session => session.GetAsync<long>("select id from users where broker_id = @Id and ctrader_user_id = @ctraderUserId", new { crm.Broker(broker).Id, ctraderUserId }), CancellationToken.None);

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Drawbridge:Ribbons:PlanningBatch"] = "7" });
        base.Configure(builder);
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqliteRibbonHost : RibbonHost
{
    protected override Task<DatabaseOptions> CreateBrokerDatabaseAsync() => Task.FromResult(DatabaseOptions.ForSqlite(Path.Combine(Folder, "broker.db")));
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresRibbonHost(PostgresCluster cluster) : RibbonHost
{
    protected override async Task<DatabaseOptions> CreateBrokerDatabaseAsync() => DatabaseOptions.ForPostgres(await cluster.CreateDatabaseAsync());
}
