using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Passkeys;
using Drawbridge.IntegrationTests.SecondFactor;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Payments;

/// <summary>Withdrawals where the broker demands a second step for them.</summary>
public sealed class WithdrawalProofTests(CashierHost host) : IClassFixture<CashierHost>
{
    [Fact]
    public async Task Who_has_no_second_step_sets_one_up_before_the_first_withdrawal()
    {
        var (crm, trader) = await NewTraderAsync();
        using var browser = new Browser(host, keepsCookies: false);
        var setup = (await trader.OpenAsync(browser, "withdraw")).ShouldShow("second-factor-setup");
        var secret = Secret(setup);
        (await trader.OpenAsync(browser, "deposit")).Find("second-factor-setup").ShouldBeNull("money may come");

        (await browser.SubmitAsync(setup, "submit", ("code", Code(secret)), ("current", "wrong wrong wrong"))).ShouldShow("second-factor-setup", 422).Element("current-error");
        var codes = (await browser.SubmitAsync(setup, "submit", ("code", Code(secret)), ("current", People.Password))).ShouldShow("recovery-codes");
        var amount = (await browser.SubmitAsync(codes, "recovery-done")).ShouldShow("withdraw");
        (await browser.SubmitAsync(amount, "cashier-submit", ("amount", "50"), ("method", "card"))).Element("payment-amount");

        (await PaymentsAsync(crm)).ShouldHaveSingleItem().ShouldBe(50_00);
    }

    [Fact]
    public async Task A_withdrawal_begins_with_the_second_step_and_never_without()
    {
        var (crm, trader) = await NewTraderAsync();
        var (secret, codes) = await SetUpAsync(trader);
        using var browser = new Browser(host, keepsCookies: false);
        var amount = (await trader.OpenAsync(browser, "withdraw")).ShouldShow("withdraw");

        var asked = (await browser.SubmitAsync(amount, "cashier-submit", ("amount", "50"), ("method", "card"))).ShouldShow("step-up");
        asked.Find("current").ShouldBeNull("a password is not enough");
        asked.Element("step-up-amount").TextContent.ShouldBe("50 EUR");
        (await browser.SubmitAsync(asked, "submit", ("code", Code(secret) == "000000" ? "000001" : "000000"))).ShouldShow("step-up", 422);
        (await browser.SubmitAsync(amount, "cashier-submit", ("amount", "50"), ("method", "card"), ("confirmed", "0"), ("code", codes[0]))).ShouldShow("step-up");
        (await PaymentsAsync(crm)).ShouldBeEmpty();

        host.Time.Advance(TimeSpan.FromSeconds(30));
        (await browser.SubmitAsync(asked, "submit", ("code", Code(secret)))).Element("payment-amount");
        (await PaymentsAsync(crm)).ShouldHaveSingleItem().ShouldBe(50_00);

        using var other = new Browser(host, keepsCookies: false);
        var again = (await trader.OpenAsync(other, "withdraw")).ShouldShow("withdraw");
        (await other.SubmitAsync(again, "cashier-submit", ("amount", "60"), ("method", "card"))).ShouldShow("step-up");
        var second = (await trader.OpenAsync(browser, "withdraw")).ShouldShow("withdraw");
        (await browser.SubmitAsync(second, "cashier-submit", ("amount", "60"), ("method", "card"))).ShouldShow("step-up");
        (await PaymentsAsync(crm)).Count.ShouldBe(1, "a proof is of its own session");
    }

    [Fact]
    public async Task A_proof_counts_for_its_session_for_ten_minutes()
    {
        var (crm, trader) = await NewTraderAsync();
        var (_, codes) = await SetUpAsync(trader);
        using var browser = new Browser(host);
        var amount = await browser.FollowAsync(await FollowingAsync(browser, trader));
        var asked = (await browser.SubmitAsync(amount, "cashier-submit", ("amount", "50"), ("method", "card"))).ShouldShow("step-up");
        (await browser.SubmitAsync(asked, "submit", ("code", codes[0]))).Element("payment-amount");

        var next = await browser.GetAsync(asked.Href("back"));
        (await browser.SubmitAsync(next, "cashier-submit", ("amount", "20"), ("method", "card"))).Element("payment-amount");
        next = await browser.GetAsync(asked.Href("back"));
        host.Time.Advance(TimeSpan.FromMinutes(10));
        (await browser.SubmitAsync(next, "cashier-submit", ("amount", "30"), ("method", "card"))).ShouldShow("step-up");
        (await PaymentsAsync(crm)).ShouldBe([50_00, 20_00]);
    }

    [Fact]
    public async Task A_passkey_is_the_second_step_and_anothers_is_not()
    {
        var (crm, trader) = await NewTraderAsync();
        var other = await host.NewTraderAsync(crm);
        await GiveLoginAsync(other);
        using var device = await AddPasskeyAsync(crm, trader);
        using var theirs = await AddPasskeyAsync(crm, other);
        using var browser = PasskeyVisit.NewBrowser(host);
        var amount = await browser.FollowAsync(await FollowingAsync(browser, trader));

        var asked = (await browser.SubmitAsync(amount, "cashier-submit", ("amount", "50"), ("method", "card"))).ShouldShow("step-up");
        asked = (await browser.AnswerAsync(asked, theirs)).ShouldShow("step-up", 422);
        (await PaymentsAsync(crm)).ShouldBeEmpty();
        (await browser.AnswerAsync(asked, device)).Element("payment-amount");

        (await PaymentsAsync(crm)).ShouldHaveSingleItem().ShouldBe(50_00);
    }

    [Fact]
    public async Task Whose_password_is_kept_elsewhere_is_sent_to_the_client_area()
    {
        var crm = await NewCrmAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);

        (await trader.OpenAsync(browser, "withdraw")).ShouldShow("setup-elsewhere").Href("setup-elsewhere-open").ShouldStartWith("/client/login?");
    }

    private Task<TestCrm> NewCrmAsync() => host.NewCashierAsync(change: static settings => settings with { SecondFactor = SecondFactorPolicy.RequiredForWithdrawal });

    private async Task<(TestCrm Crm, CashierTrader Trader)> NewTraderAsync()
    {
        var crm = await NewCrmAsync();
        var trader = await host.NewTraderAsync(crm);
        await GiveLoginAsync(trader);
        return (crm, trader);
    }

    private async Task GiveLoginAsync(CashierTrader trader)
    {
        var hash = await host.Services.GetRequiredService<PasswordHashingQueue>().HashAsync(People.Password, TestContext.Current.CancellationToken);
        await host.Database.WriteAsync(
            session => session.ExecuteAsync("update users set password_hash = @hash where ctrader_user_id = @UserId", new { hash, trader.UserId }), TestContext.Current.CancellationToken);
    }

    private async Task<(byte[] Secret, IReadOnlyList<string> Codes)> SetUpAsync(CashierTrader trader)
    {
        using var browser = new Browser(host, keepsCookies: false);
        var setup = (await trader.OpenAsync(browser, "withdraw")).ShouldShow("second-factor-setup");
        var secret = Secret(setup);
        var codes = (await browser.SubmitAsync(setup, "submit", ("code", Code(secret)), ("current", People.Password))).ShouldShow("recovery-codes");
        return (secret, [.. codes.Document.QuerySelectorAll("[data-testid=recovery-code]").Select(static code => code.TextContent)]);
    }

    private async Task<SoftwareAuthenticator> AddPasskeyAsync(TestCrm crm, CashierTrader trader)
    {
        using var browser = PasskeyVisit.NewBrowser(host);
        (await browser.LogInToClientAreaAsync(crm, $"user{trader.UserId}@example.test")).ShouldLeadTo("/client?");
        var device = new SoftwareAuthenticator();
        await browser.AddPasskeyAsync(crm, device);
        return device;
    }

    /// <summary>In a browser that keeps cookies the token leaves the address bar: once they are seen to work.</summary>
    private static async Task<Page> FollowingAsync(Browser browser, CashierTrader trader)
    {
        await trader.OpenAsync(browser, "withdraw");
        return (await trader.OpenAsync(browser, "withdraw")).ShouldLeadTo("/inapp/withdraw?");
    }

    private async Task<IReadOnlyList<long>> PaymentsAsync(TestCrm crm) => await host.Database.ReadAsync(
        session => session.ListAsync<long>(
            "select amount from payments where broker_id = @id and kind = @kind order by id", new { id = crm.Broker().Id, kind = (int)PaymentKind.Withdrawal }),
        TestContext.Current.CancellationToken);

    private string Code(byte[] secret) => Totp.CodeOf(secret, Totp.StepAt(host.Time.GetUtcNow()));

    private static byte[] Secret(Page setup) => Base32Text.Read(setup.Element("setup-key").TextContent);
}
