using System.Globalization;
using System.Net;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Partners;

namespace Drawbridge.IntegrationTests.StaffConsole;

/// <summary>Partners in the console, without a script.</summary>
public sealed class ConsolePartnerTests(SqliteBrokerHost host) : IClassFixture<SqliteBrokerHost>
{
    [Fact] // INV-2, FLOW-ATTR1-2, FLOW-ATTR1-3
    public async Task Staff_adds_a_partner_and_approves_who_asked()
    {
        var (world, desk) = await OpenAsync();
        var user = await world.NewUserAsync(email: "new@partners.test");
        var asked = await world.NewPartnerAsync("Asker", isDecided: false);
        using var browser = await desk.SignInAsync(StaffRoles.Partners);
        using var viewer = await desk.SignInAsync(StaffRoles.Viewer);

        var page = (await browser.GetAsync("/console/partners?status=pending")).ShouldShow("partner-list");
        page.Element("partner-row").TextContent.ShouldContain("Asker");
        page = (await browser.GetAsync($"/console/partners/{asked.Id}")).ShouldShow("partner");
        page.Element("state").TextContent.ShouldBe("Waits for approval");
        (await browser.SubmitAsync(page, "approve")).ShouldShow("partner", 422).Element("reason-approve-error");
        (await browser.SubmitAsync(page, "approve", ("reason", "Known"))).ShouldLeadTo($"/console/partners/{asked.Id}?done=partner-approve");
        page = await browser.GetAsync($"/console/partners/{asked.Id}");
        page.Element("state").TextContent.ShouldBe("Active");
        page.Element("platform-state").TextContent.ShouldBe("Waits");
        (await browser.GetAsync("/console/partners?status=pending")).Find("partner-row").ShouldBeNull();

        page = await browser.GetAsync($"/console/partners/new?broker={world.Broker.Name.Value}");
        (await browser.SubmitAsync(page, "add", ("trader", "nobody@partners.test"), ("identifier", "a b"), ("parent", "none"))).ShouldSatisfyAllConditions(
            static wrong => wrong.ShouldShow("add", 422), static wrong => wrong.Element("trader-error"), static wrong => wrong.Element("identifier-error"), static wrong => wrong.Element("parent-error"));
        var at = (await browser.SubmitAsync(page, "add", ("trader", "NEW@partners.test"), ("identifier", "IB-1"), ("parent", asked.Identifier))).Location;
        at.ShouldEndWith("?done=partner-add");
        page = await browser.GetAsync(at);
        page.Element("identifier").TextContent.ShouldBe("IB-1");
        page.Element("above-row").TextContent.ShouldContain("Asker");
        (await browser.SubmitAsync(await browser.GetAsync($"/console/partners/new?broker={world.Broker.Name.Value}"), "add", ("trader", user.Email))).ShouldShow("add", 422).Element("trader-error")
            .TextContent.ShouldContain("IB-1");

        (await viewer.GetAsync($"/console/partners/{asked.Id}")).ShouldShow("partner").Find("move").ShouldBeNull();
        (await viewer.GetAsync($"/console/partners/new?broker={world.Broker.Name.Value}")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await desk.ListAuditAsync()).Where(static entry => entry.Act.StartsWith("partner.", StringComparison.Ordinal)).Select(static entry => (entry.Act, entry.Reason))
            .ShouldBe([("partner.add", null), ("partner.approve", "Known")]);
    }

    [Fact]
    public async Task A_partner_is_renamed_and_keeps_the_identifier()
    {
        var (world, desk) = await OpenAsync();
        var ann = await world.NewPartnerAsync("Ann Miller");
        using var browser = await desk.SignInAsync(StaffRoles.Partners);
        var page = await browser.GetAsync($"/console/partners/{ann.Id}");

        (await browser.SubmitAsync(page, "rename", ("name", ""), ("reason", "x"))).ShouldShow("partner", 422).Element("name-error");
        (await browser.SubmitAsync(page, "rename", ("name", "Ann Øst"))).ShouldShow("partner", 422).Element("reason-rename-error");
        for (var i = 0; i < 2; i++)
        {
            (await browser.SubmitAsync(page, "rename", ("name", "Ann Øst"), ("reason", "Married"))).ShouldLeadTo($"/console/partners/{ann.Id}?done=");
        }

        page = await browser.GetAsync($"/console/partners/{ann.Id}");
        page.Element("identifier").TextContent.ShouldBe(ann.Identifier);
        (await browser.GetAsync($"/console/partners?q={Uri.EscapeDataString("ann øst")}")).Element("partner-row").TextContent.ShouldContain("Ann Øst");
        (await browser.GetAsync("/console/partners?q=miller")).Find("partner-row").ShouldBeNull();
        (await world.ListEventsAsync()).ShouldBe(["partner.registered", "partner.renamed"]);
        (await desk.ListAuditAsync()).Where(static entry => entry.Act == "partner.rename").ShouldHaveSingleItem().Detail.ShouldBe("Ann Miller to Ann Øst");
    }

    [Fact] // INV-3
    public async Task A_move_holds_from_its_date_on_and_a_circle_is_explained()
    {
        var (world, desk) = await OpenAsync();
        var ann = await world.NewPartnerAsync("Ann");
        var bob = await world.NewPartnerAsync("Bob", ann.Id);
        var cid = await world.NewPartnerAsync("Cid", bob.Id);
        using var browser = await desk.SignInAsync(StaffRoles.Partners);

        var page = await browser.GetAsync($"/console/partners/{ann.Id}");
        var refused = (await browser.SubmitAsync(page, "move", ("parent", cid.Identifier), ("reason", "asked"))).ShouldShow("partner", 422);
        refused.Element("parent-error").TextContent.ShouldContain("as Cid stands under Bob stands under Ann. Move Cid elsewhere first.");
        (await browser.SubmitAsync(page, "move", ("parent", ann.Identifier), ("reason", "asked"))).ShouldShow("partner", 422).Element("parent-error").TextContent.ShouldContain("under itself");
        (await browser.SubmitAsync(page, "move", ("parent", "nobody"), ("reason", "asked"))).ShouldShow("partner", 422).Element("parent-error");

        var ahead = host.Time.GetUtcNow().AddDays(3);
        page = await browser.GetAsync($"/console/partners/{cid.Id}");
        (await browser.SubmitAsync(page, "move", ("parent", ann.Identifier), ("from", ahead.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture)), ("reason", "asked"))).ShouldLeadTo($"/console/partners/{cid.Id}?done=partner-move");
        (await browser.GetAsync($"/console/partners/{cid.Id}")).Document.QuerySelectorAll("[data-testid=above-row]").Length.ShouldBe(2, "the move lies ahead");
        (await browser.GetAsync($"/console/partners/{cid.Id}/network?asOf={ahead.UtcDateTime:yyyy-MM-dd'T'HH:mm}")).Document.QuerySelectorAll("[data-testid=above-row]").Length.ShouldBe(1);
        (await browser.GetAsync($"/console/partners/{ann.Id}/network")).Element("below-row").TextContent.ShouldContain("Bob");
        var history = await browser.GetAsync($"/console/partners/{cid.Id}/history");
        history.Element("moves").TextContent.ShouldContain("Ahead");
        history.Element("decisions").TextContent.ShouldContain("Moved");
    }

    [Fact] // INV-6, INV-42
    public async Task Whose_a_trader_is_is_explained_as_of_any_time_and_decided_otherwise()
    {
        var (world, desk) = await OpenAsync();
        var (ann, bob) = (await world.NewPartnerAsync("Ann", email: "ann@fraud.test"), await world.NewPartnerAsync("Bob"));
        using var browser = await desk.SignInAsync(StaffRoles.Partners);
        await world.NewUserAsync(email: "twice@fraud.test");
        var herself = await world.NewTraderOfAsync(ann, "ann+1@fraud.test");
        var twice = await world.NewTraderOfAsync(ann, "twice+2@fraud.test");
        var stuffed = await world.NewUserAsync();
        await world.ClaimAsync(stuffed, ann, AttributionSource.Link, stuffed.CreatedAt, AttributionFinding.NotOpened);
        var late = await world.NewUserAsync();
        await world.ClaimAsync(late, ann, AttributionSource.Webhook, late.CreatedAt.AddDays(31));
        foreach (var (trader, reason, text) in new[]
        {
            (herself, "SelfReferral", "partner and trader are the same person"), (twice, "Duplicate", "the mailbox has another trader here already"),
            (stuffed, "NotOpened", "no person opened the link as a page"), (late, "Late", "the platform could name a partner until"),
        })
        {
            var why = (await browser.GetAsync($"/console/traders/{trader.Id}/attribution")).ShouldShow("attribution");
            why.Element("owner").TextContent.ShouldBe("Nobody");
            var step = why.Document.QuerySelector($"[data-testid=step][data-reason={reason}]").ShouldNotBeNull();
            step.TextContent.ShouldContain(text);
            step.TextContent.ShouldContain("Does not count");
        }

        var own = await world.NewTraderOfAsync(ann);
        await world.ClaimAsync(own, bob, AttributionSource.Webhook, own.CreatedAt.AddDays(1));
        var before = host.Time.GetUtcNow();
        host.Time.Advance(TimeSpan.FromMinutes(5));
        var page = await browser.GetAsync($"/console/traders/{own.Id}/attribution");
        page.Element("owner").TextContent.ShouldContain("Ann");
        page.Document.QuerySelector("[data-reason=Protected]").ShouldNotBeNull();
        (await browser.SubmitAsync(page, "assign")).ShouldShow("attribution", 422).ShouldSatisfyAllConditions(static wrong => wrong.Element("partner-error"), static wrong => wrong.Element("reason-error"));
        (await browser.SubmitAsync(page, "assign", ("partner", bob.Identifier), ("reason", "Ann left"))).ShouldLeadTo($"/console/traders/{own.Id}/attribution?done=attribution-set");
        var decided = await browser.GetAsync($"/console/traders/{own.Id}/attribution");
        decided.Element("owner").TextContent.ShouldContain("Bob");
        decided.Element("steps").TextContent.ShouldContain(": Ann left");
        (await browser.GetAsync($"/console/traders/{own.Id}/attribution?asOf={before.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}")).Element("owner").TextContent.ShouldContain("Ann");
        (await browser.SubmitAsync(await browser.GetAsync($"/console/traders/{own.Id}/attribution"), "assign", ("whose", "nobody"), ("reason", "asked"))).Location.ShouldEndWith("attribution-set");
        (await browser.GetAsync($"/console/traders/{own.Id}/attribution")).Element("owner").TextContent.ShouldBe("Nobody");
        (await desk.ListAuditAsync()).Count(static entry => entry.Act == "attribution.set").ShouldBe(2);
    }

    [Fact] // INV-6
    public async Task Traders_are_transferred_all_or_those_that_are_ticked()
    {
        var (world, desk) = await OpenAsync();
        var (ann, bob) = (await world.NewPartnerAsync("Ann"), await world.NewPartnerAsync("Bob"));
        var traders = new List<BrokerUser> { await world.NewTraderOfAsync(ann), await world.NewTraderOfAsync(ann), await world.NewTraderOfAsync(ann) };
        using var browser = await desk.SignInAsync(StaffRoles.Partners);

        var page = (await browser.GetAsync($"/console/partners/{ann.Id}/traders")).ShouldShow("partner-traders");
        (await browser.SubmitAsync(page, "transfer", ("which", "chosen"), ("to", bob.Identifier), ("reason", "asked"))).ShouldShow("partner-traders", 422).Element("which-error");
        (await browser.SubmitAsync(page, "transfer", ("to", "nobody"))).ShouldShow("partner-traders", 422).ShouldSatisfyAllConditions(
            static wrong => wrong.Element("to-error"), static wrong => wrong.Element("reason-transfer-error"));
        (await browser.SubmitAsync(page, "transfer", ("which", "chosen"), ("trader", traders[1].Id.ToString(CultureInfo.InvariantCulture)), ("to", bob.Identifier), ("reason", "asked")))
            .ShouldLeadTo($"/console/partners/{ann.Id}/traders?done=partner-transfer");
        await host.UntilAsync(async () => (await world.ExplainAsync(traders[1])).PartnerId == bob.Id);
        await host.UntilAsync(async () => (await browser.GetAsync($"/console/partners/{ann.Id}/traders")).Element("transfer-row").TextContent.Contains("Done", StringComparison.Ordinal));
        await browser.SubmitAsync(await browser.GetAsync($"/console/partners/{ann.Id}/traders"), "transfer", ("to", bob.Identifier), ("reason", "left"));
        await host.UntilAsync(async () => (await world.ExplainAsync(traders[0])).PartnerId == bob.Id);

        (await browser.GetAsync($"/console/partners/{bob.Id}/traders")).Document.QuerySelectorAll("[data-testid=trader-row]").Length.ShouldBe(3);
        (await desk.ListAuditAsync()).Count(static entry => entry.Act == "partner.transfer").ShouldBe(2);
    }

    [Fact] // BID-44
    public async Task Who_looks_after_another_broker_sees_and_changes_nothing()
    {
        var desk = await StaffDesk.OpenAsync(host, brokers: 2);
        var world = new PartnerDeskWorld(host, desk.Crm);
        var ann = await world.NewPartnerAsync("Ann");
        var trader = await world.NewTraderOfAsync(ann);
        using var limited = await desk.SignInAsync(StaffRoles.Partners, 1);

        (await limited.GetAsync("/console/partners")).Find("partner-row").ShouldBeNull();
        foreach (var path in new[] { $"partners/{ann.Id}", $"partners/{ann.Id}/network", $"partners/{ann.Id}/traders", $"partners/{ann.Id}/history", $"traders/{trader.Id}/attribution" })
        {
            (await limited.GetAsync($"/console/{path}")).Status.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    private async Task<(PartnerDeskWorld World, StaffDesk Desk)> OpenAsync()
    {
        var world = await PartnerDeskWorld.OpenAsync(host);
        return (world, new(host, world.Crm));
    }
}
