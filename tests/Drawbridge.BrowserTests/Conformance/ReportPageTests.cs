using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Reports.Html;
using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>The report of a conformance run as people read it (CONF-0-6).</summary>
public sealed class ReportPageTests(Machine machine)
{
    private const string Overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 900)]
    [InlineData(ColorScheme.Dark, 1280, 900)]
    [InlineData(ColorScheme.Light, 390, 844)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task Nobody_is_kept_out_and_nothing_sticks_out(ColorScheme scheme, int width, int height)
    {
        await using var visit = await machine.VisitAsync(options =>
        {
            options.ColorScheme = scheme;
            options.ViewportSize = new() { Width = width, Height = height };
        });
        foreach (var (name, page) in new[] { ("report", HtmlReport.Write(Example, static step => step.Png)), ("runs", HistoryPages.List([Example, Example])) })
        {
            await visit.Page.SetContentAsync(page);
            await visit.Page.EvaluateAsync("for (const one of document.querySelectorAll('details')) { one.open = true; }");

            await visit.KeepPictureAsync($"conformance-{name}-{scheme}".ToLowerInvariant());
            (await visit.Page.EvaluateAsync<int>(Overflow)).ShouldBeLessThanOrEqualTo(0);
            (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty(name);
        }
    }

    [Fact]
    public async Task Cases_are_chosen_by_words_and_verdict()
    {
        await using var visit = await machine.VisitAsync();
        var page = visit.Page;
        await page.SetContentAsync(HtmlReport.Write(Example, static step => step.Png));

        await page.Locator(".chip", new() { HasText = "failed" }).ClickAsync();
        await Expect(page.Locator(".case:visible")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("nothing like that");
        await Expect(page.GetByText("No case is like that.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("P2B-4.2-8");
        await Expect(page.Locator(".case:visible")).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 2 cases");
    }

    [Fact]
    public async Task A_link_to_a_case_opens_it()
    {
        await using var visit = await machine.VisitAsync();

        await visit.Page.SetContentAsync(HtmlReport.Write(Example, static step => step.Png));
        await visit.Page.EvaluateAsync("location.hash = '#api/6.1.2/used-twice'");

        await Expect(visit.Page.GetByText("status 404 Not Found").Last).ToBeVisibleAsync();
        await Expect(visit.Page.GetByLabel("Answer").First).ToContainTextAsync("<script>");
    }

    private static RunRecord Example => RunRecorder.Record("20260131-120000-3f2a91", [new RunResult
    {
        Side = Side.Broker,
        Target = "Example Markets",
        Url = "https://crm.example.com",
        BrokerName = "example_main",
        BrokerCrmName = "example_crm",
        Version = "0.1.0",
        StartedAt = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
        Duration = TimeSpan.FromSeconds(73),
        Cases =
        [
            Case("api/6.1.1/valid-password", "Call 4.1 with the right password answers 200 with a crmApiToken", "CONF-6.1.1-1", Verdict.Passed),
            Case("api/6.1.2/used-twice", "An OT token can be exchanged once", "P2B-4.2-8", Verdict.Failed) with
            {
                Expected = "status 404 Not Found",
                Received = "200 OK",
                Remedy = "Delete the OT token in the same statement that reads it.",
                Steps =
                [
                    new()
                    {
                        Text = "exchanges the OT token (4.2)",
                        Exchange = new Exchange { Method = "POST", Url = "https://crm.example.com/oauth2/onetime/authorize?crmApiToken={crmApiToken 1}", Status = 200, AnswerBody = "<script>alert(1)</script>" },
                    },
                ],
            },
        ],
    }]);

    private static CaseResult Case(string id, string title, string requirement, Verdict verdict) => new()
    {
        Case = new() { Id = id, Title = title, Requirement = Requirement.Must(requirement), Remedy = "Do it as the protocol says.", RunAsync = static (_, _) => Task.CompletedTask },
        Verdict = verdict,
    };
}
