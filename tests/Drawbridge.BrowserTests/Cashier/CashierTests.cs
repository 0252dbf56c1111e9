using System.Text.RegularExpressions;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Cashier;

/// <summary>Deposit and withdrawal through the simulated app, over the broker's own screens and the payment provider for development.</summary>
public sealed class CashierTests(Machine machine)
{
    // CONF-6.3.4-1, CONF-6.3.4-2, SCR-3, FLOW-DEPOSIT-1..4, FLOW-INAPP-4..9, FLOW-HANDOFF-1..6, FLOW-HANDOFF-9, MOD-21
    [Theory]
    [InlineData(Entrance.Broker)]
    [InlineData(Entrance.Platform)]
    public async Task A_trader_deposits_without_leaving_the_app(Entrance entrance)
    {
        await using var visit = await machine.VisitAsync();
        var app = visit.App;
        var account = (await visit.EnterAsync(entrance)).Account;

        await app["action-deposit"].ClickAsync();
        await app.Screens["preset-250"].ClickAsync();
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await visit.KeepPictureAsync("deposit");
        await app.Screens["cashier-submit"].ClickAsync();
        await visit.KeepPictureAsync("sandbox");
        await app.Screens["sandbox-submit"].ClickAsync();
        await Expect(app.Screens["payment-done"]).ToBeVisibleAsync();
        await visit.KeepPictureAsync("deposit-done");
        await app.Screens["payment-finish"].ClickAsync();

        await Expect(app["sheet"]).ToHaveCountAsync(0);
        (await machine.Up.Manager.BalanceAsync(account)).ShouldBe(25_000);
        var call = await machine.Up.Journal.WaitForAsync(static entry => entry is { Call: "3.5", Status: 200 });
        call.ResponseBody.ShouldNotBeNull().ShouldContain("balanceHistoryId");
        visit.Page.Url.ShouldNotContain("token");
    }

    // CONF-6.3.5-1, CONF-6.3.5-2, SCR-4, SCR-69, FLOW-WITHDRAW-1..5
    [Theory]
    [InlineData(Entrance.Broker)]
    [InlineData(Entrance.Platform)]
    public async Task A_trader_withdraws_closes_and_comes_back(Entrance entrance)
    {
        await using var visit = await machine.VisitAsync(options => options.ColorScheme = ColorScheme.Dark);
        var app = visit.App;
        var account = (await visit.EnterAsync(entrance, "lang=de&theme=dark")).Account;
        await machine.Up.Manager.DepositAsync(account, 300);

        await app["action-withdraw"].ClickAsync();
        await Expect(app.Screens["balance"]).ToContainTextAsync("300,00");
        await app.Screens["close"].ClickAsync();
        await Expect(app["sheet"]).ToHaveCountAsync(0); // nothing happened: FLOW-INAPP-10
        await app["action-withdraw"].ClickAsync();
        await app.Screens["amount"].FillAsync("400");
        await app.Screens["cashier-submit"].ClickAsync();
        await Expect(app.Screens["amount-error"]).ToContainTextAsync("300,00");
        await visit.KeepPictureAsync("withdraw-error");
        await app.Screens["amount"].FillAsync("120,50");
        await app.Screens["cashier-submit"].ClickAsync();
        await Expect(app.Screens["payment-done"]).ToBeVisibleAsync();
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await visit.KeepPictureAsync("withdraw-done");
        await app.Screens["payment-finish"].ClickAsync();

        await Expect(app["sheet"]).ToHaveCountAsync(0);
        (await machine.Up.Manager.BalanceAsync(account)).ShouldBe(17_950);
    }

    // SCR-6, FLOW-ACTION-1
    [Fact]
    public async Task A_trader_answers_an_action_of_the_broker()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync();
        var token = await machine.Up.NewInAppTokenAsync(person);

        await visit.Page.GotoAsync($"{machine.Up.BrokerUrl}/inapp/action?{BrokerScreens.Names}&lang=ar&theme=light&token={token}");
        await Expect(visit.Page).Not.ToHaveURLAsync(new Regex("token=", RegexOptions.None, TimeSpan.FromSeconds(1)));
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await visit.KeepPictureAsync("action");
        await visit.Screens["answer-rating-good"].CheckAsync(new() { Force = true });
        await visit.Screens["answer-wish"].FillAsync("Nothing.");
        await visit.Screens["action-submit"].ClickAsync();

        await Expect(visit.Screens["action-done"]).ToBeVisibleAsync();
    }
}
