using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Drawbridge.Platform.Balances;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class BalanceTests(PlatformServer server)
{
    private static JsonObject Change(long login, decimal amount, string type = BalanceChangeType.Deposit) =>
        new() { ["login"] = login, ["preciseAmount"] = amount, ["type"] = type };

    private static string Path(long login, string operation = "changebalance") => $"{PlatformPaths.Traders}/{login}/{operation}";

    private async Task<ApiAnswer> ChangeAsync(long login, decimal amount, string type = BalanceChangeType.Deposit, string operation = "changebalance") =>
        await server.Api.PostAsync(Path(login, operation), Change(login, amount, type));

    private async Task<JsonObject> ReadAsync(long login) => (await server.Api.GetAsync($"{PlatformPaths.Traders}/{login}")).Json;

    private async Task<long> NewInAsync(string currency)
    {
        var body = PlatformApi.Trader();
        body["depositCurrency"] = currency;
        return (long)(await server.Api.PostAsync(PlatformPaths.Traders, body)).Json["login"]!;
    }

    [Fact] // B2P-3.5-1..5, B2P-3.5-7, B2P-3.5-8, WS-38, B2P-0-11, ERR-44
    public async Task A_deposit_raises_the_balance_and_is_written_down()
    {
        var login = await server.Api.NewTraderAsync(balance: 1000);
        var body = Change(login, 123.45m);
        body["comment"] = "Test deposit";
        body["externalId"] = "082123301";
        body["externalNote"] = "New deposit!";
        body["source"] = "Source One";

        var answer = await server.Api.PostAsync(Path(login), body);

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var id = (long)answer.Json["balanceHistoryId"]!;
        var read = await ReadAsync(login);
        ((long)read["balance"]!).ShouldBe(13345);
        ((long)read["equity"]!).ShouldBe(13345);
        var row = (await server.Services.GetRequiredService<BalanceStore>().ListAsync(login, 10, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        (row.HistoryId, row.Amount, row.TotalAfter, row.Type, row.Kind).ShouldBe((id, 12345, 13345, "DEPOSIT", "Balance"));
        (row.Comment, row.ExternalId, row.ExternalNote, row.Source).ShouldBe(("Test deposit", "082123301", "New deposit!", "Source One"));
    }

    [Fact] // B2P-3.5-4, B2P-3.5-7, WS-68, B2P-3.5-10, ERR-28
    public async Task Credit_is_not_balance_and_has_no_number_in_its_history()
    {
        var login = await server.Api.NewTraderAsync(balance: 1000);

        var given = await ChangeAsync(login, 50, BalanceChangeType.DepositCredit);
        var taken = await ChangeAsync(login, 20.01m, BalanceChangeType.WithdrawCredit);
        var tooMuch = await ChangeAsync(login, 30, BalanceChangeType.WithdrawCredit);

        (given.Text, taken.Text).ShouldBe(("{}", "{}"));
        tooMuch.ShouldBeRefused(400, PlatformErrorCode.NotEnoughMoney);
        var read = await ReadAsync(login);
        ((long)read["balance"]!, (long)read["nonWithdrawableBonus"]!, (long)read["equity"]!, (long)read["cashEquity"]!).ShouldBe((1000, 2999, 3999, 1000));
        (await ChangeAsync(login, 10.01m, BalanceChangeType.Withdraw)).ShouldBeRefused(400, PlatformErrorCode.NotEnoughMoney); // credit cannot be withdrawn
    }

    [Fact] // B2P-3.5-10, B2P-3.5-6, ERR-28
    public async Task No_more_can_be_withdrawn_than_there_is_unless_the_check_is_skipped()
    {
        var login = await server.Api.NewTraderAsync(balance: 1000);
        var skipping = Change(login, 0.01m, BalanceChangeType.Withdraw);
        skipping["skipMarginCheck"] = true;

        (await ChangeAsync(login, 10.01m, BalanceChangeType.Withdraw)).ShouldBeRefused(400, PlatformErrorCode.NotEnoughMoney);
        (await ChangeAsync(login, 10, BalanceChangeType.Withdraw)).Json.ContainsKey("balanceHistoryId").ShouldBeTrue();
        (await ChangeAsync(login, 0.01m, BalanceChangeType.Withdraw)).ShouldBeRefused(400, PlatformErrorCode.NotEnoughMoney);
        (await server.Api.PostAsync(Path(login), skipping)).Status.ShouldBe(HttpStatusCode.OK);
        ((long)(await ReadAsync(login))["balance"]!).ShouldBe(-1);
    }

    [Theory] // B2P-3.5-3, B2P-3.5-9, ERR-29, WS-11
    [InlineData("EUR", "0")]
    [InlineData("EUR", "-1")]
    [InlineData("EUR", "0.001")]
    [InlineData("EUR", "92233720368547758.08")]
    [InlineData("BTC", "0.000000001")]
    public async Task An_amount_that_the_account_cannot_hold_is_a_bad_amount(string currency, string amount)
    {
        var login = await NewInAsync(currency);
        foreach (var operation in new[] { "changebalance", "changebonus" })
        {
            (await server.Api.SendAsync(HttpMethod.Post, Path(login, operation), $$"""{"login":{{login}},"preciseAmount":{{amount}},"type":"DEPOSIT"}"""))
                .ShouldBeRefused(400, PlatformErrorCode.ChangeBalanceBadAmount);
        }
    }

    [Theory] // B2P-3.5-3, WS-10, WS-11, B2P-0-11
    [InlineData("EUR", "92233720368547758.07", long.MaxValue)]
    [InlineData("EUR", "0.10", 10)]
    [InlineData("EUR", "1.1000000000", 110)]
    [InlineData("BTC", "0.00000001", 1)]
    [InlineData("BTC", "12.34567891", 1234567891)]
    public async Task Every_digit_of_an_amount_arrives(string currency, string amount, long units)
    {
        var login = await NewInAsync(currency);

        (await server.Api.SendAsync(HttpMethod.Post, Path(login), $$"""{"login":{{login}},"preciseAmount":{{amount}},"type":"DEPOSIT"}""")).Status.ShouldBe(HttpStatusCode.OK);

        ((long)(await ReadAsync(login))["balance"]!).ShouldBe(units);
    }

    [Theory] // B2P-3.5-2..4, B2P-0-26, WS-66, ERR-22
    [InlineData("""{"preciseAmount":1,"type":"DEPOSIT"}""")]
    [InlineData("""{"login":LOGIN,"type":"DEPOSIT"}""")]
    [InlineData("""{"login":LOGIN,"preciseAmount":1}""")]
    [InlineData("""{"login":1,"preciseAmount":1,"type":"DEPOSIT"}""")]
    [InlineData("""{"login":LOGIN,"preciseAmount":"1","type":"DEPOSIT"}""")]
    [InlineData("""{"login":LOGIN,"preciseAmount":1,"type":"deposit"}""")]
    [InlineData("""{"login":LOGIN,"preciseAmount":1,"type":"STEAL"}""")]
    [InlineData("""{"login":LOGIN,"preciseAmount":1e2,"type":"DEPOSIT"}""")]
    [InlineData("""{"login":LOGIN,"preciseAmount":1.00000000000000000000000000001,"type":"DEPOSIT"}""")]
    public async Task What_does_not_fit_the_call_is_an_invalid_request(string body)
    {
        var login = await server.Api.NewTraderAsync();
        foreach (var operation in new[] { "changebalance", "changebonus" })
        {
            var sent = body.Replace("LOGIN", login.ToString(provider: null), StringComparison.Ordinal);
            (await server.Api.SendAsync(HttpMethod.Post, Path(login, operation), sent)).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        }
    }

    [Fact] // B2P-3.5-11, ERR-26, B2P-0-17
    public async Task An_account_must_be_there_and_within_reach()
    {
        var login = await server.Api.NewTraderAsync(PlatformServer.WhiteLabel);
        var limited = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2310, PlatformServer.ManagerPassword);

        foreach (var operation in new[] { "changebalance", "changebonus" })
        {
            (await ChangeAsync(1, 1, operation: operation)).ShouldBeRefused(404, PlatformErrorCode.TraderNotFound);
            (await limited.PostAsync(Path(login, operation), Change(login, 1))).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        }
    }

    [Fact] // WS-41, WS-66, WS-67
    public async Task A_bonus_goes_up_and_down_but_never_below_zero()
    {
        var login = await server.Api.NewTraderAsync(balance: 1000);

        var given = await ChangeAsync(login, 5, operation: "changebonus");
        var taken = await ChangeAsync(login, 2, BalanceChangeType.Withdraw, "changebonus");

        ((long)taken.Json["bonusHistoryId"]!).ShouldBeGreaterThan((long)given.Json["bonusHistoryId"]!);
        (await ChangeAsync(login, 3.01m, BalanceChangeType.Withdraw, "changebonus")).ShouldBeRefused(400, PlatformErrorCode.NotEnoughMoney);
        (await ChangeAsync(login, 3, BalanceChangeType.DepositCredit, "changebonus")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        var read = await ReadAsync(login);
        ((long)read["balance"]!, (long)read["bonus"]!, (long)read["equity"]!, (long)read["freeMargin"]!).ShouldBe((1000, 300, 1300, 1300));
    }

    [Fact] // B2P-0-7, WS-3, WS-5, WS-6
    public async Task Money_moves_in_xml_too()
    {
        var login = await NewInAsync("BTC");
        var body = $"<request><login>{login}</login><preciseAmount>0.12345678</preciseAmount><type>DEPOSIT</type><comment>a &amp; b</comment></request>";

        var answer = await server.Api.SendAsync(HttpMethod.Post, Path(login), body, "application/xml", accept: null);

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        long.Parse(XDocument.Parse(answer.Text).Root!.Element("balanceHistoryId")!.Value, provider: null).ShouldBeGreaterThan(0);
        ((long)(await ReadAsync(login))["balance"]!).ShouldBe(12345678);
        var long30 = body.Replace("0.12345678", "0.00000000000000000000000000000001", StringComparison.Ordinal);
        (await server.Api.SendAsync(HttpMethod.Post, Path(login), long30, "application/xml")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
    }

    [Fact] // B2P-3.5-13, B2P-3.5-12
    public async Task The_same_call_twice_moves_money_twice()
    {
        var login = await server.Api.NewTraderAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => ChangeAsync(login, 0.01m)));

        answers.Select(static answer => (long)answer.Json["balanceHistoryId"]!).Distinct().Count().ShouldBe(40);
        ((long)(await ReadAsync(login))["balance"]!).ShouldBe(40);
    }
}
