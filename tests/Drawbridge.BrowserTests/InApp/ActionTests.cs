using System.Globalization;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.Cli.Up;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.InApp;

public sealed class ActionTests(Machine machine, InAppMachine inApp)
{
    // FLOW-INAPP-1, FLOW-INAPP-3..6, FLOW-INAPP-9, SCR-3..9, SCR-20..24, SCR-27, SCR-28, SCR-33
    [Fact]
    public async Task Each_action_opens_its_screen_with_a_token_of_its_own_and_closes_when_it_is_done()
    {
        await using var visit = await inApp.VisitAsync(machine);
        var app = visit.App;
        var user = await EnterAsync(visit, "lang=de&theme=dark");
        var account = await app.AccountLogin.InnerTextAsync();
        (string Control, string Screen)[] actions =
        [
            ("deposit", "deposit"), ("withdraw", "withdraw"), ("newAccount", "newAccount"), ("kyc", "kyc"), ("chat", "chat"),
            ("action-open-bonus", "action"), ("action-statement", "action"), ("changePassword", "changePassword"), ("changeEmail", "changeEmail"),
        ];

        foreach (var (control, screen) in actions)
        {
            await app[$"action-{control}"].ClickAsync();
            await Expect(app.Screens["screen"]).ToHaveTextAsync(screen);
            await app.Screens["finish"].ClickAsync();
            await Expect(app["sheet"]).ToHaveCountAsync(0);
        }

        var opened = inApp.Screens.OpenedFor(account);
        opened.Select(screen => screen.Name).ShouldBe(actions.Select(action => action.Screen));
        opened.Select(screen => screen.Query.GetValueOrDefault("actionType")).ShouldBe([null, null, null, null, null, "open-bonus", "statement", null, null]);
        opened.Select(screen => screen.Query["token"]).ShouldBeUnique();
        foreach (var screen in opened)
        {
            screen.Query["brokerName"].ShouldBe(DemoNames.TradingTech);
            screen.Query["brokerCrmName"].ShouldBe(DemoNames.TradingTechCrm);
            (screen.Query["lang"], screen.Query["theme"], screen.Query["source"]).ShouldBe(("de", "dark", "Web"));
            (await ExchangeAsync(screen.Query["token"])).ShouldBe(user);
        }

        visit.Page.Url.ShouldNotContain("token");
    }

    // FLOW-INAPP-9, FLOW-DEPOSIT-3, FLOW-DEPOSIT-4
    [Fact]
    public async Task A_deposit_shows_in_the_balance_when_its_screen_closes()
    {
        await using var visit = await inApp.VisitAsync(machine);
        var app = visit.App;
        await EnterAsync(visit);
        var account = await app.AccountLogin.InnerTextAsync();
        inApp.Screens.Work[account] = () => inApp.Up.Manager.DepositAsync(long.Parse(account, CultureInfo.InvariantCulture), 1250.5m);

        await app["action-deposit"].ClickAsync();
        await app.Screens["finish"].ClickAsync();

        await Expect(app["account-balance"].First).ToHaveAttributeAsync("data-units", "125050");
        await Expect(app["toast"]).ToContainTextAsync("1,250.50 EUR");
    }

    // FLOW-INAPP-10, SCR-69
    [Fact]
    public async Task A_screen_can_be_left_in_every_way_and_focus_goes_back_to_where_it_was()
    {
        await using var visit = await inApp.VisitAsync(machine);
        var app = visit.App;
        await EnterAsync(visit);
        Func<Task>[] ways =
        [
            () => app["sheet-close"].ClickAsync(),
            () => visit.Page.Keyboard.PressAsync("Escape"),
            () => app.Screens["leave"].ClickAsync(),
        ];

        foreach (var leave in ways)
        {
            await app["action-kyc"].FocusAsync();
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(app.Screens["screen"]).ToHaveTextAsync("kyc");
            await Expect(app["sheet"]).ToBeFocusedAsync();
            await leave();
            await Expect(app["sheet"]).ToHaveCountAsync(0);
            await Expect(app["action-kyc"]).ToBeFocusedAsync();
        }

        await Expect(app["toast"]).ToHaveCountAsync(0);
        await visit.Page.SetViewportSizeAsync(390, 844);
        await app["action-kyc"].ClickAsync();
        await Expect(app["sheet-close"]).ToBeHiddenAsync();
        await app["sheet-back"].ClickAsync();
        await Expect(app["sheet"]).ToHaveCountAsync(0);
    }

    // CONF-6.3.6-3, FLOW-NEWACC-1..4, SCR-56
    [Fact]
    public async Task The_app_goes_to_the_account_that_was_opened_and_back_to_the_other()
    {
        await using var visit = await inApp.VisitAsync(machine);
        var app = visit.App;
        var user = await EnterAsync(visit);
        var first = await app.AccountLogin.InnerTextAsync();
        var second = 0L;
        inApp.Screens.Work[first] = async () => second = await inApp.Up.Manager.NewAccountAsync(user);

        await app["account-select"].ClickAsync();
        await app["open-account"].ClickAsync();
        await Expect(app.Screens["screen"]).ToHaveTextAsync("newAccount");
        await app.Screens["finish"].ClickAsync();

        await Expect(app.AccountLogin).Not.ToHaveTextAsync(first);
        await Expect(app.AccountLogin).ToHaveTextAsync($"{second}");
        await app["action-deposit"].ClickAsync();
        await Expect(app.Screens["screen"]).ToBeVisibleAsync();
        inApp.Screens.OpenedFor($"{second}").ShouldHaveSingleItem();
        await app["sheet-close"].ClickAsync();
        await app["account-select"].ClickAsync();
        await visit.Page.Keyboard.PressAsync("Home");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(app.AccountLogin).ToHaveTextAsync(first);
    }

    private async Task<long> EnterAsync(Visit visit, string query = "lang=en&theme=light")
    {
        var person = await inApp.Up.NewTraderAsync();
        await visit.App.EnterAsync(person, query);
        return (await inApp.Up.FindUserAsync(person)).CtraderUserId!.Value;
    }

    /// <summary>Whom a screen's server learns of, once.</summary>
    private async Task<long> ExchangeAsync(string token)
    {
        OneTimeToken.TryParse(token, out var parsed).ShouldBeTrue();
        var result = await inApp.Up.Broker.GetRequiredService<OneTimeTokenService>()
            .ExchangeAsync(parsed!, inApp.Up.BrokerOf(DemoNames.TradingTech), TestContext.Current.CancellationToken);
        return result.ShouldBeOfType<ExchangeResult.Exchanged>().CtraderUserId;
    }
}
