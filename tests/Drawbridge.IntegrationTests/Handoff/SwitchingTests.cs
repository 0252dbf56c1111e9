using System.Net;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Crm;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Handoff;

/// <summary>The identity option of a broker, and its change while everything runs.</summary>
public sealed class SwitchingTests(HandoffHost host) : IClassFixture<HandoffHost>
{
    private static string Url(TestCrm crm, string token) => $"/inapp/action?{crm.Names()}&token={token}";

    private async Task<string> NewOwnTokenAsync(TestCrm crm, HandedOver user)
    {
        var issued = await host.Services.GetRequiredService<OneTimeTokenService>().IssueAsync(
            crm.Broker(), user.CtraderUserId, OneTimeTokenPurpose.InApp, keepLoggedIn: false, CancellationToken.None);
        return issued!.Token.Reveal();
    }

    private async Task<bool> OpensAsync(TestCrm crm, string token)
    {
        using var browser = new Browser(host, keepsCookies: false);
        var page = await browser.GetAsync(Url(crm, token));
        page.Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NotFound);
        return page.Find("action") is not null;
    }

    [Theory] // MOD-5, MOD-44, FLOW-MIGRATE-3, FLOW-MIGRATE-6, FLOW-MIGRATE-7
    [InlineData(IdentityOption.Sso, false, true, false)]
    [InlineData(IdentityOption.Sso, true, true, true)]
    [InlineData(IdentityOption.Handoff, true, true, true)]
    [InlineData(IdentityOption.Handoff, false, false, true)]
    public async Task Only_the_token_check_follows_the_option(IdentityOption identity, bool switching, bool takesOwn, bool takesPlatforms)
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff);
        await host.ChangeAsync(crm, settings => settings with { Identity = identity, SwitchingIdentity = switching });
        var user = await host.NewUserAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        await browser.GetAsync(Url(crm, host.NewToken(user))); // the account is known from then on, where the platform's tokens count

        (await OpensAsync(crm, await NewOwnTokenAsync(crm, user))).ShouldBe(takesOwn);
        (await OpensAsync(crm, host.NewToken(user))).ShouldBe(takesPlatforms);
    }

    [Fact] // FLOW-MIGRATE-7: our own are not told to the platform, and what we refuse it is not asked
    public async Task While_switching_our_own_tokens_come_first()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff, switching: true);
        var user = await host.NewUserAsync(crm);
        var token = await NewOwnTokenAsync(crm, user);
        var before = host.Platform.Count("redeem");

        (await OpensAsync(crm, token)).ShouldBeTrue();
        (await OpensAsync(crm, token)).ShouldBeFalse(); // used

        host.Platform.Count("redeem").ShouldBe(before);
    }

    [Fact] // MOD-43, MOD-44
    public async Task Screens_that_are_open_go_on_across_a_switch_and_back()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff);
        var user = await host.NewUserAsync(crm);
        using var handedOver = new Browser(host);
        using var signedOn = new Browser(host, keepsCookies: false);
        var first = (await handedOver.GetAsync(Url(crm, host.NewToken(user)))).ShouldShow("action");

        await host.ChangeAsync(crm, settings => settings with { Identity = IdentityOption.Sso });
        (await handedOver.GetAsync($"/inapp/action?{crm.Names()}")).ShouldShow("action");
        var done = (await handedOver.SubmitAsync(first, "action-submit", ("answer-text", "Good"))).ShouldShow("action-done");
        (await handedOver.SubmitAsync(done, "action-finish")).LocationParameter("token").ShouldNotBeNull(); // the option of now counts
        var second = (await signedOn.GetAsync(Url(crm, await NewOwnTokenAsync(crm, user)))).ShouldShow("action");

        await host.ChangeAsync(crm, settings => settings with { Identity = IdentityOption.Handoff });
        done = (await signedOn.SubmitAsync(second, "action-submit", ("answer-text", "Good"))).ShouldShow("action-done");
        (await signedOn.SubmitAsync(done, "action-finish")).ShouldLeadTo(People.SuccessUrl).LocationParameter("token").ShouldBeNull();
    }

    [Fact] // FLOW-HANDOFF-10, P2B-0-11
    public async Task Under_handoff_the_platform_gets_no_answer_and_the_crm_no_token()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Sso);
        var user = await host.NewUserAsync(crm);
        var apiToken = await crm.CrmApiTokenAsync();
        var own = await NewOwnTokenAsync(crm, user);
        (string Path, object? Body, string Query)[] calls =
        [
            (CrmPaths.AuthorizeOneTime, new { code = own }, ""),
            (CrmPaths.Authorize, new { accessToken = "dbat_0123456789012345678901234567890123456789012" }, ""),
            (CrmPaths.GenerateOneTime, new { userId = user.CtraderUserId }, ""),
            (CrmPaths.Logout, null, $"&userId={user.CtraderUserId}&accessToken="),
        ];
        await host.ChangeAsync(crm, static settings => settings with { Identity = IdentityOption.Handoff });

        (await crm.PostAsync(CrmPaths.CrmApiToken, new { password = crm.Password }, authenticate: false)).ShouldBeRefused(403, CrmErrorCode.InsufficientPermissions);
        foreach (var (path, body, query) in calls)
        {
            (await crm.PostAsync(path, body, query: $"{crm.Names()}&crmApiToken={apiToken}{query}")).ShouldBeRefused(403, CrmErrorCode.InsufficientPermissions);
        }

        await host.ChangeAsync(crm, static settings => settings with { SwitchingIdentity = true }); // FLOW-MIGRATE-2
        (await crm.ExchangeAsync(own)).Json["userId"]!.GetValue<long>().ShouldBe(user.CtraderUserId);
    }

    [Fact] // MOD-18, MOD-20
    public async Task Embedded_web_under_handoff_is_refused_when_it_is_configured()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff);
        var broker = crm.Configuration.Brokers[0];
        var web = crm.Configuration with { Brokers = [broker with { Settings = broker.Settings with { WebUrl = new("https://web.example.test/"), Modules = broker.Settings.Modules with { EmbeddedWeb = true } } }] };

        BrokerConfigurationValidator.Validate([web]).ShouldHaveSingleItem().ShouldContain("Settings:Modules:EmbeddedWeb: embedded cTrader Web needs Identity Sso");
        BrokerConfigurationValidator.Validate([crm.Configuration]).ShouldBeEmpty();
    }
}
