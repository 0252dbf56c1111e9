using Drawbridge.Broker.Console.Staff;
using Drawbridge.IntegrationTests.Kyc;

namespace Drawbridge.IntegrationTests.StaffConsole;

public sealed class ConsoleKycOnSqlite(SqliteKycHost host) : ConsoleKycTests(host), IClassFixture<SqliteKycHost>;

public sealed class ConsoleKycOnPostgres(PostgresKycHost host) : ConsoleKycTests(host), IClassFixture<PostgresKycHost>;

/// <summary>Deciding verifications in the console, on each engine.</summary>
public abstract class ConsoleKycTests(KycHost host)
{
    [Fact] // SCR-5, FLOW-KYC-2, FLOW-KYC-3
    public async Task Compliance_reviews_looks_at_files_and_approves_and_the_crm_is_told()
    {
        var (desk, reference) = await NewCaseAsync();
        using var browser = await desk.SignInAsync(StaffRoles.Compliance);
        (await browser.GetAsync("/console")).Element("tile-kyc").QuerySelector("b")!.TextContent.ShouldBe("1");
        (await browser.GetAsync("/console/kyc")).Element("kyc-list").TextContent.ShouldContain(reference);
        var page = (await browser.GetAsync($"/console/kyc/{reference}")).ShouldShow("kyc-case");
        page.Element("kyc-step-person").TextContent.ShouldContain("1990-02-28");
        page.Element("kyc-step-person").TextContent.ShouldContain("First name");
        var image = page.Document.QuerySelector("[data-testid=kyc-file] img")!.GetAttribute("src")!;

        var file = await browser.GetAsync(image);
        (file.Headers["Content-Type"], file.Headers["X-Content-Type-Options"], file.Headers["Cache-Control"]).ShouldBe(("image/jpeg", "nosniff", "no-store"));
        file.Headers["Content-Disposition"].ShouldStartWith("inline");
        file.Headers["Content-Security-Policy"].ShouldBe("default-src 'none'; sandbox");
        (await browser.SubmitAsync(page, "begin-review")).ShouldLeadTo($"/console/kyc/{reference}?done=kyc-begun");
        page = await browser.GetAsync($"/console/kyc/{reference}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => browser.SubmitAsync(page, "approve"))); // a double click

        answers.ShouldAllBe(static answer => answer.Location.EndsWith("done=kyc-approved", StringComparison.Ordinal));
        (await browser.GetAsync($"/console/kyc/{reference}")).Element("state").TextContent.ShouldBe("Approved");
        await host.ToldAsync(desk.Crm, "kyc.submitted");
        var told = await host.ToldAsync(desk.Crm, "kyc.approved");
        ((string?)told["by"]).ShouldNotBeNull().ShouldContain("@desk.example.com");
        (await desk.ListAuditAsync()).Where(entry => entry.Object == $"case {reference}").Select(static entry => entry.Act)
            .ShouldBe(["kyc.approve", "kyc.begin-review", "kyc.document"]);
    }

    [Fact]
    public async Task Sending_back_names_steps_and_reasons_that_the_trader_reads()
    {
        var (desk, reference) = await NewCaseAsync();
        using var browser = await desk.SignInAsync(StaffRoles.Compliance);
        var page = await browser.GetAsync($"/console/kyc/{reference}");

        (await browser.SubmitAsync(page, "reject")).ShouldShow("reason-error", 422);
        (await browser.SubmitAsync(page, "reject", ("step-selfie", "true"))).ShouldShow("reason-error", 422);
        (await browser.SubmitAsync(page, "reject", ("step-selfie", "true"), ("step-selfie-reason", "Too dark"), ("reason", "Nearly there"))).ShouldLeadTo($"/console/kyc/{reference}?done=kyc-rejected");
        (await browser.SubmitAsync(page, "approve")).ShouldLeadTo($"/console/kyc/{reference}?done=kyc-late");
        (await browser.SubmitAsync(page, "add-note", ("note", "Third try of this one"))).ShouldLeadTo($"/console/kyc/{reference}?done=noted");

        page = await browser.GetAsync($"/console/kyc/{reference}");
        page.Element("state").TextContent.ShouldBe("Sent back");
        page.Element("kyc-step-selfie").TextContent.ShouldContain("Too dark");
        page.Element("kyc-history").TextContent.ShouldContain("Third try of this one");
        var entry = (await desk.ListAuditAsync()).Single(static entry => entry.Act == "kyc.reject");
        (entry.Reason, entry.Detail).ShouldBe(("Nearly there", "selfie: Too dark"));
    }

    [Fact] // BID-44
    public async Task Who_only_reads_sees_no_answers_and_others_see_nothing()
    {
        var (desk, reference) = await NewCaseAsync(brokers: 2);
        using var compliance = await desk.SignInAsync(StaffRoles.Compliance);
        using var viewer = await desk.SignInAsync(StaffRoles.Viewer);
        using var limited = await desk.SignInAsync(StaffRoles.Compliance, 1);
        using var stranger = await (await StaffDesk.OpenAsync(host)).SignInAsync(StaffRoles.Administrator);
        var image = (await compliance.GetAsync($"/console/kyc/{reference}")).Document.QuerySelector("[data-testid=kyc-file] img")!.GetAttribute("src")!;

        var seen = (await viewer.GetAsync($"/console/kyc/{reference}")).ShouldShow("kyc-hidden");
        seen.Text.ShouldNotContain("1990-02-28");
        seen.Find("kyc-file").ShouldBeNull();
        (await viewer.GetAsync(image)).ShouldShow("console-error", 403);
        foreach (var browser in new[] { limited, stranger })
        {
            var list = (await browser.GetAsync("/console/kyc")).ShouldShow("empty");
            (await browser.GetAsync($"/console/kyc/{reference}")).ShouldShow("console-error", 404);
            (await browser.GetAsync(image)).ShouldShow("console-error", 404);
            foreach (var act in new[] { "begin-review", "approve", "reject", "ask-again", "notes" })
            {
                var fields = new Dictionary<string, string>
                {
                    ["formKey"] = list.Document.QuerySelector("input[name=formKey]")!.GetAttribute("value")!, ["once"] = Guid.NewGuid().ToString("N"), ["reason"] = "x", ["note"] = "x",
                };
                (await browser.PostAsync($"/console/kyc/{reference}/{act}", fields)).ShouldShow("console-error", 404);
            }
        }
    }

    private async Task<(StaffDesk Desk, string Reference)> NewCaseAsync(int brokers = 1)
    {
        var crm = await host.NewKycAsync(brokers);
        return (new StaffDesk(host, crm), await (await host.NewTraderAsync(crm)).SubmitAsync());
    }
}
