using Drawbridge.Broker.Funnel;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Funnel;

public sealed class FunnelStoreOnSqlite(SqliteBrokerHost host) : FunnelStoreTests(host), IClassFixture<SqliteBrokerHost>;

public sealed class FunnelStoreOnPostgres(PostgresBrokerHost host) : FunnelStoreTests(host), IClassFixture<PostgresBrokerHost>;

public abstract class FunnelStoreTests(BrokerHost host)
{
    private static readonly DateOnly Day = new(2026, 11, 20);

    private FunnelStore Store => host.Services.GetRequiredService<FunnelStore>();

    [Fact] // a node that is killed between writing and going on writes again; another may have the same walk
    public async Task However_many_write_the_same_walks_each_counts_once()
    {
        var crm = await host.NewCrmAsync();
        var visits = Enumerable.Range(0, 40).Select(i => Visit(crm, $"user {i % 20}", i % 2 == 0 ? "spring" : "autumn")).ToList();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Store.AddAsync([.. i % 2 == 0 ? visits : visits.AsEnumerable().Reverse()], CancellationToken.None)));

        var counts = await ListAsync(crm);
        counts.Sum(static count => count.Visits).ShouldBe(20);
        counts.Select(static count => count.Campaign).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_walk_counts_at_the_day_on_which_it_came_and_again_when_it_is_forgotten()
    {
        var crm = await host.NewCrmAsync();
        await Store.AddAsync([Visit(crm, "user 1", "")], CancellationToken.None);

        await Store.AddAsync([Visit(crm, "user 1", "") with { Day = Day.AddDays(FunnelStore.Memory) }], CancellationToken.None);
        (await ListAsync(crm)).Sum(static count => count.Visits).ShouldBe(1);
        (await Store.ForgetAsync(Day.AddDays(FunnelStore.Memory), CancellationToken.None)).ShouldBe(0);
        (await Store.ForgetAsync(Day.AddDays(FunnelStore.Memory + 1), CancellationToken.None)).ShouldBeGreaterThan(0);
        await Store.AddAsync([Visit(crm, "user 1", "") with { Day = Day.AddDays(FunnelStore.Memory + 1) }], CancellationToken.None);

        (await ListAsync(crm)).Sum(static count => count.Visits).ShouldBe(2);
    }

    [Fact]
    public async Task Invented_campaigns_do_not_fill_the_table()
    {
        var crm = await host.NewCrmAsync();
        var visits = Enumerable.Range(0, 1100).Select(i => Visit(crm, $"browser {i}", $"campaign {i}")).ToList();

        foreach (var some in visits.Chunk(500))
        {
            await Store.AddAsync(some, CancellationToken.None);
        }

        var counts = await ListAsync(crm);
        counts.Count.ShouldBe(1001);
        counts.Sum(static count => count.Visits).ShouldBe(1100);
        counts.Single(static count => count.Campaign == "(other)").Visits.ShouldBe(100);
    }

    [Fact] // BID-10
    public async Task The_same_walk_at_two_brokers_counts_at_both()
    {
        var crm = await host.NewCrmAsync(brokers: 2);

        await Store.AddAsync([Visit(crm, "user 1", ""), Visit(crm, "user 1", "") with { BrokerId = crm.Broker(1).Id }], CancellationToken.None);

        (await ListAsync(crm)).Select(static count => (count.BrokerId, count.Visits)).ShouldBe([(crm.Broker().Id, 1), (crm.Broker(1).Id, 1)], ignoreOrder: true);
    }

    private static FunnelVisit Visit(TestCrm crm, string traveller, string campaign) =>
        new(crm.Broker().Id, FunnelStep.Registered, traveller, new("Web", campaign, "", ""), Day);

    private Task<IReadOnlyList<FunnelCount>> ListAsync(TestCrm crm) =>
        Store.ListAsync(new(crm.Broker().Crm.Id), new(DateOnly.MinValue, DateOnly.MaxValue), byDay: false, CancellationToken.None);
}
