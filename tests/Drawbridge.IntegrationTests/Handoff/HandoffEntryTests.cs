using System.Globalization;
using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Handoff;

/// <summary>In-app screens of a broker whose users log in at the platform.</summary>
public sealed class HandoffEntryTests(HandoffHost host) : IClassFixture<HandoffHost>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static string Url(TestCrm crm, string token, string more = "", string screen = "action") => $"/inapp/{screen}?{crm.Names()}&token={token}{more}";

    private Task<IReadOnlyList<TradingAccount>> AccountsAsync(TestCrm crm, long userId) =>
        host.Services.GetRequiredService<AccountStore>().ListAsync(crm.Broker().Id, userId, None);

    private Task<BrokerUser?> FindAsync(TestCrm crm, HandedOver user) => host.Services.GetRequiredService<UserStore>().FindAsync(crm.Broker().Id, user.Id, None);

    private Task<long> CountUsersAsync() => host.Database.ReadAsync(session => session.GetAsync<long>("select count(*) from users"), None);

    [Fact] // FLOW-HANDOFF-4..6, FLOW-HANDOFF-9, FLOW-HANDOFF-10, SCR-38, MOD-4
    public async Task A_token_of_the_platform_opens_a_screen_once_and_no_token_of_ours_goes_back()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff);
        var user = await host.NewUserAsync(crm);
        var url = Url(crm, host.NewToken(user));
        using var browser = new Browser(host);
        using var thief = new Browser(host);

        var page = (await browser.GetAsync(url)).ShouldShow("action");
        (await browser.GetAsync(url)).ShouldShow("action"); // a reload asks nobody
        (await thief.GetAsync(url)).ShouldShow("screen-error", 404).Text.ShouldContain("expired");
        var back = (await browser.SubmitAsync((await browser.SubmitAsync(page, "action-submit", ("answer-text", "Good"))).ShouldShow("action-done"), "action-finish"));

        back.ShouldLeadTo(People.SuccessUrl).LocationParameter("token").ShouldBeNull();
        (back.LocationParameter("brokerName"), back.LocationParameter("brokerCrmName")).ShouldBe((crm.Broker().Name.Value, crm.Configuration.Name));
    }

    [Fact] // FLOW-HANDOFF-6, SCR-28
    public async Task The_account_is_the_one_that_the_platform_says_and_is_learned_with_it()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff);
        var user = await host.NewUserAsync(crm);
        var second = host.Platform.NewAccount(crm.Broker().Name.Value, "USD");
        using var browser = new Browser(host, keepsCookies: false);

        (await browser.GetAsync(Url(crm, host.NewToken(user), $"&account={user.Account}", "deposit"))).ShouldShow("deposit").Text
            .ShouldContain(user.Account.ToString(CultureInfo.InvariantCulture));
        (await browser.GetAsync(Url(crm, host.NewToken(user, second), screen: "withdraw"))).ShouldShow("withdraw").Text.ShouldContain("USD");
        (await browser.GetAsync(Url(crm, host.NewToken(user), $"&account={second}", "deposit"))).ShouldShow("screen-error", 403);

        (await AccountsAsync(crm, user.Id)).Select(static account => (account.TraderLogin, account.DepositCurrency)).ShouldBe([(user.Account, "EUR"), (second, "USD")]);
    }

    [Fact] // FLOW-HANDOFF-8, FLOW-MIGRATE-5
    public async Task Who_is_not_linked_yet_is_found_by_a_proven_address_and_linked()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff);
        var user = await host.NewUserAsync(crm, linked: false);
        using var browser = new Browser(host, keepsCookies: false);

        (await browser.GetAsync(Url(crm, host.Platform.NewHandoffToken(user.CtraderUserId, user.Email.ToUpperInvariant(), user.Account)))).ShouldShow("action");
        (await FindAsync(crm, user))!.CtraderUserId.ShouldBe(user.CtraderUserId);
        (await browser.GetAsync(Url(crm, host.Platform.NewHandoffToken(user.CtraderUserId, "other@example.com", user.Account)))).ShouldShow("action");
    }

    [Fact] // FLOW-HANDOFF-8
    public async Task Nobody_is_made_and_nobody_is_taken_for_the_owner_of_an_address_that_is_not_proven()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff);
        var squatter = await host.NewUserAsync(crm, linked: false, proven: false);
        var other = await host.NewUserAsync(crm);
        var users = await CountUsersAsync();
        using var browser = new Browser(host, keepsCookies: false);
        string[] addresses = [squatter.Email, other.Email, "nobody@example.com", ""];

        foreach (var address in addresses)
        {
            var page = await browser.GetAsync(Url(crm, host.Platform.NewHandoffToken(99, address, squatter.Account)));
            page.ShouldShow("screen-error", 404).Element("error-code").TextContent.ShouldBe("USER_NOT_FOUND");
            page.Href("error-register").ShouldStartWith("/auth/login?");
        }

        (await CountUsersAsync()).ShouldBe(users);
        (await FindAsync(crm, squatter))!.CtraderUserId.ShouldBeNull();
        (await AccountsAsync(crm, squatter.Id)).ShouldBeEmpty();
    }

    [Fact] // FLOW-HANDOFF-7, ERR-42, B2P-0-10
    public async Task A_refused_manager_token_is_replaced_and_the_redeem_repeated_once()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff);
        var user = await host.NewUserAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);

        host.Platform.Next("redeem", Faults.Refuse(401, "AUTHENTICATION_FAILED"));
        (await browser.GetAsync(Url(crm, host.NewToken(user)))).ShouldShow("action");
        host.Platform.Next("redeem", Faults.Refuse(401, "AUTHENTICATION_FAILED"), Faults.Refuse(401, "AUTHENTICATION_FAILED"));
        var before = host.Platform.Count("redeem");
        (await browser.GetAsync(Url(crm, host.NewToken(user)))).ShouldShow("screen-error", 500);
        (host.Platform.Count("redeem") - before).ShouldBe(2);
    }

    [Fact] // FLOW-HANDOFF-7, ERR-42
    public async Task A_manager_without_rights_is_the_brokers_business_and_not_the_traders()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff);
        var user = await host.NewUserAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        host.Platform.Next("redeem", Faults.Refuse(403, "NOT_ENOUGH_RIGHTS"));

        var page = (await browser.GetAsync(Url(crm, host.NewToken(user)))).ShouldShow("screen-error", 500);

        page.Text.ShouldNotContain("NOT_ENOUGH_RIGHTS");
        page.Text.ShouldNotContain("manager");
        host.Log.Lines.ShouldContain(line =>
            line.Contains("403 NOT_ENOUGH_RIGHTS", StringComparison.Ordinal) && line.Contains(crm.Broker().Name.Value, StringComparison.Ordinal));
    }

    [Fact] // FLOW-HANDOFF-7
    public async Task While_the_platform_is_away_the_same_link_can_be_tried_again()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff);
        var user = await host.NewUserAsync(crm);
        var url = Url(crm, host.NewToken(user));
        using var browser = new Browser(host, keepsCookies: false);
        Fault[] ways = [Faults.ResetBefore, Faults.Refuse(500, "UNKNOWN_ERROR"), Faults.Refuse(429, "REQUEST_FREQUENCY_EXCEEDED", 40)];
        foreach (var way in ways)
        {
            host.Platform.Next("redeem", way);
            var page = (await browser.GetAsync(url)).ShouldShow("screen-error", 503);
            page.Href("error-retry").ShouldBe("");
            int.Parse(page.Headers["Retry-After"], CultureInfo.InvariantCulture).ShouldBe(way == ways[2] ? 40 : 15);
        }

        host.Time.Advance(TimeSpan.FromHours(1)); // all calls of the manager kept quiet meanwhile
        (await browser.GetAsync(url)).ShouldShow("action");
    }

    [Fact] // BID-28, BID-44
    public async Task A_token_of_another_broker_of_the_same_manager_is_refused_and_links_nobody()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff, brokers: 2);
        var user = await host.NewUserAsync(crm, linked: false);
        var theirs = host.Platform.NewAccount(crm.Configuration.Brokers[1].Name);
        using var browser = new Browser(host, keepsCookies: false);

        var page = await browser.GetAsync(Url(crm, host.NewToken(user, theirs)));

        page.ShouldShow("screen-error", 403).Element("error-code").TextContent.ShouldBe("BROKER_ID_MISMATCH");
        (await FindAsync(crm, user))!.CtraderUserId.ShouldBeNull();
    }

    [Fact] // BID-44
    public async Task An_account_that_is_stored_as_another_users_is_used_by_neither()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff);
        var (first, second) = (await host.NewUserAsync(crm), await host.NewUserAsync(crm));
        using var browser = new Browser(host, keepsCookies: false);
        (await browser.GetAsync(Url(crm, host.NewToken(first)))).ShouldShow("action");

        (await browser.GetAsync(Url(crm, host.NewToken(second, first.Account)))).ShouldShow("screen-error", 500);

        (await AccountsAsync(crm, second.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Guessing_does_not_use_up_the_calls_that_the_platform_allows()
    {
        await using var own = new ThrottledHandoffHost();
        await own.InitializeAsync();
        var crm = await own.NewCrmAsync(IdentityOption.Handoff);
        var user = await own.NewUserAsync(crm);
        using var browser = new Browser(own, keepsCookies: false);
        for (var i = 0; i < ThrottledHandoffHost.Limit; i++)
        {
            (await browser.GetAsync(Url(crm, own.NewToken(user)))).ShouldShow("action"); // successes do not count
            (await browser.GetAsync(Url(crm, TokenText.Generate(TokenKind.OneTime)))).ShouldShow("screen-error", 404);
        }

        var before = own.Platform.Count("redeem");
        (await browser.GetAsync(Url(crm, TokenText.Generate(TokenKind.OneTime)))).ShouldShow("screen-error", 503).Headers.ShouldContainKey("Retry-After");
        own.Platform.Count("redeem").ShouldBe(before);
    }
}
