using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.IntegrationTests.Handoff;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.NewAccounts;

/// <summary>A further account, opened from an application, on SQLite.</summary>
public sealed class SqliteNewAccountTests(HandoffHost host) : NewAccountTests(host), IClassFixture<HandoffHost>;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresNewAccountTests(PostgresHandoffHost host) : NewAccountTests(host), IClassFixture<PostgresHandoffHost>;

public abstract class NewAccountTests(HandoffHost host)
{
    private static string Url(TestCrm crm, string token) => $"/account/create?{crm.Names()}&token={token}&lang=en&source=iOS";

    private static (string, string?)[] Choice(string currency = "USD") => [("currency", currency), ("leverage", "10000")];

    private async Task<string> TokenAsync(TestCrm crm, HandedOver user)
    {
        if (crm.Broker().Settings.Identity == IdentityOption.Handoff)
        {
            return host.NewToken(user);
        }

        var issued = await host.Services.GetRequiredService<OneTimeTokenService>().IssueAsync(
            crm.Broker(), user.CtraderUserId, OneTimeTokenPurpose.InApp, keepLoggedIn: false, CancellationToken.None);
        return issued!.Token.Reveal();
    }

    /// <summary>The accounts that were opened here.</summary>
    private async Task<IReadOnlyList<TradingAccount>> OpenedAsync(TestCrm crm, HandedOver user) =>
        [.. (await host.Services.GetRequiredService<AccountStore>().ListAsync(crm.Broker().Id, user.Id, CancellationToken.None)).Where(a => a.TraderLogin != user.Account)];

    [Theory] // FLOW-NEWACC-1..3, SCR-2, SCR-27, SCR-38, SCR-56, CONF-6.3.6-1, CONF-6.3.6-2
    [InlineData(IdentityOption.Sso)]
    [InlineData(IdentityOption.Handoff)]
    public async Task It_is_opened_linked_stored_and_the_application_gets_back(IdentityOption identity)
    {
        var crm = await host.NewCrmAsync(identity);
        var user = await host.NewUserAsync(crm);
        using var browser = new Browser(host);
        await browser.GetAsync(crm.LoginUrl()); // cookies come back from then on
        var url = Url(crm, await TokenAsync(crm, user));

        var moved = (await browser.GetAsync(url)).ShouldLeadTo("/account/new?");
        moved.LocationParameter("token").ShouldBeNull();
        (await browser.GetAsync($"/account/create?{crm.Names()}")).ShouldLeadTo("/account/new?"); // a reload without the token
        var page = (await browser.FollowAsync(moved)).ShouldShow("account-create");
        page.Href("close").ShouldStartWith(People.SuccessUrl);
        (await browser.SubmitAsync(page, "account-submit", Choice("JPY"))).ShouldShow("account-create", 422);
        (await OpenedAsync(crm, user)).ShouldBeEmpty();
        var back = (await browser.SubmitAsync(page, "account-submit", Choice())).ShouldLeadTo(People.SuccessUrl);

        var opened = (await OpenedAsync(crm, user)).ShouldHaveSingleItem();
        opened.DepositCurrency.ShouldBe("USD");
        host.Platform.Links[opened.TraderLogin].ShouldBe(user.CtraderUserId);
        if (identity == IdentityOption.Handoff)
        {
            back.LocationParameter("token").ShouldBeNull();
        }
        else
        {
            (await crm.ExchangeAsync(back.LocationParameter("token")!)).Json["userId"]!.GetValue<long>().ShouldBe(user.CtraderUserId);
        }

        using var thief = new Browser(host);
        (await thief.GetAsync(url)).ShouldShow("screen-error", 404);
        (await thief.GetAsync($"/account/new?{crm.Names()}")).ShouldShow("screen-error", 400);
    }

    [Fact] // FLOW-CREATE-22
    public async Task The_same_form_sent_many_times_opens_one_account_and_another_form_another()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Sso);
        var user = await host.NewUserAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var first = (await browser.GetAsync(Url(crm, await TokenAsync(crm, user)))).ShouldShow("account-create");
        var second = (await browser.GetAsync(Url(crm, await TokenAsync(crm, user)))).ShouldShow("account-create");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.SubmitAsync(first, "account-submit", Choice())));
        answers.ShouldAllBe(static answer => answer.Headers.ContainsKey("Location") || answer.Find("status-waiting") != null);
        (await browser.SubmitAsync(first, "account-submit", Choice())).ShouldLeadTo(People.SuccessUrl);
        (await OpenedAsync(crm, user)).Count.ShouldBe(1);
        (await browser.SubmitAsync(second, "account-submit", Choice("EUR"))).ShouldLeadTo(People.SuccessUrl);

        (await OpenedAsync(crm, user)).Select(static account => account.DepositCurrency).ShouldBe(["USD", "EUR"]);
    }

    [Fact] // FLOW-CREATE-22
    public async Task While_the_platform_is_away_it_is_waited_for_and_gone_on_with()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Sso);
        var user = await host.NewUserAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = (await browser.GetAsync(Url(crm, await TokenAsync(crm, user)))).ShouldShow("account-create");
        var refused = Faults.Refuse(401, "AUTHENTICATION_FAILED");
        host.Platform.Next("3.3", refused, refused); // until somebody mends the manager's password

        var waiting = (await browser.SubmitAsync(page, "account-submit", Choice())).ShouldShow("status-waiting");
        using var other = new Browser(host, keepsCookies: false);
        var stranger = await host.NewUserAsync(crm);
        var theirs = (await other.GetAsync(Url(crm, await TokenAsync(crm, stranger)))).ShouldShow("account-create");
        var action = waiting.Element("status-retry").Closest("form")!.GetAttribute("action")!;
        (await other.PostAsync(action, new() { ["session"] = theirs.Document.QuerySelector("input[name=session]")!.GetAttribute("value")! })).ShouldShow("screen-error", 404);

        Page? last = null;
        await host.UntilAsync(
            async () =>
            {
                host.Time.Advance(TimeSpan.FromMinutes(1));
                last = await browser.SubmitAsync(waiting, "status-retry");
                return last.Find("status-waiting") is null;
            },
            () => last!.Text);
        last!.ShouldLeadTo(People.SuccessUrl);
        (await OpenedAsync(crm, user)).ShouldHaveSingleItem();
        host.Platform.Traders.Count(trader => trader.Request["brokerName"]!.GetValue<string>() == crm.Broker().Name.Value && trader.Description is not null).ShouldBe(1);
    }

    [Fact]
    public async Task A_trader_has_as_many_as_the_broker_allows()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Sso);
        await host.ChangeAsync(crm, static settings => settings with { MaximumAccounts = 1 });
        var user = await host.NewUserAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = (await browser.GetAsync(Url(crm, await TokenAsync(crm, user)))).ShouldShow("account-create");
        var more = (await browser.GetAsync(Url(crm, await TokenAsync(crm, user)))).ShouldShow("account-create");

        (await browser.SubmitAsync(page, "account-submit", Choice())).ShouldLeadTo(People.SuccessUrl);
        (await browser.SubmitAsync(more, "account-submit", Choice())).ShouldShow("account-create", 422).Text.ShouldContain("1 account, ");

        (await OpenedAsync(crm, user)).ShouldHaveSingleItem();
    }

    [Fact] // FLOW-CREATE-8
    public async Task An_agreement_is_asked_for_once()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Sso);
        await host.ChangeAsync(crm, static settings => settings with { Agreements = [new() { Versions = [new("7", new("https://broker.example.test/terms"))] }] });
        var user = await host.NewUserAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = (await browser.GetAsync(Url(crm, await TokenAsync(crm, user)))).ShouldShow("account-create");

        (await browser.SubmitAsync(page, "account-submit", Choice())).ShouldShow("account-create", 422);
        (await browser.SubmitAsync(page, "account-submit", [.. Choice(), ("agree-agreement", "7")])).ShouldLeadTo(People.SuccessUrl);

        (await browser.GetAsync(Url(crm, await TokenAsync(crm, user)))).ShouldShow("account-create").Find("agreement").ShouldBeNull();
    }

    [Fact] // B2P-3.3-4, B2P-3.3-17, B2P-3.4-6, B2P-0-5, WS-72
    public async Task A_product_is_chosen_without_a_script_and_a_demo_account_is_opened_where_demo_accounts_are()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Sso);
        await host.ChangeAsync(crm, static settings => settings with
        {
            Demo = settings.Platform with { EnvironmentName = "demo" },
            Accounts =
            [
                new() { Id = "standard", Name = Text("Standard") },
                new() { Id = "swap-free", Name = Text("Swap free"), Currencies = ["GBP"], LeveragesInCents = [2000], SwapFree = true },
                new() { Id = "practice", Name = Text("Practice"), Intro = Text("To try things"), IsDemo = true, OpeningBalance = 1_000_000, Currencies = ["CHF"], LeveragesInCents = [3000] },
            ],
        });
        var user = await host.NewUserAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = (await browser.GetAsync(Url(crm, await TokenAsync(crm, user)))).ShouldShow("account-create");
        page.Find("currency-GBP").ShouldNotBeNull();

        var practice = (await browser.SubmitAsync(page, "product-practice", ("choose", "practice"))).ShouldShow("account-create");
        practice.Find("currency-GBP").ShouldBeNull();
        practice.Text.ShouldContain("play money");
        (await browser.SubmitAsync(practice, "account-submit", ("currency", "GBP"))).ShouldShow("account-create", 422); // of another product
        (await browser.SubmitAsync(practice, "account-submit")).ShouldLeadTo(People.SuccessUrl);
        var swapFree = (await browser.GetAsync(Url(crm, await TokenAsync(crm, user)) + "&product=swap-free")).ShouldShow("account-create");
        (await browser.SubmitAsync(swapFree, "account-submit")).ShouldLeadTo(People.SuccessUrl);

        var opened = await OpenedAsync(crm, user);
        opened.Select(static account => (account.Product, account.EnvironmentName, account.DepositCurrency)).ShouldBe([("practice", "demo", "CHF"), ("swap-free", "live", "GBP")]);
        var requests = host.Platform.Traders.Where(trader => opened.Any(account => account.TraderLogin == trader.Login)).OrderBy(static trader => trader.Login).ToList();
        requests[0].Request["balance"]!.GetValue<long>().ShouldBe(1_000_000);
        requests[1].Request["balance"]!.GetValue<long>().ShouldBe(0);
        requests[1].Request["swapFree"]!.GetValue<bool>().ShouldBeTrue();
    }

    private static Dictionary<string, string> Text(string english) => new(StringComparer.Ordinal) { ["en"] = english };
}
