using System.Globalization;
using System.Text;
using Drawbridge.Broker.Payments;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Money;
using Drawbridge.Protocol.Webhooks;

namespace Drawbridge.IntegrationTests.Payments;

public sealed class CashierTests(CashierHost host) : IClassFixture<CashierHost>
{
    private async Task<(Page Page, string Reference)> DepositAsync(Browser browser, TestCrm crm, CashierTrader trader, string amount, string choice = "sandbox-submit", string value = "pay")
    {
        var opened = await trader.OpenAsync(browser, "deposit", trader.Account);
        var form = ((int)opened.Status == 303 ? await browser.FollowAsync(opened) : opened).ShouldShow("deposit");
        var asked = (await browser.SubmitAsync(form, "cashier-submit", ("amount", amount))).ShouldLeadTo($"{host.Url}sandbox-pay?");
        var reference = (await host.Database.ReadAsync(
            session => session.GetAsync<string>(
                "select reference from payments where provider_reference = @id", new { id = asked.LocationParameter("payment") }),
            CancellationToken.None))!;
        var pay = await browser.FollowAsync(asked);
        return (await browser.SubmitAsync(pay, choice, ("choice", value)), reference);
    }

    [Fact] // SCR-3, MOD-11, CONF-6.3.4-2, FLOW-DEPOSIT-1..4, FLOW-INAPP-9, SCR-56, MOD-58
    public async Task A_deposit_is_credited_once_the_provider_has_the_money()
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        await browser.GetAsync(crm.LoginUrl());
        var opened = await trader.OpenAsync(browser, "deposit", trader.Account);
        var form = (await browser.FollowAsync(opened)).ShouldShow("deposit");
        form.Element("balance").TextContent.ShouldContain("1,000.00 EUR");
        (await host.BalanceAsync(trader.Account)).ShouldBe(100_000);

        var pay = await browser.FollowAsync(await browser.SubmitAsync(form, "cashier-submit", ("amount", "250.5")));
        pay.Element("sandbox-submit").TextContent.ShouldContain("250.50");
        var returned = (await browser.SubmitAsync(pay, "sandbox-submit", ("choice", "pay"))).ShouldLeadTo($"{host.Url}inapp/deposit/payment?");
        var reference = returned.LocationParameter("reference")!;
        var payment = await host.UntilAsync(crm, reference, PaymentState.Credited);
        var done = (await browser.FollowAsync(returned)).ShouldShow("payment-done");

        (await host.BalanceAsync(trader.Account)).ShouldBe(125_050);
        payment.ProviderReference.ShouldStartWith("sbx_");
        (await browser.SubmitAsync(done, "payment-finish")).ShouldLeadTo(People.SuccessUrl).LocationParameter("token").ShouldNotBeNull();
    }

    [Theory] // FLOW-DEPOSIT-5
    [InlineData("100.01", nameof(PaymentState.Declined))]
    [InlineData("100.04", nameof(PaymentState.Expired))]
    [InlineData("100.05", nameof(PaymentState.Credited))]
    [InlineData("100.06", nameof(PaymentState.Credited))]
    public async Task What_the_provider_says_counts_once_in_whatever_order(string amount, string state)
    {
        var expected = Enum.Parse<PaymentState>(state);
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm, balance: 0);
        using var browser = new Browser(host);

        var (_, reference) = await DepositAsync(browser, crm, trader, amount);
        var payment = await host.UntilAsync(crm, reference, expected);
        host.Time.Advance(TimeSpan.FromSeconds(30)); // what is told again is told by then
        await host.UntilAsync(crm, reference, expected);

        (await host.BalanceAsync(trader.Account)).ShouldBe(expected == PaymentState.Credited ? payment.Amount : 0);
    }

    [Fact]
    public async Task The_bank_may_ask_first_and_the_provider_may_take_its_time()
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm, balance: 0);
        using var browser = new Browser(host);

        var (secure, first) = await DepositAsync(browser, crm, trader, "20.02");
        secure.ShouldShow("sandbox-secure");
        (await host.Payments.FindAsync(crm.Broker().Id, first, CancellationToken.None))!.State.ShouldBe(PaymentState.AwaitingPayer);
        (await browser.SubmitAsync(secure, "sandbox-confirm", ("choice", "confirm"))).ShouldLeadTo($"{host.Url}inapp/deposit/payment?");
        await host.UntilAsync(crm, first, PaymentState.Credited);

        var (later, second) = await DepositAsync(browser, crm, trader, "30.03");
        (await browser.FollowAsync(later)).ShouldShow("payment-waiting").Text.ShouldContain("http-equiv=\"refresh\"");
        host.Time.Advance(TimeSpan.FromSeconds(20));
        await host.UntilAsync(crm, second, PaymentState.Credited);
        (await host.BalanceAsync(trader.Account)).ShouldBe(2_002 + 3_003);
    }

    [Fact] // SCR-4, WS-22, CONF-6.3.5-2, FLOW-WITHDRAW-1, FLOW-WITHDRAW-2, FLOW-WITHDRAW-5
    public async Task A_withdrawal_leaves_the_account_and_is_paid_out()
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var form = (await trader.OpenAsync(browser, "withdraw", trader.Account)).ShouldShow("withdraw");

        var shown = await browser.SubmitAsync(form, "cashier-submit", ("amount", "400"));
        var reference = shown.Element("payment-reference").TextContent;
        await host.UntilAsync(crm, reference, PaymentState.PaidOut);

        (await host.BalanceAsync(trader.Account)).ShouldBe(60_000);
        var done = shown.Find("payment-refresh") is null ? shown : await browser.SubmitAsync(shown, "payment-refresh");
        (await browser.SubmitAsync(done.ShouldShow("payment-done"), "payment-finish")).ShouldLeadTo(People.SuccessUrl);
    }

    [Fact] // FLOW-WITHDRAW-4
    public async Task What_cannot_be_paid_out_goes_back()
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var form = await trader.OpenAsync(browser, "withdraw", trader.Account);

        var shown = await browser.SubmitAsync(form, "cashier-submit", ("amount", "400.01"));
        await host.UntilAsync(crm, shown.Element("payment-reference").TextContent, PaymentState.Refunded);

        (await host.BalanceAsync(trader.Account)).ShouldBe(100_000);
    }

    [Fact] // FLOW-WITHDRAW-3
    public async Task A_withdrawal_above_the_limit_waits_for_a_person_and_can_be_taken_back()
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm, balance: 800_000);
        using var browser = new Browser(host, keepsCookies: false);
        var form = await trader.OpenAsync(browser, "withdraw", trader.Account);

        var waiting = (await browser.SubmitAsync(form, "cashier-submit", ("amount", "5000.02"))).ShouldShow("payment-approval");
        (await host.BalanceAsync(trader.Account)).ShouldBe(800_000);
        var cancelled = (await browser.SubmitAsync(waiting, "payment-cancel")).ShouldShow("payment-failed");

        cancelled.Element("payment-reference").TextContent.ShouldBe(waiting.Element("payment-reference").TextContent);
        (await host.BalanceAsync(trader.Account)).ShouldBe(800_000);
        (await browser.SubmitAsync(waiting, "payment-cancel")).ShouldShow("payment-failed"); // twice is once
    }

    [Theory] // B2P-0-11, B2P-3.5-3
    [InlineData("deposit", "")]
    [InlineData("deposit", "abc")]
    [InlineData("deposit", "-5")]
    [InlineData("deposit", "1e3")]
    [InlineData("deposit", "1,000.00")]
    [InlineData("deposit", "10.005")]
    [InlineData("deposit", "9.99")]
    [InlineData("deposit", "9000.01")]
    [InlineData("deposit", "99999999999999999999999")]
    [InlineData("withdraw", "1000.01")]
    public async Task An_amount_that_cannot_be_is_refused_with_a_word(string screen, string amount)
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var form = await trader.OpenAsync(browser, screen, trader.Account);

        var again = (await browser.SubmitAsync(form, "cashier-submit", ("amount", amount))).ShouldShow(screen, 422);

        again.Element("amount-error").TextContent.ShouldNotBeEmpty();
        again.Element("amount").GetAttribute("value").ShouldBe(amount);
        (await CountAsync(trader)).ShouldBe(0);
    }

    [Fact]
    public async Task A_decimal_comma_is_one_and_a_form_sent_twice_is_one_payment()
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var form = await trader.OpenAsync(browser, "withdraw", trader.Account);

        var shown = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.SubmitAsync(form, "cashier-submit", ("amount", "12,50"))));

        var reference = shown.Select(static page => page.Element("payment-reference").TextContent).Distinct().ShouldHaveSingleItem();
        (await host.UntilAsync(crm, reference, PaymentState.PaidOut)).Amount.ShouldBe(1_250);
        (await host.BalanceAsync(trader.Account)).ShouldBe(98_750);
    }

    [Fact] // SCR-28
    public async Task Without_an_account_in_the_address_the_trader_chooses_one()
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        (await trader.OpenAsync(browser, "deposit")).ShouldShow("deposit"); // the only one
        var second = await trader.AddAccountAsync(balance: 4_200);

        var choice = (await trader.OpenAsync(browser, "deposit")).ShouldShow("cashier-accounts");
        var text = second.ToString(CultureInfo.InvariantCulture);
        (await browser.SubmitAsync(choice, $"account-{second}", ("account", text))).ShouldShow("deposit").Element("balance").TextContent.ShouldContain("42.00");
        var again = await trader.OpenAsync(browser, "deposit");
        (await browser.SubmitAsync(again, $"account-{second}", ("account", "1"))).ShouldShow("screen-error", 403);
    }

    [Fact] // MOD-12: money is for live accounts
    public async Task A_demo_account_has_no_cashier()
    {
        var crm = await host.NewCashierAsync(change: static settings => settings with { Demo = settings.Platform with { EnvironmentName = "demo" } });
        var trader = await host.NewTraderAsync(crm);
        var demo = await trader.AddAccountAsync(environment: "demo");
        using var browser = new Browser(host, keepsCookies: false);

        (await trader.OpenAsync(browser, "deposit", demo)).ShouldShow("demo-account");
        (await trader.OpenAsync(browser, "withdraw", demo)).ShouldShow("demo-account");
        var form = (await trader.OpenAsync(browser, "deposit")).ShouldShow("deposit"); // the live one, without asking
        (await browser.PostAsync("/inapp/deposit/account?" + form.Url.Query.TrimStart('?'), new(StringComparer.Ordinal)
        {
            ["session"] = form.Document.QuerySelector("input[name=session]")!.GetAttribute("value")!, ["account"] = demo.ToString(CultureInfo.InvariantCulture),
        })).ShouldShow("screen-error", 403);
    }

    [Fact] // FLOW-CREATE-8
    public async Task What_came_into_force_is_accepted_before_money_moves()
    {
        var crm = await host.NewCashierAsync(change: static settings => settings with { Agreements = [new() { Versions = [new("2", new("https://broker.example.test/terms"))] }] });
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);

        var asked = (await trader.OpenAsync(browser, "deposit", trader.Account)).ShouldShow("agreements");
        (await browser.SubmitAsync(asked, "agreements-submit")).ShouldShow("agreements", 422);
        var form = (await browser.SubmitAsync(asked, "agreements-submit", ("agree-agreement", "2"))).ShouldShow("deposit");

        (await browser.SubmitAsync(form, "cashier-submit", ("amount", "20"))).Status.ShouldBe(System.Net.HttpStatusCode.SeeOther);
        (await trader.OpenAsync(browser, "withdraw", trader.Account)).ShouldShow("withdraw");
    }

    [Fact] // BID-44
    public async Task Nobody_sees_or_cancels_the_payments_of_others()
    {
        var crm = await host.NewCashierAsync(brokers: 2);
        var victim = await host.NewTraderAsync(crm, balance: 800_000);
        var thief = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        await browser.GetAsync(crm.LoginUrl());
        var form = await browser.FollowAsync(await victim.OpenAsync(browser, "withdraw", victim.Account));
        var waiting = await browser.SubmitAsync(form, "cashier-submit", ("amount", "6000"));
        var reference = waiting.Element("payment-reference").TextContent;

        using var other = new Browser(host);
        await other.GetAsync(crm.LoginUrl());
        var own = await other.FollowAsync(await thief.OpenAsync(other, "withdraw", thief.Account));
        var session = own.Document.QuerySelector("input[name=session]")!.GetAttribute("value")!;
        (await other.GetAsync($"/inapp/withdraw/payment?{crm.Names()}&reference={reference}")).ShouldShow("screen-error", 404);
        (await other.PostAsync($"/inapp/withdraw/cancel?{crm.Names()}&reference={reference}", new() { ["session"] = session })).ShouldShow("screen-error", 404);
        (await other.PostAsync($"/inapp/deposit/payment?{crm.Names()}&reference={reference}", new() { ["session"] = session })).ShouldShow("screen-error", 404);
        (await browser.GetAsync($"/inapp/withdraw/payment?{crm.Names()}&reference={reference}")).ShouldShow("payment-approval");
        await host.UntilAsync(crm, reference, PaymentState.AwaitingApproval);
    }

    [Fact]
    public async Task A_notification_counts_only_with_the_providers_signature()
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm, balance: 0);
        using var browser = new Browser(host);
        var form = await trader.OpenAsync(browser, "deposit", trader.Account);
        var asked = await browser.SubmitAsync(form, "cashier-submit", ("amount", "77"));
        var reference = (await host.Payments.ListAsync(crm.Broker().Id, await UserIdAsync(trader), 1, CancellationToken.None))[0].Reference;
        asked.ShouldLeadTo(host.Url.ToString());

        var body = $$"""{"reference":"{{reference}}","status":"succeeded"}""";
        var now = host.Time.GetUtcNow();
        var forged = WebhookSecret.New().Sign("n1", now, Encoding.UTF8.GetBytes(body));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/payments/notifications/sandbox") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", "n1");
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", forged);
        using var refused = await host.Http.SendAsync(request);

        ((int)refused.StatusCode).ShouldBe(401);
        (await refused.Content.ReadAsStringAsync()).ShouldContain(CrmErrorCode.ClientAuthFailure);
        (await host.Payments.FindAsync(crm.Broker().Id, reference, CancellationToken.None))!.State.ShouldBe(PaymentState.AwaitingPayer);
    }

    [Fact] // SCR-76
    public async Task Back_from_the_provider_without_cookies_nothing_is_shown_and_nothing_is_lost()
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm, balance: 0);
        using var browser = new Browser(host, keepsCookies: false);

        var (returned, reference) = await DepositAsync(browser, crm, trader, "55");
        (await browser.FollowAsync(returned)).ShouldShow("payment-return").Text.ShouldNotContain(reference);

        await host.UntilAsync(crm, reference, PaymentState.Credited);
        (await host.BalanceAsync(trader.Account)).ShouldBe(5_500);
    }

    [Fact] // B2P-3.5-13
    public async Task While_one_movement_of_an_account_is_open_no_other_begins_and_an_abandoned_one_is_never_sent()
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm, balance: 0);
        var userId = await UserIdAsync(trader);
        var (first, second) = (await NewAsync(), await NewAsync());

        var open = (await host.Payments.BeginSendingAsync(first, MovementPurpose.Credit, CancellationToken.None)).ShouldNotBeNull();
        (await host.Payments.BeginSendingAsync(second, MovementPurpose.Credit, CancellationToken.None)).ShouldBeNull();
        (await host.Payments.SettleAsync(open.Id, PaymentEvent.PlatformUnknown, null, "whoever was sending stopped", CancellationToken.None)).ShouldNotBeNull();

        // Whoever was sending comes back: it has been given up, so that it must not send.
        (await host.Payments.TryMarkSentAsync(open, balanceBefore: 0, CancellationToken.None)).ShouldBeFalse();
        (await host.Payments.BeginSendingAsync(second, MovementPurpose.Credit, CancellationToken.None)).ShouldBeNull();
        (await host.BalanceAsync(trader.Account)).ShouldBe(0);

        // The worker looked at it while it waited for the payer, and is not called again.
        async Task<Payment> NewAsync()
        {
            var added = await host.Payments.AddAsync(
                new(crm.Broker().Id, userId, PaymentKind.Deposit, trader.Account, "EUR", new MoneyAmount(100, 2), "card", "sandbox", PaymentState.AwaitingPayer, Guid.NewGuid().ToString("N")),
                CancellationToken.None);
            await host.UntilAsync(async () => await host.Database.ReadAsync(
                session => session.GetAsync<long>("select count(*) from jobs where queue = 'payment' and payload = @id and (run_at <= @now or claimed_by is not null)", new { id = added.Id.ToString(CultureInfo.InvariantCulture), now = host.Time.GetUtcNow() }),
                CancellationToken.None) == 0);
            await host.Database.WriteAsync(session => session.ExecuteAsync("update payments set state = 3 where id = @Id", new { added.Id }), CancellationToken.None);
            return added with { State = PaymentState.Confirmed };
        }
    }

    private async Task<long> UserIdAsync(CashierTrader trader) => await host.Database.ReadAsync(
        session => session.GetAsync<long>("select id from users where ctrader_user_id = @id", new { id = trader.UserId }), CancellationToken.None);

    private async Task<long> CountAsync(CashierTrader trader) => await host.Database.ReadAsync(
        session => session.GetAsync<long>(
            "select count(*) from payments where user_id in (select id from users where ctrader_user_id = @id)", new { id = trader.UserId }),
        CancellationToken.None);
}
