using Drawbridge.Broker.Console.Staff;
using Drawbridge.IntegrationTests.Passkeys;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.StaffConsole;

/// <summary>What staff sees of traders' access, and does about it.</summary>
public sealed class ConsoleTraderTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    [Fact]
    public async Task Staff_finds_a_trader_and_ends_one_session_or_all()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var user = await host.NewTraderAsync(desk.Crm);
        using var one = await LogInAsync(desk, user.Email);
        using var other = await LogInAsync(desk, user.Email);
        using var staff = await desk.SignInAsync(StaffRoles.Support);

        var list = (await staff.GetAsync($"/console/traders?q={Uri.EscapeDataString(user.Email)}")).ShouldShow("trader-list");
        var page = (await staff.GetAsync(list.Element("trader-row").QuerySelector("a")!.GetAttribute("href")!)).ShouldShow("trader");
        page.Document.QuerySelectorAll("[data-testid=session-row]").Length.ShouldBe(2);
        (await staff.SubmitAsync(page, "end")).ShouldLeadTo($"/console/traders/{user.Id}?done=session-ended");
        (await staff.SubmitAsync(page, "end")).ShouldLeadTo($"/console/traders/{user.Id}?done=session-ended");
        var left = new[] { one, other }.Select(browser => browser.GetAsync($"/client?{desk.Crm.Names()}"));
        (await Task.WhenAll(left)).Count(static answer => answer.Find("client-home") is not null).ShouldBe(1);

        (await staff.SubmitAsync(page, "end-all")).ShouldLeadTo($"/console/traders/{user.Id}?done=trader-end-all");
        (await staff.SubmitAsync(page, "end-all")).ShouldLeadTo($"/console/traders/{user.Id}?done=trader-end-all");
        host.PlatformLogouts.UserIds.Count(id => id == user.Id).ShouldBe(1);
        (await staff.GetAsync($"/console/traders/{user.Id}")).Element("no-sessions");
        (await desk.ListAuditAsync()).Select(static entry => entry.Act).Where(static act => act.StartsWith("trader.", StringComparison.Ordinal)).ShouldBe(["trader.end-all", "trader.end-session"]);
    }

    [Fact]
    public async Task Staff_says_where_a_trader_lives()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var user = await host.NewTraderAsync(desk.Crm);
        using var staff = await desk.SignInAsync(StaffRoles.Compliance);
        var page = await staff.GetAsync($"/console/traders/{user.Id}");

        (await staff.SubmitAsync(page, "save-country", ("country", "AT"))).ShouldLeadTo($"/console/traders/{user.Id}?done=country-saved");
        (await staff.SubmitAsync(page, "save-country", ("country", "AT"))).ShouldLeadTo($"/console/traders/{user.Id}?done=country-saved");
        page = await staff.GetAsync($"/console/traders/{user.Id}");
        (await staff.SubmitAsync(page, "save-country", ("country", "XX"))).ShouldShow("console-error", 400);
        page = await staff.GetAsync($"/console/traders/{user.Id}");
        page.Element("country").TextContent.ShouldBe("Austria (AT)");
        (await desk.ListAuditAsync()).Where(static entry => entry.Act == "trader.country").ShouldHaveSingleItem().Detail.ShouldBe("AT");
    }

    [Fact]
    public async Task A_reset_and_a_block_take_a_reason_and_are_written_down()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var user = await host.NewTraderAsync(desk.Crm);
        using var trader = await LogInAsync(desk, user.Email);
        using var device = new SoftwareAuthenticator();
        await trader.AddPasskeyAsync(desk.Crm, device, "Phone");
        using var staff = await desk.SignInAsync(StaffRoles.Compliance);
        var page = await staff.GetAsync($"/console/traders/{user.Id}");
        page.Element("passkey").TextContent.ShouldContain("Phone");

        (await staff.SubmitAsync(page, "reset-factor")).ShouldShow("trader", 422).Element("reason-reset-factor-error");
        (await staff.SubmitAsync(page, "reset-factor", ("reason", "Lost phone, called back"))).ShouldLeadTo($"/console/traders/{user.Id}?done=trader-reset-factor");
        page = await staff.GetAsync($"/console/traders/{user.Id}");
        page.Find("passkey").ShouldBeNull();
        page.Find("reset-factor").ShouldBeNull("there is nothing left");
        await host.MailToAsync(user.Email, "Two-step verification at Test Broker was reset");

        (await staff.SubmitAsync(page, "block", ("reason", "Fraud"))).ShouldLeadTo($"/console/traders/{user.Id}?done=trader-block");
        page = await staff.GetAsync($"/console/traders/{user.Id}");
        page.Element("state").TextContent.ShouldBe("Blocked");
        using var kept = new Browser(host);
        (await kept.LogInToClientAreaAsync(desk.Crm, user.Email)).ShouldShow("login", 403);
        (await staff.SubmitAsync(page, "unblock", ("reason", "Cleared"))).ShouldLeadTo($"/console/traders/{user.Id}?done=trader-unblock");
        (await kept.LogInToClientAreaAsync(desk.Crm, user.Email)).ShouldLeadTo("/client?");

        var audit = (await desk.ListAuditAsync()).Where(static entry => entry.Act.StartsWith("trader.", StringComparison.Ordinal)).Select(static entry => (entry.Act, entry.Reason));
        audit.ShouldBe([("trader.unblock", "Cleared"), ("trader.block", "Fraud"), ("trader.reset-factor", "Lost phone, called back")]);
    }

    [Fact]
    public async Task Who_is_limited_to_a_broker_sees_no_traders_of_others_and_who_may_only_look_changes_nothing()
    {
        var desk = await StaffDesk.OpenAsync(host, brokers: 2);
        var user = await host.NewTraderAsync(desk.Crm, broker: 1);
        using var limited = await desk.SignInAsync(StaffRoles.Support, 0);
        (await limited.GetAsync($"/console/traders/{user.Id}")).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await limited.GetAsync($"/console/traders?q={Uri.EscapeDataString(user.Email)}")).Find("trader-row").ShouldBeNull();

        using var viewer = await desk.SignInAsync(StaffRoles.Viewer);
        var page = (await viewer.GetAsync($"/console/traders/{user.Id}")).ShouldShow("trader");
        page.Find("block").ShouldBeNull();
        page.Find("end-all").ShouldBeNull();
    }

    private async Task<Browser> LogInAsync(StaffDesk desk, string email)
    {
        var browser = PasskeyVisit.NewBrowser(host);
        (await browser.LogInToClientAreaAsync(desk.Crm, email)).ShouldLeadTo("/client?");
        return browser;
    }
}
