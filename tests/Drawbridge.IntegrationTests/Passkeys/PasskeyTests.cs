using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.Passkeys;

public sealed class PasskeyTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    [Fact]
    public async Task A_passkey_logs_in_by_itself_wherever_the_login_leads()
    {
        var (crm, user, browser, device) = await NewPersonAsync();
        using var _ = browser;
        using var __ = device;
        (await browser.GetAsync($"/client/security?{crm.Names()}")).Element("passkeys-state").TextContent.ShouldBe("You have 1.");
        await host.MailToAsync(user.Email, "A passkey was added to your Test Broker account");

        using var other = PasskeyVisit.NewBrowser(host);
        (await other.LogInWithPasskeyAsync(crm, device)).ShouldLeadTo("/client?");
        (await other.GetAsync($"/client?{crm.Names()}")).ShouldShow("client-home");

        using var third = PasskeyVisit.NewBrowser(host);
        var answer = (await third.LogInWithPasskeyAsync(crm, device, toClientArea: false, keep: true)).ShouldLeadTo(People.SuccessUrl);
        (await crm.ExchangeAsync(answer.LocationParameter("token")!)).Json.ContainsKey("accessToken").ShouldBeTrue("the choice to stay logged in came along");
        (await host.MailsToAsync(user.Email)).ShouldContain(static mail => mail.Subject.StartsWith("New login", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_passkey_is_both_steps_where_two_are_demanded_and_the_second_step_behind_a_password()
    {
        var (crm, user, browser, device) = await NewPersonAsync();
        using var _ = browser;
        using var __ = device;
        await host.ApplyAsync(crm.Configuration with
        {
            Brokers = [.. crm.Configuration.Brokers.Select(static broker => broker with { Settings = broker.Settings with { SecondFactor = SecondFactorPolicy.Required } })],
        });

        using var alone = PasskeyVisit.NewBrowser(host);
        (await alone.LogInWithPasskeyAsync(crm, device)).ShouldLeadTo("/client?");

        using var behind = PasskeyVisit.NewBrowser(host);
        var asked = (await behind.LogInToClientAreaAsync(crm, user.Email)).ShouldShow("second-factor");
        asked.Find("code").ShouldBeNull("there is no app");
        behind.Cookies.Keys.ShouldAllBe(static name => !name.StartsWith("__Host-session", StringComparison.Ordinal), "there is no session yet");
        (await behind.AnswerAsync(asked, device)).ShouldLeadTo("/client?");
    }

    [Fact]
    public async Task A_broker_without_passkeys_shows_and_takes_none()
    {
        var (crm, _, browser, device) = await NewPersonAsync();
        using var __ = browser;
        using var ___ = device;
        var (page, options, state) = await browser.AskForPasskeyAsync(crm);
        await host.ApplyAsync(crm.Configuration with
        {
            Brokers = [.. crm.Configuration.Brokers.Select(static broker => broker with { Settings = broker.Settings with { Passkeys = false } })],
        });

        (await browser.SubmitAsync(page, "passkey", ("credential", device.Get(options)), ("passkeyState", state))).ShouldShow("login", 422).Find("passkey").ShouldBeNull();
        (await browser.GetAsync($"/client/security?{crm.Names()}")).Find("passkeys-link").ShouldBeNull();
        (await browser.GetAsync($"/client/security/passkeys?{crm.Names()}")).ShouldLeadTo("/client/security?");
        using var address = new Browser(host);
        (await address.GetAsync(crm.LoginUrl())).Find("passkey").ShouldBeNull("browsers have no passkeys on an address without a name");
    }

    [Fact]
    public async Task Passkeys_are_listed_renamed_and_removed_by_their_owner_alone()
    {
        var (crm, user, browser, device) = await NewPersonAsync();
        using var _ = browser;
        using var __ = device;
        using var second = new SoftwareAuthenticator();
        await browser.AddPasskeyAsync(crm, second, "Laptop");
        var page = await browser.GetAsync($"/client/security/passkeys?{crm.Names()}");
        Names(page).ShouldBe(["Passkeys", "Laptop"]);
        var other = await host.NewTraderAsync(crm);
        using var theirs = PasskeyVisit.NewBrowser(host);
        await theirs.LogInToClientAreaAsync(crm, other.Email);
        using var own = new SoftwareAuthenticator();
        await theirs.AddPasskeyAsync(crm, own, "Theirs");
        var their = await theirs.GetAsync($"/client/security/passkeys?{crm.Names()}");
        var mine = page.Element("remove").Closest("form")!.QuerySelector("input[name=passkey]")!.GetAttribute("value")!;

        await theirs.SubmitAsync(their, "rename-submit", ("passkey", mine), ("name", "Stolen"));
        await theirs.SubmitAsync(their, "remove", ("passkey", mine));
        Names(await browser.GetAsync($"/client/security/passkeys?{crm.Names()}")).ShouldBe(["Passkeys", "Laptop"]);

        await browser.SubmitAsync(page, "rename-submit", ("name", " Phone\u0007 "));
        Names(await browser.GetAsync($"/client/security/passkeys?{crm.Names()}")).ShouldBe(["Phone", "Laptop"]);
        (await browser.SubmitAsync(page, "remove")).ShouldLeadTo("/client/security/passkeys?");
        Names(await browser.GetAsync($"/client/security/passkeys?{crm.Names()}")).ShouldBe(["Laptop"]);
        await host.MailToAsync(user.Email, "A passkey of your Test Broker account was removed");
        using var after = PasskeyVisit.NewBrowser(host);
        (await after.LogInWithPasskeyAsync(crm, device)).ShouldShow("login", 422);
        (await after.LogInWithPasskeyAsync(crm, second)).ShouldLeadTo("/client?");
    }

    [Fact]
    public async Task A_passkey_that_somebody_has_cannot_be_added_again()
    {
        var (crm, _, browser, device) = await NewPersonAsync();
        using var __ = browser;
        using var ___ = device;
        var other = await host.NewTraderAsync(crm);
        using var theirs = PasskeyVisit.NewBrowser(host);
        await theirs.LogInToClientAreaAsync(crm, other.Email);
        using var copy = new SoftwareAuthenticator { CredentialId = device.CredentialId };

        var page = await theirs.GetAsync($"/client/security/passkeys?{crm.Names()}");
        (await theirs.SubmitAsync(page, "add-passkey", ("credential", copy.Create(PasskeyVisit.Options(page, "add-passkey"))))).ShouldShow("passkeys", 422);

        Names(await theirs.GetAsync($"/client/security/passkeys?{crm.Names()}")).ShouldBeEmpty();
    }

    /// <summary>A trader who has had a passkey made.</summary>
    private async Task<(TestCrm Crm, BrokerUser User, Browser Browser, SoftwareAuthenticator Device)> NewPersonAsync()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        var browser = PasskeyVisit.NewBrowser(host);
        (await browser.LogInToClientAreaAsync(crm, user.Email)).ShouldLeadTo("/client?");
        var device = new SoftwareAuthenticator();
        await browser.AddPasskeyAsync(crm, device, name: "");
        return (crm, user, browser, device);
    }

    private static string[] Names(Page page) => [.. page.Document.QuerySelectorAll("[data-testid=passkey-name]").Select(static one => one.TextContent)];
}
