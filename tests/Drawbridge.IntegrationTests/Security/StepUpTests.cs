using Drawbridge.Broker.Sessions;
using Drawbridge.IntegrationTests.CrmLogin;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Passkeys;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.Security;

public sealed class StepUpTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    [Fact]
    public async Task What_protects_the_account_is_asked_for_again_after_ten_minutes()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = await LogInAsync(crm, user.Email);
        (await browser.GetAsync($"/account/email?{crm.Names()}")).ShouldShow("email-change");
        host.Time.Advance(TimeSpan.FromMinutes(10));

        var confirm = (await browser.FollowAsync((await browser.GetAsync($"/account/email?{crm.Names()}")).ShouldLeadTo("/client/security/confirm?"))).ShouldShow("step-up");
        (await browser.SubmitAsync(confirm, "submit", ("current", "wrong wrong wrong"))).ShouldShow("step-up", 422).Element("current-error");
        (await browser.GetAsync($"/account/email?{crm.Names()}")).ShouldLeadTo("/client/security/confirm?");
        var back = (await browser.SubmitAsync(confirm, "submit", ("current", People.Password))).ShouldLeadTo("/account/email?");
        (await browser.FollowAsync(back)).ShouldShow("email-change");
        (await browser.FollowAsync(await browser.GetAsync($"/client/security/confirm?{crm.Names()}&page=%2Faccount%2Femail"))).ShouldShow("email-change");

        using var other = await LogInAsync(crm, user.Email);
        host.Time.Advance(TimeSpan.FromMinutes(5));
        (await browser.GetAsync($"/client/security/passkeys?{crm.Names()}")).ShouldShow("passkeys");
        host.Time.Advance(TimeSpan.FromMinutes(5));
        (await browser.GetAsync($"/client/security/passkeys?{crm.Names()}")).ShouldLeadTo("/client/security/confirm?");
    }

    [Fact]
    public async Task A_form_that_is_sent_without_the_page_changes_nothing()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = await LogInAsync(crm, user.Email);
        using var device = new SoftwareAuthenticator();
        await browser.AddPasskeyAsync(crm, device, "Phone");
        var passkeys = await browser.GetAsync($"/client/security/passkeys?{crm.Names()}");
        var email = await browser.GetAsync($"/account/email?{crm.Names()}");
        host.Time.Advance(TimeSpan.FromMinutes(10));
        using var second = new SoftwareAuthenticator();

        (await browser.SubmitAsync(passkeys, "remove")).ShouldLeadTo("/client/security/confirm?");
        (await browser.SubmitAsync(passkeys, "rename-submit", ("name", "Other"))).ShouldLeadTo("/client/security/confirm?");
        (await browser.SubmitAsync(passkeys, "add-passkey", ("credential", second.Create(PasskeyVisit.Options(passkeys, "add-passkey"))))).ShouldLeadTo("/client/security/confirm?");
        (await browser.SubmitAsync(email, "submit", ("email", People.NewEmail()))).ShouldLeadTo("/client/security/confirm?");

        (await host.Database.ReadAsync(
            session => session.ListAsync<string>("select name from passkeys where user_id = @Id", new { user.Id }), TestContext.Current.CancellationToken)).ShouldBe(["Phone"]);
        (await host.Database.ReadAsync(
            session => session.GetAsync<long>("select count(*) from email_changes where user_id = @Id", new { user.Id }), TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    [Fact]
    public async Task A_passkey_proves_it_and_one_of_somebody_else_does_not()
    {
        var crm = await host.NewCrmAsync();
        var (user, other) = (await host.NewTraderAsync(crm), await host.NewTraderAsync(crm));
        using var browser = await LogInAsync(crm, user.Email);
        using var theirs = await LogInAsync(crm, other.Email);
        using var device = new SoftwareAuthenticator();
        using var theirDevice = new SoftwareAuthenticator();
        await browser.AddPasskeyAsync(crm, device);
        await theirs.AddPasskeyAsync(crm, theirDevice);
        host.Time.Advance(TimeSpan.FromMinutes(10));
        var confirm = await browser.FollowAsync(await browser.GetAsync($"/client/security/passkeys?{crm.Names()}"));

        (await browser.AnswerAsync(confirm, theirDevice)).ShouldShow("step-up", 422);
        (await browser.GetAsync($"/client/security/passkeys?{crm.Names()}")).ShouldLeadTo("/client/security/confirm?");
        confirm = await browser.FollowAsync(await browser.GetAsync($"/client/security/passkeys?{crm.Names()}"));
        (await browser.AnswerAsync(confirm, device)).ShouldLeadTo("/client/security/passkeys?");
        (await browser.GetAsync($"/client/security/passkeys?{crm.Names()}")).ShouldShow("passkeys");
    }

    [Fact]
    public async Task Who_logs_in_at_the_brokers_own_crm_logs_in_there_once_more()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        var person = CrmLoginPeople.NewPerson((await host.NewTraderAsync(crm)).Email);
        using var browser = PasskeyVisit.NewBrowser(host);
        (await LogInAsync(await browser.GetAsync($"/client/login?{crm.Names()}"))).ShouldLeadTo("/client?");
        (await browser.GetAsync($"/client/security/two-step?{crm.Names()}")).ShouldShow("second-factor-setup");
        (await browser.GetAsync($"/client/security?{crm.Names()}")).Find("passkeys-link").ShouldBeNull("the CRM is asked at each login");
        host.Time.Advance(TimeSpan.FromMinutes(10));

        var confirm = (await browser.GetAsync($"/client/security/two-step?{crm.Names()}")).ShouldLeadTo("/client/security/confirm?");
        var login = await browser.FollowAsync((await browser.FollowAsync(confirm)).ShouldLeadTo("/client/login?"));
        (await LogInAsync(login)).ShouldLeadTo("/client/security/two-step?");
        (await browser.GetAsync($"/client/security/two-step?{crm.Names()}")).ShouldShow("second-factor-setup");

        async Task<Page> LogInAsync(Page page) =>
            await browser.GetAsync(new Uri(own.LogIn((await browser.SubmitAsync(page.ShouldShow("crm-login"), "submit")).Href("crm-login-url"), person)).PathAndQuery);
    }

    [Fact]
    public void A_proof_lifetime_that_makes_no_sense_is_a_fault_of_the_configuration()
    {
        foreach (var lifetime in new[] { TimeSpan.Zero, TimeSpan.FromMinutes(61) })
        {
            new SessionOptions.Validator().Validate(null, new() { ProofLifetime = lifetime }).FailureMessage.ShouldNotBeNull().ShouldContain("Drawbridge:Sessions:ProofLifetime");
        }

        new SessionOptions.Validator().Validate(null, new()).Succeeded.ShouldBeTrue();
    }

    private async Task<Browser> LogInAsync(TestCrm crm, string email)
    {
        var browser = PasskeyVisit.NewBrowser(host);
        (await browser.LogInToClientAreaAsync(crm, email)).ShouldLeadTo("/client?");
        return browser;
    }
}
