using System.Net;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Reports;
using Drawbridge.Broker.Partners.Reports.Counting;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;

namespace Drawbridge.IntegrationTests.Partners;

/// <summary>Figures by day and by campaign, on SQLite.</summary>
public sealed class SqlitePartnerReportTests(SqliteBrokerHost host) : PartnerReportTests(host), IClassFixture<SqliteBrokerHost>;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresPartnerReportTests(PostgresBrokerHost host) : PartnerReportTests(host), IClassFixture<PostgresBrokerHost>;

public abstract class PartnerReportTests(BrokerHost host)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact] // INV-2, INV-3
    public async Task What_happens_is_counted_for_the_partner_the_campaign_and_everybody_above()
    {
        var world = await OpenAsync();
        var (ann, bob, cid) = await NewLineAsync(world);
        var link = await AddLinkAsync(world, cid, "May");
        var now = host.Time.GetUtcNow();
        await AddClickAsync(world, cid, link, now, counted: true);
        await AddClickAsync(world, cid, link, now, counted: true);
        await AddClickAsync(world, cid, link, now, counted: false);
        await AddClickAsync(world, cid, null, now, counted: true);
        var trader = await world.NewUserAsync();
        await ClaimAsync(world, trader, cid, link);
        await AddDepositAsync(world, trader, 10_050, 2, "EUR", now.AddSeconds(1));
        await AddDepositAsync(world, trader, 5_000, 2, "EUR", now.AddSeconds(2));
        await AddDepositAsync(world, trader, 12_345_678, 8, "BTC", now.AddSeconds(3));
        await AddTradeAsync(world, trader, 150_000_000, now.AddSeconds(4));
        await AddRewardAsync(world, cid, trader, 1, 725_000_000, "USD", now.AddSeconds(4));
        await AddRewardAsync(world, bob, trader, 2, 100_000_000, "USD", now.AddSeconds(4));

        var own = await ReadAsync(world, cid);
        (own.Total.Counts.Clicks, own.Total.Counts.SignUps, own.Total.Counts.FirstDeposits, own.Total.Counts.Deposits, own.Total.Counts.Lots).ShouldBe((3, 1, 1, 3, 1.5m));
        (own.Total.In("EUR").Deposited, own.Total.In("BTC").Deposited, own.Total.In("USD").Earned).ShouldBe((150.5m, 0.12345678m, 7.25m));
        own.Campaigns.Select(static one => (one.Name, one.Line.Counts.Clicks, one.Line.Counts.SignUps, one.Line.In("EUR").Deposited)).ShouldBe([("May", 2L, 1L, 150.5m), (null, 1L, 0L, 0m)]);
        (await ReadAsync(world, cid, link: link)).Total.Counts.Clicks.ShouldBe(2);
        (await ReadAsync(world, cid, link: 0)).Total.Counts.Clicks.ShouldBe(1);

        foreach (var (above, earned) in new[] { (bob, 1m), (ann, 0m) })
        {
            var network = await ReadAsync(world, above, ReportScope.Network);
            (network.Total.Counts.Clicks, network.Total.Counts.SignUps, network.Total.In("EUR").Deposited, network.Total.In("USD").Earned).ShouldBe((3, 1, 150.5m, earned));
            (await ReadAsync(world, above, ReportScope.Own)).Total.Counts.SignUps.ShouldBe(0);
        }

        (await ReadAsync(world, ann)).Total.Counts.Partners.ShouldBe(2, "one directly below, and one below that");
        var all = await world.Get<ReportReader>().ReadAsync(world.Broker, QueryOf(world), None);
        (all.Total.Counts.Clicks, all.Total.Counts.SignUps, all.Total.In("EUR").Deposited, all.Total.In("USD").Earned).ShouldBe((3, 1, 150.5m, 8.25m), "each thing once, not once for each level");
        (await world.Get<FigureStore>().RankAsync(world.Broker.Id, own.Query.From, own.Query.Until, 10, None))[0].Name.ShouldBe("Cid");
    }

    [Fact] // INV-6
    public async Task What_happened_stays_with_whose_trader_it_was_then_and_counting_again_changes_nothing()
    {
        var world = await OpenAsync();
        var (ann, bob) = (await world.NewPartnerAsync("Ann"), await world.NewPartnerAsync("Bob"));
        var trader = await world.NewTraderOfAsync(ann);
        await AddDepositAsync(world, trader, 100, 2, "EUR", host.Time.GetUtcNow().AddSeconds(1));
        var before = await ReadAsync(world, ann);
        host.Time.Advance(TimeSpan.FromDays(2));
        await world.Get<AttributionService>().AssignAsync(world.Broker, trader.Id, bob.Id, "eve", "asked", also: null, None);
        await AddDepositAsync(world, trader, 200, 2, "EUR", host.Time.GetUtcNow().AddSeconds(1));

        (await ReadAsync(world, ann)).Total.In("EUR").Deposited.ShouldBe(1);
        var bobs = await ReadAsync(world, bob);
        (bobs.Total.In("EUR").Deposited, bobs.Total.Counts.Deposits, bobs.Total.Counts.FirstDeposits, bobs.Total.Counts.SignUps).ShouldBe((2, 1, 0, 0));
        await host.Database.WriteAsync(
            session => session.ExecuteAsync(
                "insert into partner_figure_days (broker_id, day, due_at) select distinct broker_id, day, 0 from partner_figures where broker_id = @Id on conflict do nothing", new { world.Broker.Id }),
            None);
        (await ReadAsync(world, ann)).Total.ShouldSatisfyAllConditions(line => line.Counts.ShouldBe(before.Total.Counts), static line => line.In("EUR").Deposited.ShouldBe(1));
    }

    [Fact]
    public async Task A_day_is_that_of_the_brokers_time_zone_and_follows_when_that_changes()
    {
        var world = await OpenAsync(static settings => settings with { TimeZone = "Asia/Tokyo" });
        var ann = await world.NewPartnerAsync("Ann");
        var evening = new DateTimeOffset(host.Time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddDays(-3).AddHours(20);
        await AddClickAsync(world, ann, null, evening, counted: true);

        DayOf(await ReadAsync(world, ann)).ShouldBe(DateOnly.FromDateTime(evening.UtcDateTime).AddDays(1), "it is morning in Tokyo");
        await world.ChangeAsync(static settings => settings with { TimeZone = "UTC" });
        DayOf(await ReadAsync(world, ann)).ShouldBe(DateOnly.FromDateTime(evening.UtcDateTime));

        static DateOnly DayOf(PartnerReport report) => report.Days.Single(static day => day.Line.Counts.Clicks == 1).Day;
    }

    [Fact] // a row may become visible after one with a higher number that was written later
    public async Task What_becomes_visible_late_is_counted()
    {
        var world = await OpenAsync();
        var ann = await world.NewPartnerAsync("Ann");
        var now = host.Time.GetUtcNow();
        await AddClickAsync(world, ann, null, now.AddDays(-1), counted: true);
        await AddClickAsync(world, ann, null, now, counted: true);
        (await ReadAsync(world, ann)).Total.Counts.Clicks.ShouldBe(2);
        await host.Database.WriteAsync(
            async session =>
            {
                var id = await session.GetAsync<long>("select min(id) from partner_clicks where broker_id = @Id", new { world.Broker.Id });
                await session.ExecuteAsync("update partner_clicks set counted = @no where id = @id", new { id, no = false }); // as if it had not been there
                return id;
            },
            None);
        (await ReadAsync(world, ann)).Total.Counts.Clicks.ShouldBe(1, "within ten minutes everything new is looked at again");

        var due = world.Get<DueDayStore>();
        (await IsIdleAsync()).ShouldBeFalse();
        host.Time.Advance(TimeSpan.FromMinutes(11));
        await world.Get<FigureCounter>().CountAsync(world.Broker, None);
        await host.UntilAsync(IsIdleAsync);
        await AddClickAsync(world, ann, null, host.Time.GetUtcNow(), counted: true);
        (await IsIdleAsync()).ShouldBeFalse();
        (await ReadAsync(world, ann)).Total.Counts.Clicks.ShouldBe(2);

        Task<bool> IsIdleAsync() => due.IsIdleAsync(world.Broker.Id, "UTC", host.Time.GetUtcNow(), None);
    }

    [Fact]
    public async Task A_file_of_the_broker_has_every_partner_once()
    {
        var world = await OpenAsync();
        var (ann, bob) = (await world.NewPartnerAsync("Ann"), await world.NewPartnerAsync("Bob"));
        var now = host.Time.GetUtcNow();
        for (var i = 0; i < 3; i++)
        {
            await AddClickAsync(world, ann, null, now.AddDays(-i), counted: true);
            await AddClickAsync(world, bob, null, now.AddDays(-i), counted: true);
        }

        await world.Get<FigureCounter>().CountAsync(world.Broker, None);
        var query = QueryOf(world);
        var rows = new List<FigureRow>();
        for (FigureRow? last = null; ; last = rows[^1])
        {
            var some = await world.Get<FigureStore>().ListBehindAsync(world.Broker.Id, query.From, query.Until, last, 2, None);
            rows.AddRange(some);
            if (some.Count < 2)
            {
                break;
            }
        }

        rows.Select(static row => (row.Day, row.PartnerId)).ShouldBe(rows.Select(static row => (row.Day, row.PartnerId)).Distinct().Order());
        rows.Count.ShouldBe(6);
    }

    private Task<PartnerDeskWorld> OpenAsync(Func<PartnerSettings, PartnerSettings>? change = null) => PartnerDeskWorld.OpenAsync(host, change);

    [Fact] // INV-2
    public async Task The_management_api_tells_what_the_pages_tell()
    {
        var world = await OpenAsync();
        var (_, bob, cid) = await NewLineAsync(world);
        var link = await AddLinkAsync(world, cid, "May");
        var now = host.Time.GetUtcNow();
        await AddClickAsync(world, cid, link, now, counted: true);
        var trader = await world.NewUserAsync();
        await ClaimAsync(world, trader, cid, link);
        await AddDepositAsync(world, trader, 10_050, 2, "EUR", now.AddSeconds(1));
        await world.Get<FigureCounter>().CountAsync(world.Broker, None);
        var query = QueryOf(world);
        var days = $"from={ReportQuery.Text(query.From)}&until={ReportQuery.Text(query.Until)}";

        var own = await AskAsync(world, $"{cid.Id}/report?{days}");
        own.Status.ShouldBe(HttpStatusCode.OK, own.Body);
        own.Json["total"]!.ToJsonString().ShouldBe(
            """{"clicks":1,"signUps":1,"firstDeposits":1,"deposits":1,"subPartners":0,"lots":0,"amounts":[{"currency":"EUR","deposited":100.5,"earned":0}]}""");
        own.Json["days"]!.AsArray().Count.ShouldBe(22);
        ((long)own.Json["campaigns"]![0]!["campaign"]!, (string)own.Json["campaigns"]![0]!["name"]!).ShouldBe((link, "May"));
        ((long)(await AskAsync(world, $"{bob.Id}/report?{days}&scope=network")).Json["total"]!["signUps"]!).ShouldBe(1);
        ((long)(await AskAsync(world, $"report?brokerName={world.Broker.Name.Value}&{days}")).Json["total"]!["deposits"]!).ShouldBe(1, "once, not once for each level");

        var file = await AskAsync(world, $"{cid.Id}/report.csv?{days}");
        file.Message.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        file.Body.ShouldContain(",own,May,");
        (await AskAsync(world, $"{cid.Id}/report?{days}", "text/csv")).Body.ShouldBe(file.Body);
        (await AskAsync(world, $"report.csv?brokerName={world.Broker.Name.Value}&{days}")).Body.ShouldStartWith("partner_id,partner,day,");

        foreach (var wrong in new[] { "from=yesterday", "until=2026-13-01", "scope=mine", "campaign=May", "from=2026-02-01&until=2026-01-01", "from=2020-01-01&until=2026-01-01" })
        {
            (await AskAsync(world, $"{cid.Id}/report?{wrong}")).ShouldBeRefused(400, "INVALID_REQUEST");
        }

        (await AskAsync(world, "report")).Status.ShouldBe(HttpStatusCode.OK, "the CRM has one broker");
        var other = await OpenAsync();
        (await AskAsync(other, $"{cid.Id}/report")).ShouldBeRefused(404, "NOT_FOUND");
    }

    private async Task<Answer> AskAsync(PartnerDeskWorld world, string path, string accept = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/partners/{path}");
        request.Headers.Authorization = new("Bearer", world.Crm.Configuration.ManagementKey);
        request.Headers.Accept.ParseAdd(accept);
        var response = await host.Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    private ReportQuery QueryOf(PartnerDeskWorld world) =>
        new(DateOnly.FromDateTime(host.Time.GetUtcNow().UtcDateTime).AddDays(-20), DateOnly.FromDateTime(host.Time.GetUtcNow().UtcDateTime).AddDays(1), ReportScope.All, null);

    private async Task<PartnerReport> ReadAsync(PartnerDeskWorld world, Partner partner, ReportScope scope = ReportScope.All, long? link = null)
    {
        await world.Get<FigureCounter>().CountAsync(world.Broker, None);
        return await world.Get<ReportReader>().ReadAsync(world.Broker, partner.Id, QueryOf(world) with { Scope = link is null ? scope : ReportScope.Own, LinkId = link }, None);
    }

    private static async Task<(Partner Ann, Partner Bob, Partner Cid)> NewLineAsync(PartnerDeskWorld world)
    {
        var ann = await world.NewPartnerAsync("Ann");
        var bob = await world.NewPartnerAsync("Bob", ann.Id);
        return (ann, bob, await world.NewPartnerAsync("Cid", bob.Id));
    }

    private Task<long> AddLinkAsync(PartnerDeskWorld world, Partner partner, string name) => host.Database.WriteAsync(
        session => session.GetAsync<long>(
            "insert into partner_links (broker_id, partner_id, slug, name, target, created_at) values (@brokerId, @Id, @slug, @name, 1, @now) returning id",
            new { brokerId = world.Broker.Id, partner.Id, slug = Guid.NewGuid().ToString("N"), name, now = host.Time.GetUtcNow() }),
        None);

    private Task<int> AddClickAsync(PartnerDeskWorld world, Partner partner, long? link, DateTimeOffset at, bool counted) => host.Database.WriteAsync(
        session => session.ExecuteAsync(
            """
            insert into partner_clicks (broker_id, partner_id, link_id, reference, visitor, counted, findings, occurred_at, last_at)
            values (@brokerId, @Id, @link, @reference, @visitor, @counted, 0, @at, @at)
            """,
            new { brokerId = world.Broker.Id, partner.Id, link, reference = Guid.NewGuid().ToString("N"), visitor = Guid.NewGuid().ToByteArray(), counted, at }),
        None);

    private Task<int> ClaimAsync(PartnerDeskWorld world, BrokerUser user, Partner partner, long link) => host.Database.WriteAsync(
        async session =>
        {
            await world.Get<AttributionStore>().AddAsync(session, world.Broker.Id, user.Id, new AttributionClaim(partner.Id, AttributionSource.Link, user.CreatedAt));
            return await session.ExecuteAsync("update attribution_events set link_id = @link where broker_id = @brokerId and user_id = @Id and partner_id is not null", new { link, brokerId = world.Broker.Id, user.Id });
        },
        None);

    private Task<int> AddDepositAsync(PartnerDeskWorld world, BrokerUser user, long amount, int digits, string currency, DateTimeOffset at) => host.Database.WriteAsync(
        async session =>
        {
            var account = await AccountOfAsync(session, world, user);
            var payment = await session.GetAsync<long>(
                """
                insert into payments (broker_id, user_id, kind, reference, trader_login, currency, money_digits, amount, method, provider, state, revision, submission_key, created_at, updated_at)
                values (@brokerId, @Id, 1, @reference, @Id, @currency, @digits, @amount, 'card', 'sandbox', 7, 1, @reference, @at, @at) returning id
                """,
                new { brokerId = world.Broker.Id, user.Id, reference = Guid.NewGuid().ToString("N"), currency, digits, amount, at });
            return await session.ExecuteAsync(
                """
                insert into partner_deposits (broker_id, user_id, account_id, payment_id, amount, money_digits, currency, occurred_at, recorded_at)
                values (@brokerId, @Id, @account, @payment, @amount, @digits, @currency, @at, @at)
                """,
                new { brokerId = world.Broker.Id, user.Id, account, payment, amount, digits, currency, at });
        },
        None);

    private Task<int> AddTradeAsync(PartnerDeskWorld world, BrokerUser user, long lots, DateTimeOffset at) => host.Database.WriteAsync(
        async session => await session.ExecuteAsync(
            """
            insert into partner_trades (broker_id, user_id, account_id, deal_id, position_id, symbol, volume, lots, closed_at, commission, deposit_currency, recorded_at)
            values (@brokerId, @Id, @account, 1, 1, 'EURUSD', 0, @lots, @at, 0, 'EUR', @at)
            """,
            new { brokerId = world.Broker.Id, user.Id, account = await AccountOfAsync(session, world, user), lots, at }),
        None);

    private Task<int> AddRewardAsync(PartnerDeskWorld world, Partner partner, BrokerUser user, int level, long amount, string currency, DateTimeOffset at) => host.Database.WriteAsync(
        session => session.ExecuteAsync(
            """
            insert into partner_rewards (broker_id, partner_id, user_id, kind, level, occurred_at, recorded_at, amount, currency)
            values (@brokerId, @partner, @Id, 1, @level, @at, @at, @amount, @currency)
            """,
            new { brokerId = world.Broker.Id, partner = partner.Id, user.Id, level, at, amount, currency }),
        None);

    private async Task<long> AccountOfAsync(DbSession session, PartnerDeskWorld world, BrokerUser user) => await session.GetAsync<long>(
        """
        insert into accounts (broker_id, user_id, trader_login, environment_name, deposit_currency, created_at) values (@brokerId, @Id, @Id, 'live', 'EUR', @now)
        on conflict (broker_id, environment_name, trader_login) do update set user_id = excluded.user_id returning id
        """,
        new { brokerId = world.Broker.Id, user.Id, now = host.Time.GetUtcNow() });
}
