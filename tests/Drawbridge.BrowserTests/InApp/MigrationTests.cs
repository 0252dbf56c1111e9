using System.Net.Http.Json;
using Drawbridge.Broker.Brokers;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.InApp;

/// <summary>A broker goes from handoff to single sign-on in the middle of its traders' day, and nobody notices.</summary>
public sealed class MigrationTests(Machine machine)
{
    private const string Broker = DemoNames.FinancialHouseLight;
    private const string Names = $"brokerName={Broker}&brokerCrmName={DemoNames.FinancialHouseCrm}";

    // FLOW-MIGRATE-1..7, MOD-5, MOD-6, MOD-20..23, MOD-43, MOD-44
    [Fact]
    public async Task Nobody_is_logged_out_and_nothing_that_was_begun_is_lost()
    {
        await using var up = await RunningUp.StartAsync();
        await using var app = await machine.VisitAsync(up: up);
        await using var area = await machine.VisitAsync(up: up);
        var trader = await app.EnterAsync(Entrance.Platform);
        var number = $"{trader.Account}";

        // Under handoff: a session of the client area, a verification that is half done, a deposit at the payment provider's page.
        await area.Page.GotoAsync($"{up.BrokerUrl}/client?{Names}&lang=en&theme=light");
        await area.Screens.LogInAsync(trader.Person);
        await Expect(area.Screens["client-home"]).ToBeVisibleAsync();
        await Expect(area.Screens["open-trading"]).ToHaveCountAsync(0);
        await app.App["action-kyc"].ClickAsync();
        await app.App.Screens["kyc-open-person"].ClickAsync();
        await app.App.Screens["answer-firstName"].FillAsync("Ann");
        await app.App.Screens["kyc-save"].ClickAsync();
        await app.App.Screens["close"].ClickAsync();
        await app.App["action-deposit"].ClickAsync();
        await app.App.Screens["preset-250"].ClickAsync();
        await app.App.Screens["cashier-submit"].ClickAsync();
        await Expect(app.App.Screens["sandbox-submit"]).ToBeVisibleAsync();
        var screens = Opened(app);

        // The switch, in the order of the guide. The payment is made in the middle of it.
        await SetAsync(static settings => settings with { SwitchingIdentity = true });
        await SwitchPlatformAsync("sso");
        await app.App.Screens["sandbox-submit"].ClickAsync();
        await Expect(app.App.Screens["payment-done"]).ToBeVisibleAsync();
        await app.App.Screens["payment-finish"].ClickAsync();
        await Expect(app.App["sheet"]).ToHaveCountAsync(0);
        (await up.Manager.BalanceAsync(trader.Account)).ShouldBe(25_000);
        await SetAsync(static settings => settings with { Identity = IdentityOption.Sso });

        // Whoever was in is in, and goes on where he was, by the same addresses and a token of the other kind.
        await app.Page.ReloadAsync();
        await app.App.ExpectAsync(SimulatedApp.Trading);
        await Expect(app.App.AccountLogin).ToHaveTextAsync(number);
        await app.App["action-kyc"].ClickAsync();
        await app.App.Screens["kyc-open-person"].ClickAsync();
        await Expect(app.App.Screens["answer-firstName"]).ToHaveValueAsync("Ann");
        await app.App.Screens["close"].ClickAsync();
        await app.App["action-deposit"].ClickAsync();
        await Expect(app.App.Screens["cashier-submit"]).ToBeVisibleAsync();
        await app.App.Screens["close"].ClickAsync();
        Opened(app).ShouldBe(screens); // FLOW-MIGRATE-6
        await area.Page.ReloadAsync();
        await Expect(area.Screens["client-home"]).ToBeVisibleAsync();
        await Expect(area.Screens["payment"]).ToHaveCountAsync(1);

        // A device that was never used before: the broker's own login, and the same user on the platform (FLOW-MIGRATE-5).
        await using var other = await machine.VisitAsync(up: up);
        await other.Page.GotoAsync($"{up.PlatformUrl}/app/?{Names}&lang=en&theme=light");
        await other.App.Screens["switch-form"].ClickAsync();
        await other.App.Screens.LogInAsync(trader.Person);
        await other.App.ExpectAsync(SimulatedApp.Trading);
        await Expect(other.App.AccountLogin).ToHaveTextAsync(number);

        // And now what single sign-on is for (FLOW-MIGRATE-4).
        await SetAsync(settings => settings with
        {
            Identity = IdentityOption.Sso, WebUrl = new($"{up.PlatformUrl}/app/?brokerName={Broker}"), Modules = settings.Modules with { EmbeddedWeb = true },
        });
        await area.Page.ReloadAsync();
        await area.Screens["trade-here"].ClickAsync();
        var inside = area.Page.FrameLocator("[data-testid=trade-frame]");
        await Expect(inside.GetByTestId("app-state")).ToHaveAttributeAsync("data-state", SimulatedApp.Trading);
        await Expect(inside.GetByTestId("account-login")).ToHaveTextAsync(number);

        // Taken back: links stay, and screens open by the platform's tokens again (MOD-44).
        await SetAsync(static settings => settings with { SwitchingIdentity = true });
        await SwitchPlatformAsync("handoff");
        await SetAsync(static settings => settings);
        await app.App["action-deposit"].ClickAsync();
        await Expect(app.App.Screens["cashier-submit"]).ToBeVisibleAsync();
        (await up.FindUserAsync(trader.Person, Broker)).CtraderUserId.ShouldNotBeNull();

        Task SetAsync(Func<BrokerSettings, BrokerSettings> change) => up.ConfigureCrmsAsync(crm => crm with
        {
            Brokers = [.. crm.Brokers.Select(broker => broker.Name == Broker ? broker with { Settings = change(broker.Settings) } : broker)],
        });

        async Task SwitchPlatformAsync(string identity)
        {
            using var answer = await up.Http.PutAsJsonAsync($"{up.PlatformUrl}/instrument/api/brokers/{Broker}", new { identity }, TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>The addresses of screens that the app has opened, without what is in them.</summary>
    private static IReadOnlyList<string> Opened(Visit visit) =>
        [.. visit.Requests.Where(static url => url.Contains("/inapp/", StringComparison.Ordinal) && url.Contains("token=", StringComparison.Ordinal)).Select(static url => new Uri(url).AbsolutePath).Distinct().Order()];
}
