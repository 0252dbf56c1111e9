using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Payments;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Payments;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.Modules;

/// <summary>Modules are switched while everything runs, and one at a time.</summary>
public sealed class ModuleSwitchTests(CashierHost host) : IClassFixture<CashierHost>
{
    private static readonly (Module Module, string Path)[] Screens =
    [
        (Module.Deposit, "deposit"), (Module.Withdrawal, "withdraw"), (Module.Kyc, "kyc"), (Module.Actions, "action"), (Module.Chat, "chat"),
    ];

    private Task SwitchAsync(TestCrm crm, params (Module Module, bool IsOn)[] switches) => ChangeAsync(
        crm, settings => settings with { Modules = switches.Aggregate(settings.Modules, static (modules, one) => modules.With(one.Module, one.IsOn)) });

    private Task ChangeAsync(TestCrm crm, Func<BrokerSettings, BrokerSettings> change) => host.ApplyAsync(
        crm.Configuration with { Brokers = [.. crm.Configuration.Brokers.Select(broker => broker with { Settings = change(crm.Broker().Settings) })] });

    [Theory] // MOD-14, MOD-1, MOD-7, MOD-50
    [InlineData(Module.Deposit)]
    [InlineData(Module.Withdrawal)]
    [InlineData(Module.Kyc)]
    [InlineData(Module.Actions)]
    [InlineData(Module.Chat)]
    public async Task A_module_that_is_off_says_so_and_the_others_go_on(Module off)
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        await SwitchAsync(crm, (off, false));

        foreach (var (module, path) in Screens)
        {
            var opened = await trader.OpenAsync(browser, path, trader.Account);
            if (module == off)
            {
                opened.ShouldShow("screen-error", 404).Text.ShouldContain("Not available");
            }
            else
            {
                opened.Text.ShouldNotContain("Not available", customMessage: path);
            }
        }

        await SwitchAsync(crm, (off, true));
        (await trader.OpenAsync(browser, Screens.Single(one => one.Module == off).Path, trader.Account)).Text.ShouldNotContain("Not available");
    }

    [Fact] // MOD-14, MOD-15
    public async Task What_was_begun_is_seen_to_its_end_after_the_module_was_switched_off()
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm, balance: 0);
        using var browser = new Browser(host);
        await browser.GetAsync(crm.LoginUrl());
        var form = (await browser.FollowAsync(await trader.OpenAsync(browser, "deposit", trader.Account))).ShouldShow("deposit");
        var pay = await browser.FollowAsync(await browser.SubmitAsync(form, "cashier-submit", ("amount", "250")));

        await SwitchAsync(crm, (Module.Deposit, false));
        var returned = (await browser.SubmitAsync(pay, "sandbox-submit", ("choice", "pay"))).ShouldLeadTo($"{host.Url}inapp/deposit/payment?");
        await host.UntilAsync(crm, returned.LocationParameter("reference")!, PaymentState.Credited);

        (await browser.FollowAsync(returned)).ShouldShow("payment-done");
        (await host.BalanceAsync(trader.Account)).ShouldBe(25_000);
        (await browser.SubmitAsync(form, "cashier-submit", ("amount", "250"))).ShouldShow("screen-error", 404);
    }
}
