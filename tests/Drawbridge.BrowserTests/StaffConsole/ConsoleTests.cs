using System.Globalization;
using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Payments;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.Cli.Up;
using Drawbridge.Protocol.Money;
using Drawbridge.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.StaffConsole;

/// <summary>The staff's console over what traders do in the simulated app.</summary>
public sealed class ConsoleTests(Machine machine)
{
    // B2P-3.5-12, FLOW-WITHDRAW-2
    [Fact]
    public async Task Staff_approves_a_withdrawal_above_the_limit()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var trader = await machine.VisitAsync();
        await trader.App.EnterAsync(person);
        var account = long.Parse(await trader.App.AccountLogin.InnerTextAsync(), CultureInfo.InvariantCulture);
        await machine.Up.Manager.DepositAsync(account, 9_000);
        await trader.App["action-withdraw"].ClickAsync();
        await trader.App.Screens["amount"].FillAsync("6000");
        await trader.App.Screens["cashier-submit"].ClickAsync();
        var reference = await trader.App.Screens["payment-reference"].InnerTextAsync();
        await using var staff = await machine.VisitAsync();
        var console = new ConsolePages(staff);

        await console.OpenAsync("/approvals");
        await console.ShouldBeFineAsync("console-sign-in");
        await console.SignInAsync(machine.Up.Administrator.Email, machine.Up.Administrator.Password);
        await console.ShouldBeFineAsync("console-approvals");
        await console.Page.GetByRole(AriaRole.Link, new() { Name = reference }).ClickAsync();
        await console.ShouldBeFineAsync("console-approval");
        await console["approve"].DblClickAsync();

        await Expect(console["notice"]).ToContainTextAsync("Approved");
        await Expect(console["state"]).ToHaveTextAsync("Paid out");
        await console.ShouldBeFineAsync("console-payment");
        (await machine.Up.Manager.BalanceAsync(account)).ShouldBe(300_000);
        await console["nav-audit"].ClickAsync();
        await Expect(console["audit-row"].Filter(new() { HasText = reference })).ToHaveCountAsync(1);
        await console.ShouldBeFineAsync("console-audit");
        await console["nav-payments"].ClickAsync();
        await console.ShouldBeFineAsync("console-payments");
        await console["nav-overview"].ClickAsync();
        await console.ShouldBeFineAsync("console-overview");
    }

    // SCR-43
    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Staff_sees_how_far_traders_get(string theme)
    {
        await machine.Up.NewTraderAsync();
        await using var trader = await machine.VisitAsync();
        await trader.Screens.OpenAsync("/auth/login", "firstLogin=true&source=ios&utm_campaign=spring");
        await Expect(trader.Screens["signup"]).ToBeVisibleAsync();
        await using var staff = await machine.VisitAsync(options => options.ViewportSize = new() { Width = 1280, Height = 800 });
        var console = new ConsolePages(staff);
        await console.SignInAsync();
        await console[$"theme-{theme}"].ClickAsync();

        await console["nav-funnel"].ClickAsync();

        await Expect(console["stage-form"]).ToBeVisibleAsync();
        await Expect(console["by-campaign"]).ToContainTextAsync("spring");
        await console.ShouldBeFineAsync("console-funnel");
        await console["campaign"].SelectOptionAsync("spring");
        await console["filter"].ClickAsync();
        await Expect(console.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("campaign=spring", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(console["stage-form"]).ToBeVisibleAsync();
        var export = await staff.Page.RunAndWaitForDownloadAsync(() => console["export"].ClickAsync());
        export.SuggestedFilename.ShouldStartWith("funnel-signup-");
    }

    [Fact]
    public async Task Staff_ends_a_traders_session_and_blocks_the_trader()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var trader = await machine.VisitAsync();
        var device = await Authenticator.AddAsync(trader);
        await trader.Screens.OpenClientAreaAsync(person);
        await trader.Screens["security-link"].ClickAsync();
        await trader.Screens["passkeys-link"].ClickAsync();
        await trader.Screens["add-passkey"].ClickAsync();
        await Expect(trader.Screens["passkey-name"]).ToBeVisibleAsync();
        await using var staff = await machine.VisitAsync();
        var console = new ConsolePages(staff);
        await console.SignInAsync();

        await console["nav-traders"].ClickAsync();
        await console["q"].FillAsync(person.Email);
        await console["find"].ClickAsync();
        await Expect(console["trader-row"]).ToHaveCountAsync(1);
        await console.ShouldBeFineAsync("console-traders");
        await console.Page.Locator(".row-link").ClickAsync();
        await Expect(console["session-row"]).Not.ToHaveCountAsync(0);
        await console.ShouldBeFineAsync("console-trader");
        await console["end"].First.ClickAsync();
        await Expect(console["notice"]).ToContainTextAsync("Ended");
        await console["block"].ClickAsync();
        await Expect(console["reason-block-error"]).ToBeVisibleAsync();
        await console["reason-block"].FillAsync("Chargebacks");
        await console["block"].ClickAsync();
        await Expect(console["state"]).ToHaveTextAsync("Blocked");
        await console.ShouldBeFineAsync("console-trader-blocked");

        await device.TouchAsync(false);
        await trader.Screens.OpenAsync("/client");
        await trader.Screens.LogInAsync(person);
        await Expect(trader.Screens["form-error"]).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_administrator_adds_somebody_who_chooses_an_own_password()
    {
        await using var staff = await machine.VisitAsync();
        var console = new ConsolePages(staff);
        await console.SignInAsync();

        await console["nav-staff"].ClickAsync();
        await console.ShouldBeFineAsync("console-staff");
        await console["new-staff"].ClickAsync();
        await console["submit"].ClickAsync();
        await Expect(console["email-error"]).ToBeVisibleAsync();
        await console.ShouldBeFineAsync("console-staff-errors");
        var email = Pages.Person.New().Email;
        await console["email"].FillAsync(email);
        await console["name"].FillAsync("Vera Viewer");
        await console["role-Viewer"].CheckAsync();
        await console["submit"].ClickAsync();
        var temporary = await console["temporary-password"].InnerTextAsync();
        await console.ShouldBeFineAsync("console-temporary");

        await using var visit = await machine.VisitAsync(options => options.JavaScriptEnabled = false);
        var colleague = new ConsolePages(visit);
        await colleague.OpenAsync();
        await colleague.SignInAsync(email, temporary);
        await Expect(colleague["password-form"]).ToBeVisibleAsync();
        await colleague["current"].FillAsync(temporary);
        await colleague["password"].FillAsync("walnut orbit sleeve candle");
        await colleague["repeat"].FillAsync("walnut orbit sleeve candle");
        await colleague["submit"].ClickAsync();
        await Expect(colleague["overview"]).ToBeVisibleAsync();
        await Expect(colleague["nav-staff"]).ToHaveCountAsync(0);
        await colleague["theme-dark"].ClickAsync();
        await Expect(colleague.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await colleague["sign-out"].ClickAsync();
        await Expect(colleague["signed-out"]).ToBeVisibleAsync();
    }

    // FLOW-CHAT-1, SCR-7
    [Fact]
    public async Task Staff_and_a_trader_write_to_each_other_without_reloading()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var trader = await machine.VisitAsync();
        await using var staff = await machine.VisitAsync();
        var console = new ConsolePages(staff);
        await console.SignInAsync();
        await console["nav-chat"].ClickAsync();
        await console["new-chat"].ClickAsync();
        await console.ShouldBeFineAsync("console-chat-new");
        await console["q"].FillAsync(person.Email);
        await console["find"].ClickAsync();
        await console["text"].FillAsync("Good morning! We noticed that your deposit came from another bank account than before.");
        await console["send"].ClickAsync();
        await Expect(console["desk-message"]).ToHaveCountAsync(1);

        await trader.App.EnterAsync(person);
        await trader.App["action-chat"].ClickAsync();
        await Expect(trader.App.Screens["chat-desk"]).ToContainTextAsync("another bank account");
        await trader.App.Screens["chat-text"].FillAsync("Yes, I moved to another bank last week.");
        await trader.App.Screens["chat-send"].ClickAsync();
        await Expect(console["trader-message"]).ToHaveCountAsync(1); // by itself
        await Expect(console["nav-chat"]).ToContainTextAsync("waiting"); // with those of other traders
        await console["text"].FillAsync("Thank you, that is all we needed.");
        await console["text"].PressAsync("Enter");
        await Expect(trader.App.Screens["chat-desk"]).ToHaveCountAsync(2); // by itself
        await Expect(console["desk-message"]).ToHaveCountAsync(2);
        await Expect(console["text"]).ToHaveValueAsync("");
        await console.ShouldBeFineAsync("console-talk");

        await console["nav-chat"].ClickAsync();
        await Expect(console["conversation"].First).ToContainTextAsync("that is all we needed");
        await console.ShouldBeFineAsync("console-chat");
    }

    // B2P-3.5-13
    [Fact]
    public async Task Staff_settles_what_the_balance_does_not_explain()
    {
        var person = await machine.Up.NewTraderAsync();
        var reference = await NewParkedAsync(person);
        await using var staff = await machine.VisitAsync();
        var console = new ConsolePages(staff);
        await console.SignInAsync();

        await console["tile-reconciliation"].ClickAsync();
        await Expect(console["queue"]).ToContainTextAsync("balance before 7.77");
        await console.ShouldBeFineAsync("console-reconciliation");
        await console.Page.GetByRole(AriaRole.Link, new() { Name = reference }).ClickAsync();
        await console["settle"].ClickAsync();
        await Expect(console["form-error"]).ToContainTextAsync("Say whether it happened");
        await console["happened-yes"].CheckAsync();
        await console["settle"].ClickAsync();
        await Expect(console["reason-error"]).ToBeVisibleAsync();
        await console.ShouldBeFineAsync("console-settle");
        await console["happened-yes"].CheckAsync();
        await console["reason"].FillAsync("Entry 4711 of the balance history has the reference.");
        await console["settle"].ClickAsync();

        await Expect(console["notice"]).ToContainTextAsync("Settled");
        await Expect(console["state"]).ToHaveTextAsync("Credited");
        await Expect(console["history"]).ToContainTextAsync("4711");
        await Expect(console["ledger"]).ToContainTextAsync("credited");
        await console.ShouldBeFineAsync("console-settled");
    }

    // SCR-5, FLOW-KYC-2
    [Fact]
    public async Task Staff_sends_a_verification_back_and_approves_it_when_it_is_mended()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var trader = await machine.VisitAsync();
        var screens = trader.Screens;
        await trader.Page.GotoAsync(
            $"{machine.Up.BrokerUrl}/inapp/kyc?{Pages.BrokerScreens.Names}&lang=en&theme=light&token={await machine.Up.NewInAppTokenAsync(person)}");
        await screens["kyc-next"].ClickAsync();
        foreach (var (field, value) in new[]
        {
            ("citizenship", "Ireland"), ("street", "1 Quay Street"), ("postalCode", "D02"), ("city", "Dublin"), ("country", "Ireland"), ("birthDate", "1990-02-28"),
        })
        {
            await screens[$"answer-{field}"].FillAsync(value);
        }

        await screens["kyc-save"].ClickAsync();
        await screens["answer-years-some"].CheckAsync(new() { Force = true });
        await screens["answer-source"].FillAsync("Savings");
        await screens["answer-own"].CheckAsync(new() { Force = true });
        await screens["kyc-save"].ClickAsync();
        await screens["document-passport"].CheckAsync(new() { Force = true });
        await screens["kyc-choose"].ClickAsync();
        await SendFileAsync(screens["file-front"], "passport.png");
        await screens["kyc-save"].ClickAsync();
        await SendFileAsync(screens["file-selfie"], "me.png");
        await screens["kyc-save"].ClickAsync();
        await screens["kyc-submit"].ClickAsync();
        var reference = await screens["kyc-reference"].InnerTextAsync();

        await using var staff = await machine.VisitAsync();
        var console = new ConsolePages(staff);
        await console.SignInAsync();
        await console["tile-kyc"].ClickAsync();
        await console.ShouldBeFineAsync("console-kyc-list");
        await console.Page.GetByRole(AriaRole.Link, new() { Name = reference }).ClickAsync();
        await console["begin-review"].ClickAsync();
        await Expect(console["state"]).ToHaveTextAsync("In review");
        await console["look"].First.ClickAsync();
        await Expect(console.Page.GetByRole(AriaRole.Img, new() { Name = "passport.png" })).ToHaveJSPropertyAsync("complete", true);
        await console["reject"].ClickAsync();
        await Expect(console["form-error"]).ToContainTextAsync("Say what is wrong");
        await console.ShouldBeFineAsync("console-kyc");
        await console["step-selfie"].CheckAsync();
        await console["step-selfie-reason"].FillAsync("Your face is in the dark.");
        await console["reject"].ClickAsync();
        await Expect(console["state"]).ToHaveTextAsync("Sent back");

        await trader.Page.ReloadAsync();
        await Expect(trader.Page.Locator("body")).ToContainTextAsync("Your face is in the dark.");
        await console.OpenAsync($"/audit?object=case+{reference}");
        await Expect(console["audit-row"]).ToHaveCountAsync(3); // begun, looked at, sent back
    }

    private static Task SendFileAsync(ILocator field, string name) =>
        field.SetInputFilesAsync(new FilePayload { Name = name, MimeType = "image/png", Buffer = Drawbridge.Tests.Documents.SampleFiles.Png() });

    /// <summary>A deposit whose answer was lost, on an account that somebody else used meanwhile.</summary>
    private async Task<string> NewParkedAsync(Pages.Person person)
    {
        var user = await machine.Up.FindUserAsync(person);
        var broker = machine.Up.BrokerOf(DemoNames.TradingTech);
        var none = TestContext.Current.CancellationToken;
        var account = (await machine.Up.Broker.GetRequiredService<AccountStore>().ListAsync(broker.Id, user.Id, none))[0];
        var payments = machine.Up.Broker.GetRequiredService<PaymentStore>();
        var payment = await payments.AddAsync(
            new(
                broker.Id, user.Id, PaymentKind.Deposit, account.TraderLogin, account.DepositCurrency, new MoneyAmount(25_000, 2), "card", "sandbox",
                PaymentState.CreditUnknown, Guid.NewGuid().ToString("N")),
            none);
        await machine.Up.Broker.GetRequiredService<Database>().WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into payment_movements (payment_id, broker_id, trader_login, purpose, amount, balance_before, status, sent_at, evidence)
                values (@Id, @BrokerId, @TraderLogin, 1, @Amount, 777, 2, @CreatedAt, 'balance before 7.77, movement 250.00, balance now 310.00 EUR')
                """,
                new { payment.Id, payment.BrokerId, payment.TraderLogin, payment.Amount, payment.CreatedAt }),
            none);
        return payment.Reference;
    }
}
