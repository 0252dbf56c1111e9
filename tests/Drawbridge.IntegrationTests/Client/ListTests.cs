using System.Globalization;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>Lists that come in parts, and reports in any format.</summary>
public sealed class ListTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private const string OpenCall = "GET /v2/webserv/openPositions";
    private const string ClosedCall = "GET /v2/webserv/closedPositions";
    private const string Row = "9013206,4325443,2020-08-28T05:35:37.682,1.18657,BUY,1000.00,EURUSD,1.69,2.54,BOOK_B,0.00,false,0.01";
    private const string Header = "login,positionId,openTimestamp,entryPrice,direction,volume,symbol,commission,swap,bookType,stake,spreadBetting,usedMargin";

    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact] // WS-55..57
    public async Task Accounts_come_page_by_page_each_once()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        platform.Next("list", Page(hasMore: true, (5, 50), (4, 40)), Page(hasMore: true, (4, 40), (3, 30)), Page(hasMore: false, (1, 10)));

        var pages = await ReadAsync(clients.For(platform.Peer()), new TraderQuery(Start, Start.AddDays(1)));

        pages.Select(static page => page.ShouldBeOfType<PlatformResult<IReadOnlyList<TraderEntity>>.Answered>().Value.Select(static trader => trader.Login))
            .SelectMany(static logins => logins).ShouldBe([5, 4, 3, 1]);
        string[] to = [Wire(Start.AddDays(1)), Wire(Start.AddMilliseconds(40)), Wire(Start.AddMilliseconds(30))];
        platform.Seen.Where(static seen => seen.Call == "list").Select(static seen => seen.Query).Zip(to).ShouldAllBe(static pair => pair.First.Contains($"to={pair.Second}&"));
    }

    [Fact]
    public async Task A_page_that_fails_is_the_last()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        platform.Next("list", Page(hasMore: true, (5, 50)), Faults.Refuse(403, "NOT_ENOUGH_RIGHTS"));

        var pages = await ReadAsync(clients.For(platform.Peer()), new TraderQuery(Start, Start.AddDays(1)));

        pages.Count.ShouldBe(2);
        pages[1].ShouldBeOfType<PlatformResult<IReadOnlyList<TraderEntity>>.Refused>();
    }

    [Theory]
    [InlineData("""{"trader":[],"hasMore":true}""")]
    [InlineData("""{"trader":[{"login":5,"registrationTimestamp":1999999999999}],"hasMore":true}""")]
    public async Task A_list_without_end_ends(string answer)
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        platform.Next("list", Faults.Answer(200, answer));

        var pages = await ReadAsync(clients.For(platform.Peer()), new TraderQuery(Start, Start.AddDays(1)));

        pages[^1].ShouldBe(new PlatformResult<IReadOnlyList<TraderEntity>>.Ambiguous("the list of accounts does not end"));
    }

    public static TheoryData<string, string> Reports => new()
    {
        { "text/csv", $"{Header}\n{Row}\n" },
        { "text/plain; charset=utf-8", $"\uFEFF{Header}\r\n{Row}\r\n" },
        { "application/octet-stream", "positionId,extra,LOGIN,volume,symbol,openTimestamp,entryPrice,usedMargin\n4325443,\"a, \"\"b\"\"\",9013206,1000.00,EURUSD,2020-08-28T05:35:37.682,1.18657,0.01" },
        { "application/json", """[{"login":9013206,"positionId":4325443,"volume":1000.00,"symbol":"EURUSD","stake":null,"openTimestamp":"2020-08-28T05:35:37.682","entryPrice":1.18657,"usedMargin":0.01,"more":1}]""" },
    };

    [Theory, MemberData(nameof(Reports))] // WS-8, WS-15, WS-74, WS-79
    public async Task A_report_is_read_by_the_names_of_its_columns(string type, string report)
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        platform.Next(OpenCall, Faults.Answer(200, report, type));

        var result = await clients.For(platform.Peer()).Positions.ListOpenAsync(9013206, None);

        var position = result.ShouldBeOfType<PlatformResult<IReadOnlyList<OpenPosition>>.Answered>().Value.ShouldHaveSingleItem();
        (position.Login, position.PositionId, position.Symbol).ShouldBe((9013206, 4325443, "EURUSD"));
        (position.Volume, position.EntryPrice, position.UsedMargin).ShouldBe((1000.00m, 1.18657m, 0.01m));
        position.OpenTimestamp.ShouldBe(new DateTimeOffset(2020, 8, 28, 5, 35, 37, 682, TimeSpan.Zero));
        platform.Seen.Single(static seen => seen.Call == OpenCall).Accept.ShouldBe("application/json"); // B2P-0-22
    }

    [Theory] // WS-79
    [InlineData("text/csv", Header + "\n", true)]
    [InlineData("application/json", "[]", true)]
    [InlineData("text/html", "<html>maintenance, login later</html>", false)]
    [InlineData("text/csv", "", false)]
    [InlineData("text/csv", Header + "\n1,2,3\n", false)]
    [InlineData("text/csv", Header + "\n" + "9013206,4325443,yesterday,1,BUY,1,EURUSD,1,1,BOOK_B,0,false,0\n", false)]
    [InlineData("application/json", """{"error":"x"}""", false)]
    public async Task An_empty_report_is_not_an_unreadable_one(string type, string report, bool isEmpty)
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients(configure: static options => options.Failover.Attempts = 1);
        platform.Next(OpenCall, Faults.Answer(200, report, type));

        var result = await clients.For(platform.Peer()).Positions.ListOpenAsync(login: null, None);

        (result is PlatformResult<IReadOnlyList<OpenPosition>>.Answered { Value.Count: 0 }).ShouldBe(isEmpty, result.ToString());
        (result is PlatformResult<IReadOnlyList<OpenPosition>>.Ambiguous).ShouldBe(!isEmpty);
    }

    [Fact] // WS-78, WS-16
    public async Task A_long_time_is_asked_for_two_days_at_a_time()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        platform.Next(ClosedCall, [.. Enumerable.Range(1, 3).Select(static deal => Faults.Answer(200, $$"""[{"login":1,"positionId":7,"dealId":{{deal}}}]"""))]);

        var result = await clients.For(platform.Peer()).Positions.ListClosedAsync(Start, Start.AddDays(4.5), login: 1, None);

        result.ShouldBeOfType<PlatformResult<IReadOnlyList<ClosedPosition>>.Answered>().Value.Select(static deal => deal.DealId).ShouldBe([1, 2, 3]);
        platform.Seen.Where(static seen => seen.Call == ClosedCall).Select(static seen => seen.Query[..seen.Query.IndexOf("&token", StringComparison.Ordinal)]).ShouldBe(
        [
            $"?from={Wire(Start)}&to={Wire(Start.AddDays(2))}&login=1",
            $"?from={Wire(Start.AddDays(2))}&to={Wire(Start.AddDays(4))}&login=1",
            $"?from={Wire(Start.AddDays(4))}&to={Wire(Start.AddDays(4.5))}&login=1",
        ]);
    }

    [Fact] // WS-78
    public async Task A_part_that_fails_is_the_result()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        platform.Next(ClosedCall, Faults.Answer(200, "[]"), Faults.Refuse(404, "TRADER_NOT_FOUND"));

        var result = await clients.For(platform.Peer()).Positions.ListClosedAsync(Start, Start.AddDays(9), login: 1, None);

        result.ShouldBeOfType<PlatformResult<IReadOnlyList<ClosedPosition>>.Refused>().ErrorCode.ShouldBe("TRADER_NOT_FOUND");
        platform.Count(ClosedCall).ShouldBe(2);
    }

    [Fact] // DEC-12, WS-51, WS-53, WS-90
    public async Task Names_that_were_lost_are_settings()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients(configure: static options =>
        {
            options.Names["hasOpenPositions"] = "withPositions";
            options.Names["skipMarginCheck"] = "force";
            options.Names["usedMargin"] = "margin";
            options.Names["attributes"] = "pairs";
        });
        var client = clients.For(platform.Peer());
        platform.Next(OpenCall, Faults.Answer(200, "login,positionId,margin\n1,2,3.5\n", "text/csv"));
        platform.Next("POST /v2/webserv/attributes/traders/list", Faults.Answer(200, """{"items":[{"id":1,"pairs":[{"name":"a","value":"pairs"}]}]}"""));

        await client.Traders.ListPageAsync(new(Start, Start.AddDays(1)) { HasOpenPositions = true }, None);
        await client.Balances.ChangeAsync(1, new() { PreciseAmount = 1.50m, Type = BalanceChangeType.Withdraw, SkipMarginCheck = true }, None);
        var open = await client.Positions.ListOpenAsync(login: null, None);
        var attributes = await client.Attributes.ListAsync(AttributeOwner.Traders, new(), None);

        platform.Seen.Single(static seen => seen.Call == "list").Query.ShouldContain("&withPositions=true");
        platform.Seen.Single(static seen => seen.Call.EndsWith("changebalance", StringComparison.Ordinal)).Body
            .ShouldBe("""{"login":1,"preciseAmount":1.50,"type":"WITHDRAW","force":true}""");
        open.ShouldBeOfType<PlatformResult<IReadOnlyList<OpenPosition>>.Answered>().Value.Single().UsedMargin.ShouldBe(3.5m);
        attributes.ShouldBeOfType<PlatformResult<ListAttributesResponse>.Answered>().Value.Items.Single().Attributes!.Single()!.Value.ShouldBe("pairs");
    }

    private static async Task<List<PlatformResult<IReadOnlyList<TraderEntity>>>> ReadAsync(PlatformClient client, TraderQuery query)
    {
        var pages = new List<PlatformResult<IReadOnlyList<TraderEntity>>>();
        await foreach (var page in client.Traders.ListAsync(query, None))
        {
            pages.Add(page);
        }

        return pages;
    }

    private static Fault Page(bool hasMore, params (long Login, int Registered)[] traders)
    {
        var entities = traders.Select(trader => $$"""{"login":{{trader.Login}},"registrationTimestamp":{{Start.AddMilliseconds(trader.Registered).ToUnixTimeMilliseconds()}}}""");
        return Faults.Answer(200, $$"""{"trader":[{{string.Join(',', entities)}}],"hasMore":{{(hasMore ? "true" : "false")}}}""");
    }

    private static string Wire(DateTimeOffset time) => Uri.EscapeDataString(time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture));
}
