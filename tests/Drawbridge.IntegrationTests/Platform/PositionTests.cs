using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Platform.Market;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform;

/// <summary>A market of its own, whose clock no other test moves.</summary>
public sealed class MarketServer : IAsyncLifetime
{
    public PlatformServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PlatformServer.StartAsync(static _ => { });

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class PositionTests(MarketServer fixture) : IClassFixture<MarketServer>
{
    private const string OpenHeader = "login,positionId,openTimestamp,entryPrice,direction,volume,symbol,commission,swap,bookType,stake,spreadBetting,usedMargin";
    private const string ClosedHeader =
        "login,positionId,dealId,openTimestamp,closeTimestamp,entryPrice,closePrice,direction,volume,symbol,commission,swap,pnl,depositConversionRate,usdConversionRate,bookType,stake,spreadBetting";

    private static readonly Symbol EurUsd = Symbols.Find("EURUSD")!;

    private readonly MarketPrices _prices = new(0);

    private PlatformServer Server => fixture.Server;

    private PlatformApi App => Server.As(null);

    private async Task<(long Login, string Positions)> NewAsync(long balance = 1_000_000, string accountType = "HEDGED", PlatformServer? server = null)
    {
        server ??= Server;
        var body = PlatformApi.Trader();
        body["balance"] = balance;
        body["accountType"] = accountType;
        var login = (long)(await server.Api.PostAsync(PlatformPaths.Traders, body)).Json["login"]!;
        var userId = await server.Api.NewUserAsync();
        await server.Api.NewLinkAsync(userId, login);
        var code = $"code-{Guid.NewGuid():N}";
        server.CrmSide.When(CrmPaths.AuthorizeOneTime, code, 200, $$"""{"userId":{{userId}}}""");
        var session = await server.As(null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["token"] = code });
        return (login, $"/app/api/sessions/{session.Json["sessionId"]}/positions");
    }

    private async Task<JsonObject> OpenAsync(string positions, string direction = "BUY", decimal volume = 100_000, string symbol = "EURUSD", PlatformServer? server = null)
    {
        var answer = await (server ?? Server).As(null).PostAsync(positions, new JsonObject { ["symbol"] = symbol, ["direction"] = direction, ["volume"] = volume });
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return answer.Json;
    }

    private async Task<JsonObject> ReadAsync(long login) => (await Server.Api.GetAsync($"{PlatformPaths.Traders}/{login}")).Json;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string Closed(DateTimeOffset from, DateTimeOffset to, string more = "") => $"{PlatformPaths.ClosedPositions}?from={Time(from)}&to={Time(to)}{more}";

    private static List<Dictionary<string, string>> Csv(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var names = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => names.Zip(line.Split(',')).ToDictionary(static pair => pair.First, static pair => pair.Second))];
    }

    [Fact] // WS-76
    public async Task A_trader_sees_what_is_open_and_what_it_is_worth()
    {
        var (login, positions) = await NewAsync();
        var empty = (await App.GetAsync(positions)).Json;
        var first = await OpenAsync(positions, "BUY", 10_000);
        await OpenAsync(positions, "SELL", 20_000);

        var shown = (await App.GetAsync($"{positions}?login={login}")).Json;

        ((long)empty["login"]!, (long)empty["equity"]!, (long)empty["usedMargin"]!, empty["positions"]!.AsArray().Count).ShouldBe((login, 1_000_000, 0, 0));
        var open = shown["positions"]!.AsArray();
        open.Select(static one => (string?)one!["direction"]).ShouldBe(["BUY", "SELL"], ignoreOrder: true);
        var bought = open.Single(one => (long)one!["positionId"]! == (long)first["positionId"]!)!;
        var now = Server.Clock.GetUtcNow();
        ((decimal)bought["entryPrice"]!, (decimal)bought["price"]!, (decimal)bought["volume"]!).ShouldBe(((decimal)first["entryPrice"]!, _prices.Bid(EurUsd, now), 10_000m));
        ((long)bought["pnl"]!).ShouldBeLessThan(0); // spread and commission
        ((long)shown["equity"]!).ShouldBe(1_000_000 + open.Sum(static one => (long)one!["pnl"]!));
        ((long)shown["usedMargin"]!).ShouldBeGreaterThan(0);
        ((long)shown["freeMargin"]!).ShouldBe((long)shown["equity"]! - (long)shown["usedMargin"]!);
        (await App.GetAsync($"{positions}?login=1")).ShouldBeRefused(404, "SESSION_NOT_FOUND");
        (await App.GetAsync("/app/api/sessions/none/positions")).ShouldBeRefused(404, "SESSION_NOT_FOUND");
    }

    [Fact] // WS-70, B2P-0-11, WS-53, WS-51
    public async Task Equity_follows_the_market_and_the_balance_follows_the_deal()
    {
        var (login, positions) = await NewAsync();
        var opened = await OpenAsync(positions);
        ((decimal)opened["entryPrice"]!).ShouldBe(_prices.Ask(EurUsd, Server.Clock.GetUtcNow()));
        Server.Clock.Advance(TimeSpan.FromHours(3));

        var read = await ReadAsync(login);
        var now = Server.Clock.GetUtcNow();
        var closed = await App.SendAsync(HttpMethod.Delete, $"{positions}/{opened["positionId"]}");
        var after = await ReadAsync(login);

        (long balance, long equity, long used) = ((long)read["balance"]!, (long)read["equity"]!, (long)read["usedMargin"]!);
        balance.ShouldBe(1_000_000);
        equity.ShouldNotBe(balance);
        used.ShouldBe((long)decimal.Round((decimal)opened["entryPrice"]! * 100_000 / _prices.Bid(EurUsd, now) / 100 * 100)); // 1:100
        ((long)read["freeMargin"]!, (long)read["cashEquity"]!).ShouldBe((equity - used, equity));
        ((long)read["minEquityDaily"]!).ShouldBeLessThanOrEqualTo(equity);
        ((long)read["maxEquityDaily"]!).ShouldBeGreaterThanOrEqualTo(balance);
        ((long)closed.Json["pnl"]!).ShouldBe(equity - balance);
        ((long)after["balance"]!, (long)after["equity"]!, (long)after["usedMargin"]!).ShouldBe((equity, equity, 0L));
        ((long)after["minEquityDaily"]!).ShouldBe((long)read["minEquityDaily"]!);
    }

    [Fact] // B2P-3.5-10, B2P-3.5-6, ERR-28
    public async Task Money_that_trading_needs_or_has_lost_cannot_be_withdrawn()
    {
        var (login, positions) = await NewAsync(balance: 200_000);
        await OpenAsync(positions); // the spread alone is a loss
        var read = await ReadAsync(login);
        var free = (long)read["freeMargin"]!;
        ((long)read["equity"]!).ShouldBeLessThan(200_000);
        Task<ApiAnswer> WithdrawAsync(long units, bool skip = false) => Server.Api.PostAsync(
            $"{PlatformPaths.Traders}/{login}/changebalance",
            new JsonObject { ["login"] = login, ["preciseAmount"] = units / 100m, ["type"] = "WITHDRAW", ["skipMarginCheck"] = skip });

        (await WithdrawAsync(free + 1)).ShouldBeRefused(400, PlatformErrorCode.NotEnoughMoney);
        (await WithdrawAsync(free)).Status.ShouldBe(HttpStatusCode.OK);
        ((long)(await ReadAsync(login))["freeMargin"]!).ShouldBe(0);
        (await WithdrawAsync(1)).ShouldBeRefused(400, PlatformErrorCode.NotEnoughMoney);
        (await WithdrawAsync(1, skip: true)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact] // WS-43, WS-74, WS-76, WS-79, WS-15, B2P-0-17
    public async Task Open_positions_are_reported_in_the_documented_order()
    {
        var (login, positions) = await NewAsync();
        var opened = await OpenAsync(positions, "SELL", 1000.5m);

        var csv = await Server.Api.SendAsync(HttpMethod.Get, $"{PlatformPaths.OpenPositions}?login={login}", accept: null);
        var json = await Server.Api.GetAsync($"{PlatformPaths.OpenPositions}?login={login}");

        csv.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        csv.Text.Split('\n')[0].ShouldBe(OpenHeader);
        var row = Csv(csv.Text).ShouldHaveSingleItem();
        (row["login"], row["positionId"], row["direction"], row["volume"], row["symbol"], row["bookType"], row["spreadBetting"], row["stake"])
            .ShouldBe((login.ToString(provider: null), opened["positionId"]!.ToString(), "SELL", "1000.50", "EURUSD", "BOOK_B", "false", "0.00"));
        row["openTimestamp"].ShouldBe(Time(DateTimeOffset.FromUnixTimeMilliseconds((long)opened["openTimestamp"]!)));
        decimal.Parse(row["entryPrice"], CultureInfo.InvariantCulture).ShouldBe((decimal)opened["entryPrice"]!);
        var item = JsonNode.Parse(json.Text)!.AsArray().Single()!.AsObject();
        string.Join(',', item.Select(static member => member.Key)).ShouldBe(OpenHeader);
        item["stake"].ShouldBeNull();
        var limited = await PlatformApi.LogInAsync(Server.Authority.NewClient(Server.Https), 2321, PlatformServer.ManagerPassword);
        (await limited.SendAsync(HttpMethod.Get, PlatformPaths.OpenPositions, accept: "text/csv")).Text.ShouldBe(OpenHeader + "\n");
        (await limited.GetAsync($"{PlatformPaths.OpenPositions}?login={login}")).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        (await Server.Api.GetAsync($"{PlatformPaths.OpenPositions}?login=1")).ShouldBeRefused(404, PlatformErrorCode.TraderNotFound);
        (await Server.Api.GetAsync($"{PlatformPaths.OpenPositions}?login=x")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
    }

    [Fact] // WS-44, WS-75..78, WS-16
    public async Task Each_closing_deal_has_a_row()
    {
        var (login, positions) = await NewAsync(accountType: "SPREAD_BETTING");
        var start = Server.Clock.GetUtcNow();
        var opened = await OpenAsync(positions, volume: 3000);
        Server.Clock.Advance(TimeSpan.FromHours(25));
        var first = await App.SendAsync(HttpMethod.Delete, $"{positions}/{opened["positionId"]}?volume=1000");
        var second = await App.SendAsync(HttpMethod.Delete, $"{positions}/{opened["positionId"]}");

        var answer = await Server.Api.SendAsync(HttpMethod.Get, Closed(start, start.AddMilliseconds(1), $"&login={login}"), accept: "text/csv");

        answer.Text.Split('\n')[0].ShouldBe(ClosedHeader);
        var rows = Csv(answer.Text);
        rows.Select(static row => row["volume"]).ShouldBe(["1000.00", "2000.00"]);
        rows.Select(static row => row["positionId"]).Distinct().ShouldHaveSingleItem();
        rows.Sum(static row => decimal.Parse(row["pnl"], CultureInfo.InvariantCulture)).ShouldBe(((long)first.Json["pnl"]! + (long)second.Json["pnl"]!) / 100m);
        rows.ShouldAllBe(static row => row["spreadBetting"] == "true" && row["swap"] != "0.00");
        (await Server.Api.SendAsync(HttpMethod.Get, Closed(start.AddMilliseconds(1), start.AddDays(2), $"&login={login}"), accept: null)).Text.ShouldBe(ClosedHeader + "\n");
        JsonNode.Parse((await Server.Api.GetAsync(Closed(start, start.AddDays(2), $"&login={login}"))).Text)!.AsArray().Count.ShouldBe(2);
        (await App.SendAsync(HttpMethod.Delete, $"{positions}/{opened["positionId"]}")).ShouldBeRefused(404, "POSITION_NOT_FOUND");
    }

    [Fact] // DEC-25, WS-75, WS-78
    public async Task Closed_positions_can_be_filtered_and_ordered_as_they_used_to_be()
    {
        await using var own = await PlatformServer.StartAsync(static options =>
        {
            options.ClosedPositionsByCloseTime = true;
            options.ClosedPositionsInOlderOrder = true;
        });
        var (_, positions) = await NewAsync(server: own);
        var opened = await OpenAsync(positions, server: own);
        own.Clock.Advance(TimeSpan.FromHours(1));
        var closed = own.Clock.GetUtcNow();
        await own.As(null).SendAsync(HttpMethod.Delete, $"{positions}/{opened["positionId"]}");

        var answer = await own.Api.SendAsync(HttpMethod.Get, Closed(closed, closed.AddMilliseconds(1)), accept: null);

        answer.Text.Split('\n')[0].ShouldEndWith(",stake,spreadBetting,entryPrice,dealId");
        Csv(answer.Text).Count.ShouldBe(1);
        Csv((await own.Api.SendAsync(HttpMethod.Get, Closed(closed.AddHours(-1), closed), accept: null)).Text).ShouldBeEmpty();
    }

    [Theory] // WS-78, WS-44, ERR-22
    [InlineData("")]
    [InlineData("?from=2026-01-01T00:00:00.000")]
    [InlineData("?from=2026-01-01T00:00:00.000&to=2026-01-01T00:00:00.000")]
    [InlineData("?from=2026-01-01T00:00:00.000&to=2026-01-03T00:00:00.001")]
    public async Task A_range_of_more_than_two_days_is_an_invalid_request(string query) =>
        (await Server.Api.GetAsync(PlatformPaths.ClosedPositions + query)).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);

    [Theory] // WS-79, WS-2, WS-8
    [InlineData(null, "text/csv")]
    [InlineData("*/*", "text/csv")]
    [InlineData("text/csv", "text/csv")]
    [InlineData("application/xml", "text/csv")]
    [InlineData("text/*", "text/csv")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json, */*;q=0.1", "application/json")]
    [InlineData("text/csv, application/json;q=0.5", "text/csv")]
    public async Task A_report_is_csv_unless_json_is_asked_for(string? accept, string expected) =>
        (await Server.Api.SendAsync(HttpMethod.Get, PlatformPaths.OpenPositions, accept: accept)).ContentType!.MediaType.ShouldBe(expected);

    [Fact] // WS-79, B2P-0-10
    public async Task A_report_needs_a_token_and_an_acceptable_type()
    {
        (await Server.Api.SendAsync(HttpMethod.Get, PlatformPaths.OpenPositions, accept: "text/html")).Status.ShouldBe(HttpStatusCode.NotAcceptable);
        (await App.GetAsync(PlatformPaths.OpenPositions)).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
    }

    [Fact] // B2P-3.3-2, B2P-3.3-10, WS-53
    public async Task Access_rights_and_free_margin_limit_what_can_be_opened()
    {
        var (login, positions) = await NewAsync(balance: 10_000);
        Task<ApiAnswer> TryAsync(string body) => App.SendAsync(HttpMethod.Post, positions, body);

        (await TryAsync("""{"symbol":"EURUSD","direction":"BUY","volume":10000000}""")).ShouldBeRefused(400, PlatformErrorCode.NotEnoughMoney);
        (await TryAsync("""{"symbol":"NONE","direction":"BUY","volume":1}""")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await TryAsync("""{"symbol":"EURUSD","direction":"LONG","volume":1}""")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await TryAsync("""{"symbol":"EURUSD","direction":"BUY","volume":0.001}""")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        var opened = await OpenAsync(positions, volume: 1000);
        await Server.Api.SendAsync(HttpMethod.Patch, $"{PlatformPaths.Traders}/{login}", """{"accessRights":"CLOSE_ONLY"}""");
        (await TryAsync("""{"symbol":"EURUSD","direction":"BUY","volume":1000}""")).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        var now = Server.Clock.GetUtcNow();
        string List(string more) => $"{PlatformPaths.Traders}?from={Time(now.AddMinutes(-1))}&to={Time(now.AddMinutes(1))}{more}";
        (await Server.Api.GetAsync(List("&hasOpenPositions=true&fields=login"))).Text.ShouldContain($"{login}");
        (await App.SendAsync(HttpMethod.Delete, $"{positions}/{opened["positionId"]}?volume=1001")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await App.SendAsync(HttpMethod.Delete, $"{positions}/{opened["positionId"]}")).Status.ShouldBe(HttpStatusCode.OK);
        (await Server.Api.GetAsync(List("&hasOpenPositions=true&fields=login"))).Text.ShouldNotContain($"{login}");
        (await Server.Api.GetAsync(List($"&lastDealFrom={Time(now)}&lastDealTo={Time(now.AddMinutes(1))}&fields=login"))).Text.ShouldContain($"{login}"); // WS-51
    }

    [Fact] // B2P-3.5-13
    public async Task Of_many_that_close_one_position_at_once_one_does()
    {
        var (login, positions) = await NewAsync();
        var opened = await OpenAsync(positions);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => App.SendAsync(HttpMethod.Delete, $"{positions}/{opened["positionId"]}")));

        var pnl = (long)answers.Single(static answer => answer.Status == HttpStatusCode.OK).Json["pnl"]!;
        ((long)(await ReadAsync(login))["balance"]!).ShouldBe(1_000_000 + pnl);
    }

    [Fact]
    public void The_market_is_the_same_for_the_same_seed_and_second()
    {
        var time = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

        Symbols.All.Select(symbol => _prices.Bid(symbol, time)).ShouldBe(Symbols.All.Select(symbol => new MarketPrices(0).Bid(symbol, time)));
        _prices.Bid(EurUsd, time).ShouldNotBe(new MarketPrices(1).Bid(EurUsd, time));
        Enumerable.Range(0, 500).Select(minute => _prices.Bid(EurUsd, time.AddMinutes(minute))).ShouldAllBe(static price => price > 1.05m && price < 1.12m);
    }

    [Fact] // B2P-3.3-20, WS-70, WS-71
    public async Task Strict_clients_find_every_key_in_every_answer_about_an_account()
    {
        string[] demanded =
        [
            "login", "groupName", "depositCurrency", "accessRights", "balance", "bonus", "nonWithdrawableBonus", "leverageInCents", "contactDetails",
            "registrationTimestamp", "lastUpdateTimestamp", "equity", "usedMargin", "freeMargin", "accountType",
        ];
        var (login, positions) = await NewAsync();
        await OpenAsync(positions);
        await Server.Api.PutAsync($"{PlatformPaths.Traders}/{login}", new JsonObject { ["groupName"] = "VIP", ["leverageInCents"] = 100 });
        var registered = DateTimeOffset.FromUnixTimeMilliseconds((long)(await ReadAsync(login))["registrationTimestamp"]!);

        var list = (await Server.Api.GetAsync($"{PlatformPaths.Traders}?from={Time(registered)}&to={Time(registered.AddMilliseconds(1))}")).Json["trader"]!.AsArray();

        foreach (var answer in list.Append(await ReadAsync(login)))
        {
            demanded.ShouldBeSubsetOf(answer!.AsObject().Where(static member => member.Value is not null).Select(static member => member.Key));
        }
    }
}
