using Drawbridge.Broker.Console.Staff;
using Drawbridge.IntegrationTests.Ribbons;

namespace Drawbridge.IntegrationTests.StaffConsole;

/// <summary>Campaigns of ribbons in the console, without a script.</summary>
public sealed class ConsoleRibbonTests(SqliteRibbonHost host) : IClassFixture<SqliteRibbonHost>
{
    private static readonly (string, string?)[] Filled =
    [
        ("name", "Autumn"), ("titles.en", "Trade with zero commission"), ("titles.de", "Handeln ohne Kommission"), ("color", "#0f766e"), ("action", "https://broker.example.com/offer"),
        ("audience.tags", "vip, gold"),
    ];

    [Fact] // FLOW-RIBBON-1, FLOW-RIBBON-2, FLOW-RIBBON-7, MOD-8
    public async Task One_writes_another_approves_and_everybody_sees_how_far_it_is()
    {
        var desk = new StaffDesk(host, await host.NewCrmAtPlatformAsync());
        var user = await desk.Crm.NewUserAsync();
        var id = await host.UserIdAsync(desk.Crm, user);
        using var author = await desk.SignInAsync(StaffRoles.Marketing);
        using var approver = await desk.SignInAsync(StaffRoles.Compliance);
        var page = (await author.GetAsync($"/console/traders/{id}/ribbons")).ShouldShow("trader-ribbons");
        (await author.SubmitAsync(page, "add-tag", ("tag", "Not valid"))).ShouldShow("trader-ribbons", 422).Element("tag-error");
        (await author.SubmitAsync(page, "add-tag", ("tag", "vip"))).ShouldLeadTo($"/console/traders/{id}/ribbons?done=tags-saved");

        page = (await author.GetAsync($"/console/ribbons/new?broker={desk.Crm.Broker().Name.Value}")).ShouldShow("campaign-form");
        var wrong = (await author.SubmitAsync(page, "save", [.. Filled, ("color", "#767676"), ("schedule.timeZone", "Mars"), ("priority", "many")])).ShouldShow("campaign-form", 422);
        wrong.Element("color-error").TextContent.ShouldContain("4.27 to 1", Case.Sensitive, "the measured contrast is told");
        wrong.Document.GetElementById("schedule.timeZone-error").ShouldNotBeNull();
        wrong.Element("priority-error");
        var preview = (await author.SubmitAsync(page, "preview", [.. Filled, ("do", "preview")])).ShouldShow("estimate");
        preview.Element("audience").TextContent.ShouldBe("1");
        preview.Document.QuerySelectorAll(".app-ribbon").Length.ShouldBe(3, "light, dark, and each further language");

        var at = (await author.SubmitAsync(preview, "save")).Location;
        at.ShouldContain("done=ribbon-write");
        var url = at.Split('?')[0];
        (await author.SubmitAsync(await author.GetAsync(url), "submit")).ShouldLeadTo($"{url}?done=ribbon-submit");
        (await author.GetAsync(url)).Find("approve").ShouldBeNull("who writes does not approve");
        page = (await approver.GetAsync(url)).ShouldShow("campaign");
        page.Element("state").TextContent.ShouldBe("Waits for approval");
        page.Find("edit").ShouldBeNull();
        (await approver.SubmitAsync(page, "approve")).ShouldLeadTo($"{url}?done=ribbon-approve");
        await host.UntilShownAsync(user, "Trade with zero commission");

        page = await approver.GetAsync(url);
        page.Element("state").TextContent.ShouldBe("Running");
        page.Element("delivered").TextContent.ShouldBe("1");
        (await author.GetAsync("/console/ribbons")).Element("campaign-row").TextContent.ShouldContain("Autumn");
        page = await author.GetAsync($"/console/traders/{id}/ribbons");
        page.Element("confirmed").TextContent.ShouldContain("Trade with zero commission");
        page.Element("why").TextContent.ShouldContain("Has the tag vip or gold");

        (await author.SubmitAsync(await author.GetAsync(url), "pause")).ShouldLeadTo($"{url}?done=ribbon-pause");
        await host.UntilShownAsync(user);
        (await desk.ListAuditAsync()).Where(static entry => entry.Act.StartsWith("ribbon.", StringComparison.Ordinal)).Select(static entry => entry.Act)
            .ShouldBe(["ribbon.pause", "ribbon.approve", "ribbon.submit", "ribbon.write"]);
    }

    [Fact]
    public async Task An_administrator_cannot_approve_an_own_draft_and_can_clear_everything()
    {
        var desk = new StaffDesk(host, await host.NewCrmAtPlatformAsync());
        var user = await desk.Crm.NewUserAsync();
        using var administrator = await desk.SignInAsync(StaffRoles.Administrator);
        var page = await administrator.GetAsync($"/console/ribbons/new?broker={desk.Crm.Broker().Name.Value}");
        var url = (await administrator.SubmitAsync(page, "save", [.. Filled, ("audience.tags", "")])).Location.Split('?')[0];
        await administrator.SubmitAsync(await administrator.GetAsync(url), "submit");
        (await administrator.GetAsync(url)).Element("own-draft");
        using var other = await desk.SignInAsync(StaffRoles.Operations);
        await other.SubmitAsync(await other.GetAsync(url), "approve");
        await host.UntilShownAsync(user, "Trade with zero commission");

        page = await other.GetAsync("/console/ribbons");
        (await other.SubmitAsync(page, "clear", ("broker", desk.Crm.Broker().Name.Value))).ShouldShow("campaigns", 422).Element("reason-error");
        (await other.SubmitAsync(page, "clear", ("broker", desk.Crm.Broker().Name.Value), ("reason", "Wrong offer"))).ShouldLeadTo("/console/ribbons?done=ribbons-clear");
        await host.UntilShownAsync(user);
        (await desk.ListAuditAsync())[0].ShouldSatisfyAllConditions(static entry => entry.Act.ShouldBe("ribbon.pause"), static entry => entry.Reason.ShouldBe("Wrong offer"));
    }

    [Fact] // BID-44
    public async Task Who_looks_after_another_broker_sees_and_changes_nothing()
    {
        var desk = new StaffDesk(host, await host.NewCrmAtPlatformAsync(brokers: 2));
        var campaign = await host.StartCampaignAsync(desk.Crm, RibbonHost.NewContent("Secret"), broker: 1);
        using var limited = await desk.SignInAsync(StaffRoles.Marketing, 0);
        (await limited.GetAsync("/console/ribbons")).Find("campaign-row").ShouldBeNull();
        (await limited.GetAsync($"/console/ribbons/{campaign.Id}")).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await limited.GetAsync($"/console/ribbons/new?broker={desk.Crm.Broker(1).Name.Value}")).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
        using var support = await desk.SignInAsync(StaffRoles.Support);
        (await support.GetAsync("/console/ribbons")).Status.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }
}
