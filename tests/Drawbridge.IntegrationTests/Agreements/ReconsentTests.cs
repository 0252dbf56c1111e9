using System.Text.Json.Nodes;
using Drawbridge.Broker.Agreements;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Agreements;

/// <summary>What came into force since a user accepted last.</summary>
public sealed class ReconsentTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private static readonly Uri Terms = new("https://broker.example.test/terms");

    private static UserAgreement New(string id, params AgreementVersion[] versions) =>
        new() { Id = id, Title = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = $"The {id}" }, Versions = versions };

    private Task ChangeAsync(TestCrm crm, params UserAgreement[] agreements) => host.ApplyAsync(crm.Configuration with
    {
        Brokers = [.. crm.Configuration.Brokers.Select(broker => broker with { Settings = broker.Settings with { Agreements = agreements } })],
    });

    private Task<IReadOnlyList<AgreementConsent>> ConsentsAsync(TestCrm crm, long userId) =>
        host.Services.GetRequiredService<AgreementStore>().ListAsync(crm.Broker().Id, userId, CancellationToken.None);

    [Theory] // FLOW-CREATE-8, B2P-3.13-4
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_login_asks_for_each_new_version_once_and_goes_on_to_the_application(bool cookies)
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        await ChangeAsync(crm, New("terms", new AgreementVersion("1", Terms)), New("risk", new AgreementVersion("a", Terms)));
        using var browser = new Browser(host, keepsCookies: cookies);

        var page = await browser.LogInAsync(crm, user.Email, keep: true);
        page = cookies ? (await browser.FollowAsync(page.ShouldLeadTo("/account/agreements?"))).ShouldShow("agreements") : page.ShouldShow("agreements");
        var refused = (await browser.SubmitAsync(page, "agreements-submit", ("agree-terms", "1"))).ShouldShow("agreements", 422);
        refused.Text.ShouldContain("The risk");
        (await ConsentsAsync(crm, user.Id)).ShouldBeEmpty();
        var entered = (await browser.SubmitAsync(refused, "agreements-submit", ("agree-terms", "1"), ("agree-risk", "a"))).ShouldLeadTo(People.SuccessUrl);

        (await crm.ExchangeAsync(entered.LocationParameter("token")!)).Json.ContainsKey("accessToken").ShouldBeTrue(); // "keep me logged in" was not lost
        (await ConsentsAsync(crm, user.Id)).Select(static consent => (consent.Agreement, consent.Version, consent.Language, consent.Url))
            .ShouldBe([("risk", "a", "en", Terms.OriginalString), ("terms", "1", "en", Terms.OriginalString)], ignoreOrder: true);
        (await browser.LogInAsync(crm, user.Email)).ShouldLeadTo(People.SuccessUrl); // nothing left to ask

        await ChangeAsync(crm, New("terms", new AgreementVersion("1", Terms), new AgreementVersion("2", Terms) { ValidFrom = host.Time.GetUtcNow() }));
        var asked = await browser.LogInAsync(crm, user.Email);
        asked = cookies ? await browser.FollowAsync(asked) : asked;
        asked.ShouldShow("agreements").Text.ShouldContain("Our terms have changed");
        (await browser.SubmitAsync(asked, "agreements-submit", ("agree-terms", "1"))).ShouldShow("agreements", 422); // the box of an older form
    }

    [Fact]
    public async Task A_version_counts_from_its_day_on_in_the_language_of_the_user()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        var german = new Uri("https://broker.example.test/de/terms");
        var day = host.Time.GetUtcNow().AddMinutes(10);
        await ChangeAsync(crm, New("terms", new AgreementVersion("1", Terms) { ValidFrom = day, Urls = new Dictionary<string, Uri>(StringComparer.Ordinal) { ["de"] = german } }));
        using var browser = new Browser(host);
        (await browser.LogInAsync(crm, user.Email, more: "&lang=de")).ShouldLeadTo(People.SuccessUrl);

        host.Time.Advance(TimeSpan.FromMinutes(10));
        var page = await browser.FollowAsync(await browser.LogInAsync(crm, user.Email, more: "&lang=de"));

        page.ShouldShow("agreements").Text.ShouldContain($"href=\"{german.OriginalString}\"");
    }

    [Fact]
    public async Task Who_accepted_a_version_is_not_asked_again_if_the_broker_does_not_want_it()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        var second = New("terms", new AgreementVersion("2", Terms)) with { AskAgain = false };
        await host.Onboarding.AcceptAgreementsAsync(crm.Broker(), user.Id, [new("terms", "1", null, "en", Terms, IsNewVersion: false)], CancellationToken.None);
        await ChangeAsync(crm, second);
        using var browser = new Browser(host);

        (await browser.LogInAsync(crm, user.Email)).ShouldLeadTo(People.SuccessUrl);
        (await browser.LogInAsync(crm, (await host.NewTraderAsync(crm)).Email)).ShouldLeadTo("/account/agreements?");
    }

    [Fact] // SCR-12, SCR-82
    public async Task The_client_area_asks_before_it_shows_accounts_or_opens_the_platform()
    {
        var crm = await host.NewCrmAsync(change: static settings => settings with { WebUrl = new("https://web.example.test/info") });
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        var home = (await browser.FollowAsync(await browser.LogInToClientAreaAsync(crm, user.Email))).ShouldShow("client-home");
        await ChangeAsync(crm, New("terms", new AgreementVersion("1", Terms)));

        (await browser.SubmitAsync(home, "open-trading")).ShouldLeadTo("/account/agreements?");
        var page = await browser.FollowAsync((await browser.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/account/agreements?"));
        var back = await browser.SubmitAsync(page.ShouldShow("agreements"), "agreements-submit", ("agree-terms", "1"));

        (await browser.FollowAsync(back.ShouldLeadTo("/client?"))).ShouldShow("client-home");
    }

    [Fact] // BID-44
    public async Task Consent_of_one_broker_is_none_of_another()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var email = People.NewEmail();
        var first = await host.NewTraderAsync(crm, email: email);
        var second = await host.NewTraderAsync(crm, broker: 1, email: email);
        await ChangeAsync(crm, New("terms", new AgreementVersion("1", Terms)));
        await host.Onboarding.AcceptAgreementsAsync(crm.Broker(), first.Id, [new("terms", "1", null, "en", Terms, IsNewVersion: false)], CancellationToken.None);

        (await ConsentsAsync(crm, second.Id)).ShouldBeEmpty();
        (await host.Services.GetRequiredService<AgreementStore>().ListAsync(crm.Broker(1).Id, first.Id, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact] // MOD-13
    public async Task The_crm_reads_what_a_trader_agreed_to()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        await host.Onboarding.AcceptAgreementsAsync(crm.Broker(), user.Id, [new("terms", "2", null, "de", Terms, IsNewVersion: true)], CancellationToken.None);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/traders/{user.Id}");
        request.Headers.Authorization = new("Bearer", crm.Configuration.ManagementKey);
        using var answer = await host.Http.SendAsync(request);

        var consent = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["agreements"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)consent["agreement"]!, (string)consent["version"]!, (string)consent["language"]!, (string)consent["url"]!).ShouldBe(("terms", "2", "de", Terms.OriginalString));
        consent.AsObject().ContainsKey("reportedAt").ShouldBeFalse();
    }
}
