using System.Text.Json.Nodes;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.InApp;

public sealed class RibbonTests(Machine machine, InAppMachine inApp)
{
    // FLOW-RIBBON-3..6, SCR-14, B2P-3.9-9, B2P-3.9-15
    [Fact]
    public async Task Ribbons_open_what_they_say_and_the_closed_ones_come_back_at_the_next_launch()
    {
        var person = await inApp.Up.NewTraderAsync();
        var user = (await inApp.Up.FindUserAsync(person)).CtraderUserId!.Value;
        await inApp.Up.Manager.SetRibbonsAsync(
            user,
            Ribbon("Verify yourself", "urlinApp", $"{inApp.Up.BrokerUrl}/inapp/kyc?campaign=spring"),
            Ribbon("What is new", "urlinApp", inApp.Screens["news"], closable: false),
            Ribbon("Terms", "urlExternal", $"{inApp.Screens.Url}/inapp/terms"),
            Ribbon("Hidden", "urlExternal", inApp.Screens["x"], enabled: false),
            Ribbon("For nobody in particular", "urlExternal", inApp.Screens["x"], broker: null));
        await using var visit = await inApp.VisitAsync(machine);
        var app = visit.App;
        await visit.Page.RouteAsync($"{inApp.Up.BrokerUrl}/inapp/kyc*", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<h1>Broker</h1>" }));
        await app.EnterAsync(person);

        await Expect(app["ribbon"]).ToHaveTextAsync(["Verify yourself", "What is new", "Terms (opens a new window)"]);
        await Expect(app["ribbon"].First).ToHaveCSSAsync("background-color", "rgb(31, 111, 235)");
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await visit.KeepPictureAsync("app-ribbons");

        await app["ribbon"].Nth(0).GetByRole(AriaRole.Button, new() { Name = "Verify yourself", Exact = true }).ClickAsync();
        await Expect(app["sheet"]).ToBeVisibleAsync();
        var screen = await (await app.Frame.ElementHandleAsync()).GetAttributeAsync("src");
        screen.ShouldStartWith($"{inApp.Up.BrokerUrl}/inapp/kyc?campaign=spring&brokerName={DemoNames.TradingTech}");
        screen.ShouldContain("&token=dbot_"); // a screen of the broker's own gets a token
        await app["sheet-close"].ClickAsync();

        await app["ribbon"].Nth(1).GetByRole(AriaRole.Button).ClickAsync();
        (await (await app.Frame.ElementHandleAsync()).GetAttributeAsync("src")).ShouldBe(inApp.Screens["news"]); // somebody else learns nothing
        await Expect(app.Screens["screen"]).ToHaveTextAsync("news");
        await app["sheet-close"].ClickAsync();
        var terms = await visit.Context.RunAndWaitForPageAsync(() => app["ribbon"].Nth(2).GetByRole(AriaRole.Link).ClickAsync());
        terms.Url.ShouldBe($"{inApp.Screens.Url}/inapp/terms");
        await terms.CloseAsync();

        await Expect(app["ribbon-close"]).ToHaveCountAsync(2);
        await app["ribbon"].Nth(0).GetByTestId("ribbon-close").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(app["ribbon"]).ToHaveCountAsync(2);
        await Expect(app["ribbon"].Nth(0).GetByRole(AriaRole.Button)).ToBeFocusedAsync();
        await app["close-app"].ClickAsync();
        await app.EnterAsync(person);
        await Expect(app["ribbon"]).ToHaveCountAsync(3);
    }

    // B2P-3.9-13, B2P-3.9-14, FLOW-RIBBON-7
    [Fact]
    public async Task Ribbons_follow_the_account_and_change_while_the_app_is_open()
    {
        var person = await inApp.Up.NewTraderAsync();
        var user = (await inApp.Up.FindUserAsync(person)).CtraderUserId!.Value;
        var second = await inApp.Up.Manager.NewAccountAsync(user);
        await using var visit = await inApp.VisitAsync(machine);
        var app = visit.App;
        await app.EnterAsync(person);
        var accounts = await visit.Page.EvaluateAsync<string[]>(
            "async () => { const id = Object.values(JSON.parse(sessionStorage['drawbridge.sessions']))[0]; const s = await (await fetch(`/app/api/sessions/${id}`)).json(); return s.accounts.map(a => `${a.login}=${a.ctidTraderAccountId}`); }");
        var link = accounts.Single(text => text.StartsWith($"{second}=", StringComparison.Ordinal)).Split('=')[1];
        var bound = Ribbon("For this account", "urlExternal", inApp.Screens["x"]);
        bound["ctidTraderAccountId"] = link;

        await inApp.Up.Manager.SetRibbonsAsync(user, Ribbon("For all", "urlExternal", inApp.Screens["x"]), bound);
        await Expect(app["ribbon"]).ToHaveTextAsync(["For all (opens a new window)"]);
        await app["account-select"].ClickAsync();
        await app["account-option"].Filter(new() { HasText = $"{second}" }).ClickAsync();
        await Expect(app["ribbon"]).ToHaveTextAsync(["For this account (opens a new window)"]);
        await inApp.Up.Manager.SetRibbonsAsync(user);
        await Expect(app["ribbon"]).ToHaveCountAsync(0);
    }

    private static JsonObject Ribbon(string title, string action, string url, bool closable = true, bool enabled = true, string? broker = DemoNames.TradingTech) => new()
    {
        ["color"] = "#1f6feb", ["title"] = title, ["enabled"] = enabled, ["closable"] = closable, ["brokerName"] = broker,
        ["action"] = new JsonObject { [action] = url },
    };
}
