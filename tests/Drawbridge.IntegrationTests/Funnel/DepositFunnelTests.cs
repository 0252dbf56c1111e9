using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.Payments;
using Drawbridge.IntegrationTests.Payments;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Funnel;

public sealed class DepositFunnelTests(CashierHost host) : IClassFixture<CashierHost>
{
    [Theory] // SCR-42..44
    [InlineData("ios", "deposit_opened")]
    [InlineData("web", null)]
    public async Task Its_screens_have_an_event_in_mobile_applications(string source, string? eventName)
    {
        var crm = await host.NewCashierAsync(change: settings => settings with { Firebase = new() { Deposit = "deposit_opened", DepositReturn = "deposit_returned" } });
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        await browser.GetAsync(crm.LoginUrl());
        var opened = await browser.GetAsync($"/inapp/deposit?{crm.Names()}&account={trader.Account}&source={source}&token={await trader.NewTokenAsync()}");

        opened.LocationParameter("eventName").ShouldBe(eventName);
        var pay = await browser.FollowAsync(await browser.SubmitAsync(await browser.FollowAsync(opened), "cashier-submit", ("amount", "250")));
        (await browser.SubmitAsync(pay, "sandbox-submit", ("choice", "pay"))).LocationParameter("eventName").ShouldBe(eventName is null ? null : "deposit_returned");
    }

    [Fact] // SCR-43
    public async Task A_deposit_counts_from_the_amount_to_the_credit_and_a_withdrawal_does_not()
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        await browser.GetAsync(crm.LoginUrl());
        var form = (await browser.FollowAsync(await trader.OpenAsync(browser, "deposit", trader.Account))).ShouldShow("deposit");
        (await browser.SubmitAsync(form, "cashier-submit", ("amount", "-5"))).ShouldShow("deposit", 422);
        var pay = await browser.FollowAsync(await browser.SubmitAsync(form, "cashier-submit", ("amount", "250")));
        var returned = await browser.SubmitAsync(pay, "sandbox-submit", ("choice", "pay"));
        await host.UntilAsync(crm, returned.LocationParameter("reference")!, PaymentState.Credited);
        (await browser.FollowAsync(returned)).ShouldShow("payment-done");
        (await browser.FollowAsync(returned)).ShouldShow("payment-done");
        (await browser.FollowAsync(await trader.OpenAsync(browser, "withdraw", trader.Account))).ShouldShow("withdraw");

        await host.Services.GetRequiredService<FunnelRecorder>().WriteAsync(CancellationToken.None);
        var counts = await host.Services.GetRequiredService<FunnelStore>().ListAsync(
            new(crm.Broker().Crm.Id), new(DateOnly.MinValue, DateOnly.MaxValue), byDay: false, CancellationToken.None);

        counts.Where(static count => count.Flow == FunnelStep.Deposit).Select(static count => (count.Step, count.Visits)).ShouldBe([("amount", 1L), ("payment", 1L), ("credited", 1L)]);
    }
}
