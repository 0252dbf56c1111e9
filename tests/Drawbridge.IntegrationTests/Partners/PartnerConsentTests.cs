using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Partners.Agreements;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Reports.Counting;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Partners;

/// <summary>What partners agree to and read in the client area.</summary>
public sealed class PartnerConsentTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact] // FLOW-ATTR1-1
    public async Task Who_becomes_a_partner_agrees_first_and_again_to_a_new_version()
    {
        var crm = await host.NewCrmAsync(change: settings => settings with { Partners = Settings(new AgreementVersion("1", new("https://broker.example.com/partner-1"))) });
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        await browser.LogInToClientAreaAsync(crm, user.Email);
        var url = $"/client/partner?{crm.Names()}";

        var page = (await browser.GetAsync(url)).ShouldShow("partner-join");
        page.Element("agreement").ParentElement!.TextContent.ShouldContain("Partner agreement (1)");
        (await browser.SubmitAsync(page, "join-submit")).ShouldShow("partner-join", 422).Element("form-error").TextContent.ShouldContain("Partner agreement");
        (await PartnersOfAsync(crm, user.Id)).ShouldBeEmpty();
        (await browser.SubmitAsync(page, "join-submit", ("agree-partner", "1"))).Location.ShouldStartWith("/client/partner");
        (await PartnersOfAsync(crm, user.Id)).ShouldHaveSingleItem().Status.ShouldBe(PartnerStatus.Active);
        (await browser.GetAsync(url)).ShouldShow("partner-overview");

        await host.ApplyAsync(crm.Configuration with
        {
            Brokers =
            [
                crm.Configuration.Brokers[0] with
                {
                    Settings = crm.Configuration.Brokers[0].Settings with
                    {
                        Partners = Settings(new AgreementVersion("1", new("https://broker.example.com/partner-1")), new("2", new("https://broker.example.com/partner-2")) { ValidFrom = host.Time.GetUtcNow() }),
                    },
                },
            ],
        });
        (await browser.GetAsync(url)).Location.ShouldStartWith("/client/partner/agreements");
        page = (await browser.GetAsync($"/client/partner/agreements?{crm.Names()}")).ShouldShow("partner-agreements");
        (await browser.SubmitAsync(page, "agreements-submit")).ShouldShow("partner-agreements", 422);
        (await browser.SubmitAsync(page, "agreements-submit", ("agree-partner", "2"))).Location.ShouldStartWith("/client/partner?");
        (await browser.GetAsync(url)).ShouldShow("partner-overview");
        (await host.Services.GetRequiredService<PartnerAgreements>().ListAsync(crm.Broker().Id, user.Id, None)).Select(static one => one.Version).ShouldBe(["1", "2"]);
    }

    [Fact] // INV-9
    public async Task A_partner_reads_the_own_figures_and_takes_them_along_in_every_language()
    {
        var crm = await host.NewCrmAsync(change: settings => settings with { Partners = new() { PullInterval = TimeSpan.Zero } });
        var user = await host.NewTraderAsync(crm);
        var world = new PartnerDeskWorld(host, crm);
        var partner = (await world.Get<PartnerService>().RegisterAsync(crm.Broker(), new(user.Id, "Ann") { IsDecided = true, By = "eve" }, also: null, None)).ShouldBeOfType<PartnerOutcome.Done>().Partner;
        await world.NewTraderOfAsync(partner);
        await world.Get<FigureCounter>().CountAsync(crm.Broker(), None);
        using var browser = new Browser(host);
        await browser.LogInToClientAreaAsync(crm, user.Email);

        var page = (await browser.GetAsync($"/client/partner/reports?{crm.Names()}")).ShouldShow("partner-reports");
        page.Element("total-sign-ups").TextContent.ShouldBe("1");
        page.Element("chart-sign-ups").QuerySelector("svg title")!.TextContent.ShouldBe("Sign-ups");
        page.Element("chart-sign-ups").QuerySelector("svg desc")!.TextContent.ShouldContain("1 in all");
        var file = await browser.GetAsync(page.Element("export").GetAttribute("href")!);
        file.Text.ShouldStartWith("day,of,campaign,clicks,sign_ups");
        file.Text.ShouldContain(",own,,0,1,0,0,0,0,,0,0");
        (await browser.GetAsync($"/client/partner/reports?{crm.Names()}&lang=ar&scope=network")).ShouldShow("report-none");
        (await browser.GetAsync($"/client/partner/reports?{crm.Names()}&lang=de")).Element("tab-reports").TextContent.ShouldBe("Berichte");
    }

    private static PartnerSettings Settings(params AgreementVersion[] versions) => new()
    {
        PullInterval = TimeSpan.Zero, Registration = PartnerRegistration.Open,
        Agreements = [new() { Id = "partner", Title = new Dictionary<string, string> { ["en"] = "Partner agreement" }, Versions = versions }],
    };

    private Task<IReadOnlyList<Partner>> PartnersOfAsync(TestCrm crm, long userId) => host.Services.GetRequiredService<PartnerStore>().ListOfUserAsync(crm.Broker().Id, userId, None);
}
