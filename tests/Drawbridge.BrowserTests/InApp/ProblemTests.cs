using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.InApp;

/// <summary>What a trader is told when a screen cannot be opened, and that the next attempt can succeed.</summary>
public sealed class ProblemTests(Machine machine, InAppMachine inApp)
{
    private static readonly (int Status, string Code, string Title)[] Refusals =
    [
        (401, "CH_CLIENT_AUTH_FAILURE", "Please log in again"),
        (401, "CH_INSUFFICIENT_PERMISSIONS", "TradingTech does not allow this right now"),
        (401, "USER_NOT_FOUND", "TradingTech does not know you any more"),
        (401, "SOMETHING_OF_ITS_OWN", "TradingTech refused"),
        (404, "CH_ACCOUNT_NOT_FOUND", "This account is no longer there"),
        (502, "CRM_UNREACHABLE", "TradingTech can’t be reached"),
        (502, "CRM_ANSWER_INVALID", "TradingTech answered in a way the app can’t use"),
        (500, "", "Something went wrong"),
        (0, "", "The simulator’s server does not answer"),
    ];

    // FLOW-INAPP-5
    [Fact]
    public async Task Without_a_token_the_reason_is_said_and_the_next_attempt_asks_again()
    {
        await using var visit = await inApp.VisitAsync(machine);
        await visit.App.EnterAsync(inApp.Up.Demo);
        foreach (var (status, code, title) in Refusals)
        {
            await visit.Page.RouteAsync("**/onetime-tokens", route => status == 0 ? route.AbortAsync() : RefuseAsync(route, status, code));
            await visit.App["action-kyc"].ClickAsync();

            var problem = visit.App["sheet"].GetByRole(AriaRole.Alert);
            await Expect(problem.GetByRole(AriaRole.Heading)).ToHaveTextAsync(title);
            await Expect(problem).ToContainTextAsync(code);
            await Expect(visit.App["retry"]).ToBeFocusedAsync();
            await visit.Page.UnrouteAllAsync();
            await visit.App["retry"].ClickAsync();
            await Expect(visit.App.Screens["screen"]).ToHaveTextAsync("kyc");
            await visit.App["sheet-close"].ClickAsync();
        }
    }

    // FLOW-INAPP-5
    [Fact]
    public async Task Who_has_to_log_in_again_gets_to_the_login_screen()
    {
        await using var visit = await inApp.VisitAsync(machine);
        await visit.App.EnterAsync(inApp.Up.Demo);
        await visit.Page.RouteAsync("**/onetime-tokens", route => RefuseAsync(route, 401, "CH_CLIENT_AUTH_FAILURE"));

        await visit.App["action-kyc"].ClickAsync();
        await Expect(visit.App["retry"]).ToBeVisibleAsync();
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await visit.App["log-in-again"].ClickAsync();

        await visit.App.ExpectAsync(SimulatedApp.Login);
        await Expect(visit.App["sheet"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_session_that_is_over_leads_to_the_login()
    {
        var person = await inApp.Up.NewTraderAsync();
        await using var visit = await inApp.VisitAsync(machine);
        await visit.App.EnterAsync(person);
        var isOver = false;
        await visit.Page.RouteAsync("**/app/api/sessions/**", route =>
        {
            isOver |= route.Request.Url.EndsWith("/onetime-tokens", StringComparison.Ordinal);
            return isOver ? RefuseAsync(route, 404, "SESSION_NOT_FOUND") : route.ContinueAsync();
        });

        await visit.App["action-kyc"].ClickAsync();

        await visit.App.ExpectAsync(SimulatedApp.LoggedOut);
        await Expect(visit.App["sheet"]).ToHaveCountAsync(0);
    }

    // SCR-67, SCR-76
    [Fact]
    public async Task A_screen_that_does_not_show_is_given_up_with_the_reason()
    {
        await using var visit = await inApp.VisitAsync(machine);
        visit.Allow("localhost:1");
        visit.Tolerate("X-Frame-Options"); // one of the screens forbids frames
        await visit.Page.Clock.InstallAsync();
        var person = await inApp.Up.NewTraderAsync(broker: DemoNames.TradingTechEurope);
        await visit.App.EnterAsync(person, broker: DemoNames.TradingTechEurope);
        await Expect(visit.App["action-deposit"]).ToHaveCountAsync(0);

        await ShowsAsync(visit, "kyc", "framing", "X-Frame-Options: DENY");
        await ShowsAsync(visit, "action", "unreachable", "certificate");
        await visit.App["action-chat"].ClickAsync();
        await Expect(visit.App.Frame).ToHaveCountAsync(1);
        await visit.Page.Clock.FastForwardAsync("00:03");
        await Expect(visit.App["sheet"]).ToContainTextAsync("This takes longer than it should");
        await visit.Page.Clock.FastForwardAsync("00:17");
        await Expect(visit.App["sheet"]).ToHaveAttributeAsync("data-problem", "timeout");
        await Expect(visit.App["retry"]).ToBeVisibleAsync();
    }

    private static Task RefuseAsync(IRoute route, int status, string code) => route.FulfillAsync(new()
    {
        Status = status, ContentType = "application/json", Body = $$$"""{"error":{"errorCode":"{{{code}}}","description":"The CRM refused with 409."}}""",
    });

    private static async Task ShowsAsync(Visit visit, string action, string problem, string text)
    {
        await visit.App[$"action-{action}"].ClickAsync();
        await Expect(visit.App["sheet"]).ToHaveAttributeAsync("data-problem", problem);
        await Expect(visit.App["sheet"].GetByRole(AriaRole.Alert)).ToContainTextAsync(text);
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(visit.App["sheet"]).ToHaveCountAsync(0);
    }
}
