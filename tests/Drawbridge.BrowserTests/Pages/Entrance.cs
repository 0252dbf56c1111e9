using System.Globalization;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.Cli.Up;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Pages;

/// <summary>Where a trader logs in: the identity option of the broker (MOD-5).</summary>
public enum Entrance
{
    /// <summary>At <see cref="DemoNames.TradingTech"/>: single sign-on.</summary>
    Broker,

    /// <summary>At the platform, whose tokens <see cref="DemoNames.FinancialHouseLight"/> redeems: handoff.</summary>
    Platform,
}

/// <summary>A trader who has entered the app.</summary>
/// <param name="Person">Who it is.</param>
/// <param name="BrokerName">At which broker.</param>
/// <param name="Account">The account that the app shows.</param>
internal sealed record EnteredTrader(Person Person, string BrokerName, long Account);

internal static class Entrances
{
    /// <summary>A new trader, in the app by either way.</summary>
    public static async Task<EnteredTrader> EnterAsync(this Visit visit, Entrance entrance, string query = "lang=en&theme=light")
    {
        var app = visit.App;
        if (entrance == Entrance.Broker)
        {
            var signedOn = await visit.Up.NewTraderAsync();
            await app.EnterAsync(signedOn, query);
            return new(signedOn, DemoNames.TradingTech, long.Parse(await app.AccountLogin.InnerTextAsync(), CultureInfo.InvariantCulture));
        }

        var person = Person.New();
        var account = await visit.Up.NewHandoffTraderAsync(person);
        await visit.Page.GotoAsync($"{visit.Up.PlatformUrl}/app/?brokerName={DemoNames.FinancialHouseLight}&{query}");
        await app["handoff-login"].FillAsync(account.ToString(CultureInfo.InvariantCulture));
        await app["handoff-password"].FillAsync(person.Password);
        await app["handoff-submit"].ClickAsync();
        await app.ExpectAsync(SimulatedApp.Trading);
        await Expect(app.AccountLogin).ToHaveTextAsync(account.ToString(CultureInfo.InvariantCulture));
        return new(person, DemoNames.FinancialHouseLight, account);
    }
}
