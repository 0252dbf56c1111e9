using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.Security;

public sealed class DeviceTests(SecurityHost host) : IClassFixture<SecurityHost>
{
    [Fact]
    public async Task Devices_are_listed_and_each_can_be_ended()
    {
        var crm = await host.GetCrmAsync();
        var user = await host.NewPersonAsync(crm);
        using var browser = await LogInAsync(crm, user.Email, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        using var phone = await LogInAsync(crm, user.Email, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1");
        using var nameless = await LogInAsync(crm, user.Email, null);
        var accessToken = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user.CtraderUserId!.Value))).Text("accessToken");

        var page = await DevicesAsync(browser, crm);
        var names = page.Document.QuerySelectorAll("[data-testid=device] .account-number").Select(static one => one.TextContent.Trim()).Order();
        names.ShouldBe(["Firefox, Linux", "Safari, iPhone", "Unknown device"]);
        page.Document.QuerySelectorAll("[data-testid=application]").Length.ShouldBe(1);

        await EndAsync(browser, page, "Safari, iPhone");
        (await phone.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login?");
        (await nameless.GetAsync($"/client?{crm.Names()}")).ShouldShow("client-home");
        await EndAsync(browser, await DevicesAsync(browser, crm), "Trading application");
        (await crm.PostAsync(Drawbridge.Protocol.Crm.CrmPaths.Authorize, new { accessToken })).Status.ShouldNotBe(System.Net.HttpStatusCode.OK); // P2B-AT-6
        (await browser.SubmitAsync(await DevicesAsync(browser, crm), "end-others")).ShouldLeadTo("/client/security/devices?");
        (await nameless.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login?");
        (await DevicesAsync(browser, crm)).Find("end-others").ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_ends_a_device_of_somebody_else()
    {
        var crm = await host.GetCrmAsync();
        var (user, other) = (await host.NewPersonAsync(crm), await host.NewPersonAsync(crm));
        using var browser = await LogInAsync(crm, user.Email, null);
        using var second = await LogInAsync(crm, user.Email, null);
        using var theirs = await LogInAsync(crm, other.Email, null);
        using var theirsToo = await LogInAsync(crm, other.Email, null);
        var page = await DevicesAsync(theirs, crm);
        var device = page.Element("end").Closest("form")!.QuerySelector("input[name=device]")!.GetAttribute("value")!;

        (await browser.SubmitAsync(await DevicesAsync(browser, crm), "end", ("device", device))).ShouldLeadTo("/client/security/devices?");
        (await browser.SubmitAsync(await DevicesAsync(browser, crm), "end", ("device", "' or 1=1"))).ShouldLeadTo("/client/security/devices?");

        (await theirsToo.GetAsync($"/client?{crm.Names()}")).ShouldShow("client-home");
        (await second.GetAsync($"/client?{crm.Names()}")).ShouldShow("client-home");
    }

    [Fact]
    public async Task A_login_on_a_device_that_was_not_seen_before_is_told_and_one_on_a_known_device_is_not()
    {
        var crm = await host.GetCrmAsync();
        var user = await host.NewPersonAsync(crm);
        using var browser = await LogInAsync(crm, user.Email, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0");

        var mail = (await host.MailsToAsync(user.Email)).ShouldHaveSingleItem();
        mail.Subject.ShouldBe("New login to your Test Broker account");
        mail.Text.ShouldContain("Edge, Windows");

        (await browser.LogInToClientAreaAsync(crm, user.Email)).ShouldLeadTo("/client?");
        using var other = await LogInAsync(crm, user.Email, null);
        (await host.MailsToAsync(user.Email, 2)).Count.ShouldBe(2, "none for the second login of the first device");
    }

    private async Task<Browser> LogInAsync(TestCrm crm, string email, string? userAgent)
    {
        var browser = new Browser(host) { UserAgent = userAgent };
        (await browser.LogInToClientAreaAsync(crm, email)).ShouldLeadTo("/client?");
        return browser;
    }

    private static async Task<Page> DevicesAsync(Browser browser, TestCrm crm) =>
        (await browser.GetAsync($"/client/security/devices?{crm.Names()}")).ShouldShow("devices");

    private static async Task EndAsync(Browser browser, Page page, string name)
    {
        var row = page.Document.QuerySelectorAll("li.account").Single(one => one.TextContent.Contains(name, StringComparison.Ordinal));
        var device = row.QuerySelector("input[name=device]")!.GetAttribute("value")!;
        (await browser.SubmitAsync(page, "end", ("device", device))).ShouldLeadTo("/client/security/devices?");
    }
}
