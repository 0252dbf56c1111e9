using Drawbridge.BrowserTests.Hosting;
using Drawbridge.Cli.Up;
using Drawbridge.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

[assembly: AssemblyFixture(typeof(Drawbridge.BrowserTests.InApp.InAppMachine))]

namespace Drawbridge.BrowserTests.InApp;

/// <summary>
/// Another <c>drawbridge up</c>, whose brokers have in-app screens: those of <see cref="DemoNames.TradingTech"/> work, those of
/// <see cref="DemoNames.TradingTechEurope"/> don't, and users of <see cref="DemoNames.FinancialHouse"/> log in at the platform.
/// </summary>
public sealed class InAppMachine : IAsyncLifetime
{
    public RunningUp Up { get; private set; } = null!;

    internal ScreenServer Screens { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Up = await RunningUp.StartAsync();
        Screens = await ScreenServer.StartAsync(Up.ServerCertificate);
        Screens.SuccessUrl = $"{Up.PlatformUrl}/app/callback";

        // The app asks for its settings when somebody opens it, which nobody has done yet.
        var brokers = Up.Platform.GetRequiredService<IOptions<PlatformOptions>>().Value.Brokers;
        foreach (var broker in brokers)
        {
            broker.Screens = new();
        }

        Offer(brokers.Single(broker => broker.BrokerName == DemoNames.TradingTech));
        var broken = brokers.Single(broker => broker.BrokerName == DemoNames.TradingTechEurope).Screens;
        broken.Kyc = $"{Screens.Url}/closed";
        broken.Chat = $"{Screens.Url}/endless";
        broken.Action = "https://localhost:1/inapp/action";
        var handoff = brokers.Single(broker => broker.BrokerName == DemoNames.FinancialHouse);
        handoff.Identity = IdentityMode.Handoff;
        handoff.Screens.Deposit = Screens["deposit"];
    }

    public async ValueTask DisposeAsync()
    {
        await Screens.DisposeAsync();
        await Up.DisposeAsync();
    }

    /// <summary>Somebody sits down at a browser, and may see the screens.</summary>
    internal async Task<Visit> VisitAsync(Machine machine, Action<Microsoft.Playwright.BrowserNewContextOptions>? configure = null)
    {
        var visit = await machine.VisitAsync(configure, Up);
        visit.Allow(new Uri(Screens.Url).Authority);
        return visit;
    }

    private void Offer(BrokerOptions broker)
    {
        var screens = broker.Screens;
        (screens.Deposit, screens.Withdraw, screens.Kyc, screens.Action, screens.Chat) =
            (Screens["deposit"], Screens["withdraw"], Screens["kyc"], Screens["action"], Screens["chat"]);
        (screens.NewAccount, screens.ChangePassword, screens.ChangeEmail) = (Screens["newAccount"], Screens["changePassword"], Screens["changeEmail"]);
        screens.ActionTypes.Add("open-bonus");
        screens.ActionTypes.Add("statement");
    }
}
