using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.Payments;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Payments.Hosted;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.Payments;

public sealed class SqliteCashierFeeTests(SqliteHostedHost host) : CashierFeeTests(host), IClassFixture<SqliteHostedHost>;

public sealed class PostgresCashierFeeTests(PostgresHostedHost host) : CashierFeeTests(host), IClassFixture<PostgresHostedHost>;

/// <summary>Fees, limits, history and receipts.</summary>
public abstract class CashierFeeTests(CashierHost host)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private Task<TestCrm> NewCrmAsync(Func<PaymentMethod, PaymentMethod> change) => host.NewCashierAsync(withMethods: [change(new()
    {
        Id = "card", Provider = "sandbox", Label = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "Card" }, Maximum = 9_000,
    })]);

    private async Task<(Page Form, CashierTrader Trader)> OpenAsync(Browser browser, TestCrm crm, string screen)
    {
        var trader = await host.NewTraderAsync(crm);
        return ((await trader.OpenAsync(browser, screen, trader.Account)).ShouldShow(screen), trader);
    }

    [Fact]
    public async Task A_fee_is_shown_before_it_is_agreed_to_and_the_account_gets_the_exact_amount()
    {
        var crm = await NewCrmAsync(static method => method with { DepositFee = new() { Fixed = 0.30m, Percent = 1.5m } });
        using var browser = new Browser(host, keepsCookies: false);
        var (form, trader) = await OpenAsync(browser, crm, "deposit");
        form.Element("fee-card").TextContent.ShouldContain("1.5");

        var confirm = (await browser.SubmitAsync(form, "cashier-submit", ("amount", "200"))).ShouldShow("confirm");
        (confirm.Element("confirm-amount").TextContent.Trim('\u2068', '\u2069'), confirm.Element("confirm-fee").TextContent.Trim('\u2068', '\u2069'), confirm.Element("confirm-total").TextContent.Trim('\u2068', '\u2069'))
            .ShouldBe(("200.00 EUR", "3.30 EUR", "203.30 EUR"));
        (await host.Database.ReadAsync(session => session.GetAsync<long>("select count(*) from payments where trader_login = @Account", new { trader.Account }), None)).ShouldBe(0);
        var pay = await browser.FollowAsync(await browser.SubmitAsync(confirm, "confirm-submit"));
        pay.Element("sandbox-submit").TextContent.ShouldContain("203.30");
        var returned = await browser.SubmitAsync(pay, "sandbox-submit", ("choice", "pay"));
        var payment = await host.UntilAsync(crm, returned.LocationParameter("reference")!, PaymentState.Credited);

        (await host.BalanceAsync(trader.Account)).ShouldBe(120_000);
        (payment.Amount, payment.Fee, payment.AtProvider.Units).ShouldBe((20_000, 330, 20_330));
        var told = await host.Database.ReadAsync(
            session => session.GetAsync<string>(
                "select body from webhook_events where type = 'payment.credited' and broker_id = @BrokerId and body like @like", new { payment.BrokerId, like = $"%{payment.Reference}%" }), None);
        told.ShouldContain("\"amount\":\"200.00\",\"fee\":\"3.30\",\"feePaidBy\":\"trader\",\"providerAmount\":\"203.30\"");
    }

    [Fact]
    public async Task A_fee_that_was_not_the_one_shown_is_shown_again()
    {
        var crm = await NewCrmAsync(static method => method with { DepositFee = new() { Fixed = 1 } });
        using var browser = new Browser(host, keepsCookies: false);
        var (form, _) = await OpenAsync(browser, crm, "deposit");
        var confirm = await browser.SubmitAsync(form, "cashier-submit", ("amount", "200"));

        (await browser.SubmitAsync(confirm, "confirm-submit", ("confirmed", "50"))).ShouldShow("confirm").Element("confirm-fee").TextContent.ShouldContain("1.00 EUR");
    }

    [Fact] // FLOW-WITHDRAW-2
    public async Task A_withdrawals_fee_is_taken_out_of_what_is_paid()
    {
        var crm = await NewCrmAsync(static method => method with { WithdrawalFee = new() { Fixed = 2 } });
        using var browser = new Browser(host, keepsCookies: false);
        var (form, trader) = await OpenAsync(browser, crm, "withdraw");

        var confirm = (await browser.SubmitAsync(form, "cashier-submit", ("amount", "100"))).ShouldShow("confirm");
        confirm.Element("confirm-total").TextContent.ShouldContain("98.00 EUR");
        var shown = await browser.SubmitAsync(confirm, "confirm-submit");
        var payment = await host.UntilAsync(crm, shown.Element("payment-reference").TextContent, PaymentState.PaidOut);

        (await host.BalanceAsync(trader.Account)).ShouldBe(90_000);
        (await host.Database.ReadAsync(session => session.GetAsync<long>("select amount from sandbox_payments where reference = @Reference", new { payment.Reference }), None)).ShouldBe(9_800);
    }

    [Fact]
    public async Task A_fee_that_the_broker_bears_needs_no_word_of_the_trader()
    {
        var crm = await NewCrmAsync(static method => method with { DepositFee = new() { Fixed = 2, PaidBy = FeeBearer.Broker } });
        using var browser = new Browser(host, keepsCookies: false);
        var (form, _) = await OpenAsync(browser, crm, "deposit");

        form.Find("fee-card").ShouldBeNull();
        (await browser.SubmitAsync(form, "cashier-submit", ("amount", "100"))).ShouldLeadTo($"{host.Url}sandbox-pay?");
    }

    [Theory]
    [InlineData("4.99", "amount-error")] // below the currency's own minimum
    [InlineData("5", "amount-error")] // the fee is all of it
    public async Task Limits_and_fees_of_a_currency_come_before_those_of_the_method(string amount, string error)
    {
        var crm = await NewCrmAsync(static method => method with
        {
            ByCurrency = new Dictionary<string, CurrencyTerms>(StringComparer.Ordinal) { ["EUR"] = new() { Minimum = 5, WithdrawalFee = new() { Fixed = 5 } } },
        });
        using var browser = new Browser(host, keepsCookies: false);
        var (form, _) = await OpenAsync(browser, crm, "withdraw");

        (await browser.SubmitAsync(form, "cashier-submit", ("amount", amount))).ShouldShow("withdraw", 422).Element(error).TextContent.ShouldNotBeEmpty();
        (await browser.SubmitAsync(form, "cashier-submit", ("amount", "6"))).ShouldShow("confirm");
    }

    [Fact]
    public async Task A_limit_of_a_day_holds_also_for_forms_that_are_sent_at_once()
    {
        var crm = await NewCrmAsync(static method => method with { DailyWithdrawals = 250 });
        using var browser = new Browser(host, keepsCookies: false);
        var (first, trader) = await OpenAsync(browser, crm, "withdraw");
        var forms = new List<Page> { first };
        for (var i = 0; i < 3; i++)
        {
            forms.Add(await trader.OpenAsync(browser, "withdraw", trader.Account));
        }

        var answers = await Task.WhenAll(forms.Select(form => browser.SubmitAsync(form, "cashier-submit", ("amount", "100"))));

        answers.Count(static answer => (int)answer.Status == 422).ShouldBe(2);
        answers.First(static answer => (int)answer.Status == 422).Element("amount-error").TextContent.ShouldContain("250.00");
        host.Time.Advance(TimeSpan.FromHours(25));
        var form = await trader.OpenAsync(browser, "withdraw", trader.Account);
        (await browser.SubmitAsync(form, "cashier-submit", ("amount", "100"))).Status.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task Traders_leaf_through_their_own_payments_and_take_receipts_without_cookies()
    {
        var crm = await NewCrmAsync(static method => method);
        using var browser = new Browser(host, keepsCookies: false);
        var (form, trader) = await OpenAsync(browser, crm, "withdraw");
        var stranger = await host.NewTraderAsync(crm);
        var references = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            var again = await trader.OpenAsync(browser, "withdraw", trader.Account);
            var shown = await browser.SubmitAsync(again, "cashier-submit", ("amount", $"{20 + i}"));
            references.Add(shown.Element("payment-reference").TextContent);
            await host.UntilAsync(crm, references[^1], PaymentState.PaidOut);
        }

        form = await trader.OpenAsync(browser, "deposit", trader.Account);
        var latest = (await browser.SubmitAsync(form, "history-all")).ShouldShow("history");
        References(latest).ShouldBe(references.AsEnumerable().Reverse().Take(10));
        var older = (await browser.SubmitAsync(latest, "history-older", ("before", References(latest)[^1]))).ShouldShow("history");
        References(older).ShouldBe(references.AsEnumerable().Reverse().Skip(10));
        older.Find("history-older").ShouldBeNull();
        References(await browser.SubmitAsync(older, "history-first", ("before", ""))).ShouldBe(References(latest));

        var receipt = (await browser.SubmitAsync(older, "history-item", ("reference", references[0]))).ShouldShow("receipt");
        receipt.Element("receipt-reference").TextContent.ShouldBe(references[0]);
        receipt.Element("receipt-amount").TextContent.ShouldContain("20.00 EUR");
        receipt.Element("receipt-status").TextContent.ShouldBe("Done");
        receipt.Element("receipt-ended").TextContent.ShouldContain("UTC");
        receipt.Text.Length.ShouldBeLessThan(12_000);
        (await browser.SubmitAsync(receipt, "receipt-back")).ShouldShow("history");

        var theirs = await stranger.OpenAsync(browser, "withdraw", stranger.Account);
        theirs.Find("history-all").ShouldBeNull();
        (await browser.SubmitAsync(older, "history-item", ("reference", "W-UNKNOWN"))).ShouldShow("screen-error", 404);
        var session = theirs.Document.QuerySelector("input[name=session]")!.GetAttribute("value")!;
        (await browser.PostAsync($"/inapp/withdraw/receipt?{crm.Names()}", new() { ["session"] = session, ["reference"] = references[0] })).ShouldShow("screen-error", 404);
        (await browser.PostAsync($"/inapp/withdraw/history?{crm.Names()}", new() { ["session"] = session, ["before"] = references[^1] })).ShouldShow("history").Element("history-empty");

        static List<string> References(Page page) => [.. page.Document.QuerySelectorAll("[data-testid=history-item]").Select(static item => item.GetAttribute("value")!)];
    }

    [Fact]
    public async Task A_card_number_in_the_amount_is_refused_with_a_word_and_kept_nowhere()
    {
        const string Card = "4111 1111 1111 1111";
        var crm = await NewCrmAsync(static method => method);
        using var browser = new Browser(host, keepsCookies: false);
        var (form, trader) = await OpenAsync(browser, crm, "deposit");

        var again = (await browser.SubmitAsync(form, "cashier-submit", ("amount", Card))).ShouldShow("deposit", 422);

        again.Element("amount-error").TextContent.ShouldContain("card number");
        again.Text.ShouldNotContain("4111 1111");
        host.Log.Lines.ShouldAllBe(static line => !line.Contains("4111 1111", StringComparison.Ordinal));
        (await host.Database.ReadAsync(session => session.GetAsync<long>("select count(*) from payments where trader_login = @Account", new { trader.Account }), None)).ShouldBe(0);
    }
}
