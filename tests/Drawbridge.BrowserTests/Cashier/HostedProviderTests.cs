using System.Globalization;
using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.HostedProvider;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Cashier;

/// <summary>Deposits through a payment provider on another server, inside the simulated app, and what traders see of them afterwards.</summary>
[Collection(SeededBrokers.Name)]
public sealed class HostedProviderTests(Machine machine)
{
    private async Task<ProviderPages> StartProviderAsync()
    {
        var up = machine.Up;
        up.Broker.GetRequiredService<IOptions<HostedProviderOptions>>().Value.AuthorityFile = up.AuthorityFile;
        var provider = await ProviderPages.StartAsync(up.ServerCertificate, up.Http);
        await up.ConfigureCrmsAsync(crm => crm with
        {
            PaymentProviders =
            [
                new()
                {
                    Name = "acme", ApiKey = "prov_0123456789abcdef", NotificationSecret = provider.Secret.Reveal(),
                    Settings = new() { CreateUrl = new(provider.Url + "/create"), PageOrigins = [new(provider.Url)] },
                },
            ],
            Brokers = [.. crm.Brokers.Select(static broker => broker with { Settings = broker.Settings with { Cashier = broker.Settings.Cashier with { Methods = [.. broker.Settings.Cashier.Methods, Acme] } } })],
        });
        return provider;
    }

    private static PaymentMethod Acme { get; } = new()
    {
        Id = "acme", Provider = "acme", Withdrawals = false, DepositFee = new() { Percent = 1.5m, Fixed = 0.30m },
        Label = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "Acme Pay", ["de"] = "Acme Pay", ["es"] = "Acme Pay", ["ar"] = "Acme Pay" },
    };

    // SCR-3, CONF-6.3.4-2, FLOW-DEPOSIT-1..4, FLOW-INAPP-4..9
    [Fact]
    public async Task A_trader_pays_on_the_page_of_a_provider_elsewhere_and_takes_the_receipt()
    {
        await using var provider = await StartProviderAsync();
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync();
        visit.Allow(new Uri(provider.Url).Authority);
        var app = visit.App;
        await app.EnterAsync(person);
        var account = long.Parse(await app.AccountLogin.InnerTextAsync(), CultureInfo.InvariantCulture);

        await app["action-deposit"].ClickAsync();
        await app.Screens["amount"].FillAsync("200");
        await app.Screens["method-acme"].CheckAsync(new() { Force = true });
        await visit.KeepPictureAsync("fee-method");
        await app.Screens["cashier-submit"].ClickAsync();
        await Expect(app.Screens["confirm-total"]).ToContainTextAsync("203.30");
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await visit.KeepPictureAsync("confirm");
        await app.Screens["confirm-submit"].ClickAsync();
        await app.Screens["provider-pay"].ClickAsync();
        await Expect(app.Screens["payment-done"]).ToBeVisibleAsync();
        await visit.KeepPictureAsync("hosted-done");
        (await machine.Up.Manager.BalanceAsync(account)).ShouldBe(20_000);

        await app.Screens["payment-receipt"].ClickAsync();
        await Expect(app.Screens["receipt-total"]).ToContainTextAsync("203.30");
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await visit.KeepPictureAsync("receipt");
        await app.Screens["receipt-back"].ClickAsync();
        await Expect(app.Screens["history-item"]).ToHaveCountAsync(1);
        await app.Screens["payment-finish"].ClickAsync();
        await Expect(app["sheet"]).ToHaveCountAsync(0);
    }

    // SCR-45, SCR-60, SCR-76
    [Theory]
    [InlineData("de", "dark")]
    [InlineData("ar", "light")]
    [InlineData("es", "light")]
    public async Task Payments_and_receipts_read_well_in_every_language_without_scripts(string language, string theme)
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync(static options => options.JavaScriptEnabled = false);
        var token = await machine.Up.NewInAppTokenAsync(person);
        await visit.Page.GotoAsync($"{machine.Up.BrokerUrl}/inapp/deposit?{BrokerScreens.Names}&lang={language}&theme={theme}&token={token}");
        foreach (var amount in new[] { "150", "75.01", "300" })
        {
            await visit.Screens["amount"].FillAsync(amount);
            await visit.Screens["method-bank"].CheckAsync(new() { Force = true });
            await visit.Screens["cashier-submit"].ClickAsync();
            await visit.Screens["confirm-submit"].ClickAsync();
            await visit.Screens["sandbox-submit"].ClickAsync();
            await Expect(visit.Screens[amount == "75.01" ? "payment-failed" : "payment-done"]).ToBeVisibleAsync();
            await visit.Page.GotoAsync($"{machine.Up.BrokerUrl}/inapp/deposit?{BrokerScreens.Names}&lang={language}&theme={theme}");
        }

        await visit.KeepPictureAsync("deposit-again");
        await visit.Screens["history-all"].ClickAsync();
        await Expect(visit.Screens["history-item"]).ToHaveCountAsync(3);
        await visit.KeepPictureAsync("history");
        await visit.Screens["history-item"].First.ClickAsync();
        await Expect(visit.Screens["receipt"]).ToBeVisibleAsync();
        await visit.KeepPictureAsync("receipt");
    }
}
