using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.ClientArea.Home;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Money;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.ClientArea;

/// <summary>The start page of the client area.</summary>
public sealed class HomeTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private static readonly PaymentMethod Card = new() { Id = "card", Provider = "sandbox", Label = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "Card" } };

    private async Task<(Browser Browser, TestCrm Crm, BrokerUser User)> LogInAsync(Func<BrokerSettings, BrokerSettings>? change = null)
    {
        var crm = await host.NewCrmAsync(change: change);
        var user = await host.NewTraderAsync(crm);
        var browser = new Browser(host);
        await browser.LogInToClientAreaAsync(crm, user.Email);
        return (browser, crm, user);
    }

    private Task ChangeAsync(TestCrm crm, Func<BrokerSettings, BrokerSettings> change) => host.ApplyAsync(
        crm.Configuration with { Brokers = [.. crm.Configuration.Brokers.Select(broker => broker with { Settings = change(broker.Settings) })] });

    private async Task<Page> HomeAsync(Browser browser, TestCrm crm) => (await browser.GetAsync($"/client?{crm.Names()}")).ShouldShow("client-home");

    [Fact] // SCR-12: the page does not hang on the platform
    public async Task Balances_have_a_time_and_are_missed_aloud()
    {
        var (browser, crm, _) = await LogInAsync();
        using var _ = browser;
        host.Balances.Of[crm.Broker().Id] = null;
        var without = await HomeAsync(browser, crm);
        without.Find("balance").ShouldBeNull();
        without.Element("platform-away").TextContent.ShouldBe("Balances can't be shown right now. Everything else works as usual.");
        without.Element("account").ShouldNotBeNull();

        var readAt = host.Time.GetUtcNow();
        host.Balances.Of[crm.Broker().Id] = new(new MoneyAmount(123_456, 2), new MoneyAmount(120_000, 2), "EUR", readAt);
        var fresh = await HomeAsync(browser, crm);
        fresh.Element("balance").TextContent.ShouldContain("1,234.56 EUR");
        fresh.Element("equity").TextContent.ShouldContain("1,200.00 EUR");
        fresh.Element("balances-at").TextContent.ShouldContain("UTC");
        fresh.Find("platform-away").ShouldBeNull();

        host.Time.Advance(PlatformBalances.Fresh);
        var old = await HomeAsync(browser, crm);
        old.Element("balance").TextContent.ShouldContain("1,234.56 EUR");
        old.Find("balances-at").ShouldBeNull();
        old.Element("platform-away").TextContent.ShouldStartWith("Balances are from ");
    }

    [Fact] // MOD-14
    public async Task Each_thing_is_there_where_the_broker_has_it()
    {
        var (browser, crm, _) = await LogInAsync();
        using var _ = browser;
        var bare = await HomeAsync(browser, crm);
        foreach (var button in new[] { "open-trading", "trade-here", "deposit", "withdraw", "verification" })
        {
            bare.Find(button).ShouldBeNull(button);
        }

        await ChangeAsync(crm, static settings => settings with { WebUrl = new("https://web.example.test/info"), Cashier = settings.Cashier with { Methods = [Card] } });
        var full = await HomeAsync(browser, crm);
        foreach (var button in new[] { "open-trading", "deposit", "withdraw" })
        {
            full.Element(button);
        }

        await ChangeAsync(crm, static settings => settings with
        {
            Cashier = settings.Cashier with { Methods = [Card] },
            Modules = settings.Modules.With(Module.Withdrawal, isOn: false),
        });
        var less = await HomeAsync(browser, crm);
        less.Element("deposit");
        less.Find("withdraw").ShouldBeNull();
    }

    [Fact] // SCR-82
    public async Task Trading_opens_with_the_first_account_where_none_is_named()
    {
        var (browser, crm, user) = await LogInAsync(static settings => settings with { WebUrl = new("https://web.example.test/info") });
        using var _ = browser;
        var home = await HomeAsync(browser, crm);

        var named = await browser.SubmitAsync(home, "open-trading");
        var unnamed = await browser.SubmitAsync(home, "open-trading", ("acc", null));

        unnamed.ShouldLeadTo("https://web.example.test/info?source=web&token=").LocationParameter("acc").ShouldBe(named.LocationParameter("acc"));
        unnamed.LocationParameter("token").ShouldNotBe(named.LocationParameter("token"));
    }

    [Fact] // SCR-28, SCR-38
    public async Task Nothing_of_somebody_else_is_opened()
    {
        var (browser, crm, user) = await LogInAsync();
        using var _ = browser;
        var stranger = await host.NewTraderAsync(crm);
        var payment = await PayAsync(crm, stranger, 1);
        (await HomeAsync(browser, crm)).Find("payment").ShouldBeNull();

        (await ActAsync(("do", "deposit"), ("account", "1"))).ShouldShow("screen-error", 403);
        (await ActAsync(("do", "something"))).ShouldShow("screen-error", 400);
        var receipt = await ActAsync(("do", "receipt"), ("reference", payment.Reference));
        receipt.ShouldLeadTo("/inapp/deposit/receipt?").Location.ShouldNotContain("token");
        (await browser.FollowAsync(receipt)).ShouldShow("screen-error", 404);
        browser.FetchSite = "cross-site";
        (await ActAsync(("do", "deposit"))).ShouldShow("screen-error", 403);
        browser.FetchSite = "same-origin";
        browser.DropCookie("__Host-session");
        (await ActAsync(("do", "deposit"))).ShouldLeadTo("/client/login?");

        Task<Page> ActAsync(params (string Name, string Value)[] fields) =>
            browser.PostAsync($"/client/actions?{crm.Names()}", fields.ToDictionary(static field => field.Name, static field => field.Value));
    }

    [Fact]
    public async Task Payments_and_agreements_are_the_traders_own_the_latest_first()
    {
        var (browser, crm, user) = await LogInAsync();
        using var _ = browser;
        foreach (var amount in new long[] { 100, 200, 300, 400, 500, 600 })
        {
            await PayAsync(crm, user, amount);
        }

        foreach (var version in new[] { "1", "2" })
        {
            await host.Database.WriteAsync(
                session => AgreementStore.AddAsync(
                    session, crm.Broker().Id, user.Id, new("terms", version, Title: null, "en", new("https://broker.example.test/terms"), IsNewVersion: false), host.Time.GetUtcNow()),
                CancellationToken.None);
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var home = await HomeAsync(browser, crm);
        home.Document.QuerySelectorAll("[data-testid=payment]").Length.ShouldBe(5);
        home.Element("payment").TextContent.ShouldContain("6.00 EUR");
        home.Element("payment-state").TextContent.ShouldBe("Waiting");
        home.Document.QuerySelectorAll("[data-testid=agreement]").Select(static one => one.TextContent).ShouldAllBe(static text => text.Contains("Version ", StringComparison.Ordinal));
        home.Element("agreement").TextContent.ShouldContain("Version 2, accepted on");
        home.Element("home-devices").TextContent.ShouldBe("1 device");
        (await browser.FollowAsync(await browser.SubmitAsync(home, "all-payments", ("do", "payments")))).ShouldShow("history");
    }

    private Task<Payment> PayAsync(TestCrm crm, BrokerUser user, long amount) => host.Services.GetRequiredService<PaymentStore>().AddAsync(
        new(crm.Broker().Id, user.Id, PaymentKind.Deposit, 1, "EUR", new MoneyAmount(amount, 2), "card", "sandbox", PaymentState.Created, Guid.NewGuid().ToString("N")),
        CancellationToken.None);
}
