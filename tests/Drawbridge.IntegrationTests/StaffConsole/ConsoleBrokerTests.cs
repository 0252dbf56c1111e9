using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.StaffConsole;

/// <summary>Brokers in the console: what is in force, changing it with a look first, and the way back.</summary>
public sealed class ConsoleBrokerTests(SqliteBrokerHost host) : IClassFixture<SqliteBrokerHost>
{
    [Fact] // MOD-14, MOD-41
    public async Task A_change_is_looked_at_saved_written_down_and_put_back()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var name = desk.Crm.Configuration.Brokers[0].Name;
        var member = await desk.NewStaffAsync(StaffRoles.Administrator);
        using var browser = await desk.SignInAsync(member);
        (await browser.GetAsync($"/console/brokers?q={name}")).Element("broker-row").TextContent.ShouldContain("Single sign-on");
        (await browser.GetAsync($"/console/brokers/{name}")).Element("module-Chat").TextContent.ShouldContain("On");

        var form = (await browser.GetAsync($"/console/brokers/{name}/edit")).ShouldShow("broker-form");
        var review = (await browser.SubmitAsync(form, "review", ("displayName", "Renamed"), ("module-Chat", null), ("managerPassword", "canary-password"))).ShouldShow("review");
        var rows = review.Document.QuerySelectorAll("[data-testid=change-row]").Select(static row => row.TextContent).ToList();
        rows.Count.ShouldBe(3, review.Text);
        review.Text.ShouldNotContain("canary-password");
        desk.Crm.Broker().Settings.DisplayName.ShouldBe("Test Broker");
        (await browser.SubmitAsync(review, "save")).ShouldLeadTo($"/console/brokers/{name}?done=broker-saved");
        (desk.Crm.Broker().Settings.DisplayName, desk.Crm.Broker().Settings.Modules.Chat).ShouldBe(("Renamed", false));
        (await desk.ListAuditAsync()).ShouldContain(entry => entry.Act == "broker.change" && entry.Actor == member.Email && entry.Object == $"broker {name}");

        var history = await browser.GetAsync("/console/configuration");
        history.Document.QuerySelectorAll("[data-testid=version-row]").Length.ShouldBe(2);
        history.Text.ShouldContain(member.Email);
        var first = history.Document.QuerySelectorAll("[data-testid=version-row] a")[^1].GetAttribute("href")!;
        var back = (await browser.SubmitAsync(await browser.GetAsync(first), "restore")).ShouldShow("review");
        (await browser.SubmitAsync(back, "save")).ShouldLeadTo("/console/configuration?done=restored");
        desk.Crm.Broker().Settings.DisplayName.ShouldBe("Test Broker");
    }

    [Fact] // MOD-18, MOD-24
    public async Task Faults_stand_at_their_fields_and_what_others_changed_meanwhile_is_told()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var name = desk.Crm.Configuration.Brokers[0].Name;
        using var browser = await desk.SignInAsync(StaffRoles.Administrator);
        var form = await browser.GetAsync($"/console/brokers/{name}/edit");

        var wrong = (await browser.SubmitAsync(form, "review", ("baseUrl", "http://platform.example.test"), ("closeUrl", "nowhere"), ("identity", "Handoff"))).ShouldShow("broker-form", 422);
        wrong.Element("closeUrl-error").TextContent.ShouldContain("absolute address");
        wrong = (await browser.SubmitAsync(form, "review", ("baseUrl", "http://platform.example.test"), ("identity", "Handoff"))).ShouldShow("broker-form", 422);
        wrong.Element("baseUrl-error").TextContent.ShouldContain("must be https://HOST:PORT");
        wrong.Element("modules-error").TextContent.ShouldContain("ribbons need Identity Sso");

        var preset = (await browser.SubmitAsync(form, "review", ("preset", "minimal"))).ShouldShow("review"); // MOD-30
        preset.Element("warning").TextContent.ShouldContain("nothing for traders"); // MOD-26
        await host.ApplyAsync(desk.Crm.Configuration with { Brokers = [desk.Crm.Configuration.Brokers[0] with { Settings = desk.Crm.Broker().Settings with { LegalEntity = "Meanwhile Ltd" } }] });
        (await browser.SubmitAsync(preset, "save")).ShouldShow("not-saved", 409).Text.ShouldContain("Meanwhile Ltd");
        desk.Crm.Broker().Settings.Identity.ShouldBe(IdentityOption.Sso);
    }

    [Fact] // BID-44
    public async Task Who_only_reads_changes_nothing_and_who_is_limited_sees_nothing_else()
    {
        var desk = await StaffDesk.OpenAsync(host, brokers: 2);
        var (own, other) = (desk.Crm.Configuration.Brokers[0].Name, desk.Crm.Configuration.Brokers[1].Name);
        using var viewer = await desk.SignInAsync(StaffRoles.Viewer, 0);

        (await viewer.GetAsync($"/console/brokers/{own}")).Find("edit").ShouldBeNull();
        ((int)(await viewer.GetAsync($"/console/brokers/{own}/edit")).Status).ShouldBe(403);
        ((int)(await viewer.GetAsync($"/console/brokers/{other}")).Status).ShouldBe(404);
        (await viewer.GetAsync("/console/brokers")).Text.ShouldNotContain(other);
        using var support = await desk.SignInAsync(StaffRoles.Support);
        ((int)(await support.GetAsync("/console/brokers")).Status).ShouldBe(403);
    }
}
