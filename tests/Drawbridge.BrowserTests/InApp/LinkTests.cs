using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.InApp;

/// <summary>Links into the app (SCR-83, SCR-84).</summary>
public sealed class LinkTests(Machine machine, InAppMachine inApp)
{
    [Fact]
    public async Task Links_lead_to_symbols_accounts_screens_and_pages()
    {
        var person = await inApp.Up.NewTraderAsync();
        var user = (await inApp.Up.FindUserAsync(person)).CtraderUserId!.Value;
        var second = await inApp.Up.Manager.NewAccountAsync(user);
        await using var visit = await inApp.VisitAsync(machine);
        var app = visit.App;
        await app.EnterAsync(person, $"lang=en&theme=light&acc={second}");
        await Expect(app.AccountLogin).ToHaveTextAsync($"{second}");
        var first = await FirstAccountAsync(visit, second);

        await FollowAsync(visit, $"symbols/XAUUSD/chart?acc={first}&lang=de");
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await Expect(app.AccountLogin).ToHaveTextAsync(first);
        await Expect(visit.Page.Locator(".chart-symbol")).ToHaveTextAsync("XAUUSD");
        await FollowAsync(visit, "#/orders/create-limit-order/de40?lang=en");
        await Expect(visit.Page.Locator(".chart-symbol")).ToHaveTextAsync("DE40");
        await FollowAsync(visit, "invite");
        await Expect(app["invite-link"]).ToBeVisibleAsync();
        await FollowAsync(visit, $"deposit?acc={second}");
        await Expect(app.Screens["screen"]).ToHaveTextAsync("deposit");
        inApp.Screens.OpenedFor($"{second}").ShouldHaveSingleItem();
        await FollowAsync(visit, "accounts/create-live");
        await Expect(app.Screens["screen"]).ToHaveTextAsync("newAccount");
        visit.Page.Url.ShouldBe($"{inApp.Up.PlatformUrl}/app/");
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_says_so()
    {
        var person = await inApp.Up.NewTraderAsync(broker: DemoNames.TradingTechEurope);
        await using var visit = await inApp.VisitAsync(machine);
        var app = visit.App;
        await app.EnterAsync(person, broker: DemoNames.TradingTechEurope);

        await FollowAsync(visit, "#/symbols/NOTHING/info");
        await Expect(app["toast"]).ToContainTextAsync("There is no symbol “NOTHING” here.");
        await FollowAsync(visit, "#/positions?acc=1");
        await Expect(app["toast"]).ToContainTextAsync("You have no account 1 here.");
        await FollowAsync(visit, "#/not/there");
        await Expect(app["toast"]).ToContainTextAsync("The app does not know this link.");
        await FollowAsync(visit, "deposit");
        await Expect(app["sheet"]).ToHaveAttributeAsync("data-problem", "notOffered");
        await Expect(app["sheet"]).ToContainTextAsync("TradingTech Europe does not offer this here");
    }

    // FLOW-ATTR1-7, SCR-25
    [Fact]
    public async Task A_link_waits_for_the_login_and_hands_the_partner_to_the_sign_up()
    {
        await using var visit = await inApp.VisitAsync(machine);
        var app = visit.App;

        await visit.Page.GotoAsync($"{inApp.Up.PlatformUrl}/app/accounts/sign-in?brokerName={DemoNames.TradingTech}&partnerId=IB-4711&lang=en");
        await Expect(app.Screens["signup"]).ToBeVisibleAsync();
        visit.Requests.ShouldContain(url => url.Contains("/auth/login?", StringComparison.Ordinal) && url.Contains("partnerId=IB-4711", StringComparison.Ordinal));
        await FollowAsync(visit, "#/symbols/US500/chart");
        await app.Screens.SignUpAsync(Person.New());

        await app.ExpectAsync(SimulatedApp.Trading);
        await Expect(visit.Page.Locator(".chart-symbol")).ToHaveTextAsync("US500");
    }

    private static Task<Microsoft.Playwright.IResponse?> FollowAsync(Visit visit, string link) => visit.Page.GotoAsync($"{visit.Up.PlatformUrl}/app/{link}");

    private static async Task<string> FirstAccountAsync(Visit visit, long other)
    {
        await visit.App["account-select"].ClickAsync();
        var options = await visit.App["account-option"].EvaluateAllAsync<string[]>("nodes => nodes.map(node => node.dataset.login)");
        await visit.Page.Keyboard.PressAsync("Escape");
        return options.Single(login => login != $"{other}");
    }
}
