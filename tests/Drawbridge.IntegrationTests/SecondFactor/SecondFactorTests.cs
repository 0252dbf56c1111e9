using Drawbridge.Broker.SecondFactor;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.SecondFactor;

public sealed class SecondFactorTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    [Fact]
    public async Task Who_has_switched_it_on_is_asked_for_it_wherever_the_login_leads()
    {
        var (crm, email, secret, _) = await NewPersonAsync();
        using var browser = new Browser(host);

        var asked = (await browser.LogInAsync(crm, email, keep: true)).ShouldShow("second-factor");
        browser.Cookies.Keys.ShouldAllBe(static name => !name.StartsWith("__Host-session", StringComparison.Ordinal), "there is no session yet");
        (await browser.SubmitAsync(asked, "submit", ("code", Wrong(secret)))).ShouldShow("second-factor", 422).Element("code-error");
        host.Time.Advance(TimeSpan.FromSeconds(30));
        var code = Code(secret);
        var answer = (await browser.SubmitAsync(asked, "submit", ("code", code))).ShouldLeadTo(People.SuccessUrl);
        (await crm.ExchangeAsync(answer.LocationParameter("token")!)).Json.ContainsKey("accessToken").ShouldBeTrue("the choice to stay logged in came along");

        using var other = new Browser(host);
        var again = (await other.LogInToClientAreaAsync(crm, email)).ShouldShow("second-factor");
        (await other.SubmitAsync(again, "submit", ("code", code))).ShouldShow("second-factor", 422);
        host.Time.Advance(TimeSpan.FromSeconds(30));
        (await other.SubmitAsync(again, "submit", ("code", Code(secret)))).ShouldLeadTo("/client?");
    }

    [Fact]
    public async Task A_recovery_code_counts_once_and_its_owner_is_told()
    {
        var (crm, email, _, codes) = await NewPersonAsync();
        using var browser = new Browser(host);
        var asked = await browser.LogInToClientAreaAsync(crm, email);

        (await browser.SubmitAsync(asked, "submit", ("code", codes[0].ToLowerInvariant()))).ShouldLeadTo("/client?");

        (await browser.SubmitAsync(asked, "submit", ("code", codes[0]))).ShouldShow("second-factor", 422);
        await host.MailToAsync(email, "A recovery code was used at Test Broker");
        var page = await browser.GetAsync($"/client/security?{crm.Names()}");
        page.Element("second-factor-state").TextContent.ShouldContain("9");
    }

    [Fact]
    public async Task A_device_that_was_trusted_is_not_asked_again_until_the_password_changes()
    {
        var (crm, email, secret, _) = await NewPersonAsync();
        using var browser = new Browser(host);
        var asked = await browser.LogInToClientAreaAsync(crm, email);
        host.Time.Advance(TimeSpan.FromSeconds(30));
        (await browser.SubmitAsync(asked, "submit", ("code", Code(secret)), ("trust", "true"))).ShouldLeadTo("/client?");

        (await browser.LogInToClientAreaAsync(crm, email)).ShouldLeadTo("/client?");
        (await browser.GetAsync($"/client/security/two-step?{crm.Names()}")).ShouldLeadTo("/client/security/confirm?"); // a password alone, though of a minute ago
        using var other = new Browser(host);
        (await other.LogInToClientAreaAsync(crm, email)).ShouldShow("second-factor");

        var form = await browser.GetAsync($"/account/password?{crm.Names()}");
        await browser.SubmitAsync(form, "submit", ("current", People.Password), ("password", "copper window maple stadium"));
        (await browser.LogInToClientAreaAsync(crm, email, "copper window maple stadium")).ShouldShow("second-factor");
    }

    [Fact]
    public async Task A_new_password_by_mail_does_not_get_around_it()
    {
        var (crm, email, _, _) = await NewPersonAsync();
        using var browser = new Browser(host);
        var form = await browser.GetAsync($"/auth/reset?{crm.Names()}");
        await browser.SubmitAsync(form, "submit", ("email", email));
        var link = new Uri((await host.MailToAsync(email, "Reset your")).Text.Split(' ', '\n').Single(static word => word.Contains("ticket=", StringComparison.Ordinal))).PathAndQuery;

        var answer = await browser.SubmitAsync(await browser.GetAsync(link), "submit", ("password", "copper window maple stadium"));

        answer.ShouldShow("second-factor");
    }

    [Fact]
    public async Task A_form_of_somebody_else_or_of_yesterday_is_no_login()
    {
        var (crm, email, secret, _) = await NewPersonAsync();
        using var browser = new Browser(host);
        var asked = await browser.LogInAsync(crm, email);
        (await browser.SubmitAsync(asked, "submit", ("code", Code(secret)), ("ticket", "made up"))).ShouldShow("login", 422);
        var elsewhere = await host.NewCrmAsync();
        (await browser.PostAsync($"/auth/second-factor?{elsewhere.Names()}", Fields(asked, Code(secret)))).ShouldShow("login", 422);

        host.Time.Advance(TimeSpan.FromMinutes(10));

        (await browser.SubmitAsync(asked, "submit", ("code", Code(secret)))).ShouldShow("login", 422);
    }

    [Fact]
    public async Task Guessing_codes_is_slowed_down()
    {
        var (crm, email, secret, _) = await NewPersonAsync();
        using var browser = new Browser(host);
        var asked = await browser.LogInAsync(crm, email);
        var statuses = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            statuses.Add((int)(await browser.SubmitAsync(asked, "submit", ("code", Wrong(secret)))).Status);
        }

        statuses.ShouldContain(429);
        host.Time.Advance(TimeSpan.FromSeconds(30));
        (await browser.SubmitAsync(asked, "submit", ("code", Code(secret)))).Status.ShouldBe((System.Net.HttpStatusCode)429, "right codes wait, too");
    }

    [Fact]
    public async Task A_broker_that_demands_it_has_it_set_up_in_the_middle_of_the_login()
    {
        var crm = await host.NewCrmAsync(change: static settings => settings with { SecondFactor = SecondFactorPolicy.Required });
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);

        var setup = (await browser.LogInAsync(crm, user.Email)).ShouldShow("second-factor-setup");
        var secret = Secret(setup);
        (await browser.SubmitAsync(setup, "submit", ("code", Wrong(secret)))).ShouldShow("second-factor-setup", 422).Element("setup-key").TextContent.ShouldBe(setup.Element("setup-key").TextContent);
        var codes = (await browser.SubmitAsync(setup, "submit", ("code", Code(secret)))).ShouldShow("recovery-codes");
        (await browser.SubmitAsync(codes, "recovery-done")).ShouldLeadTo(People.SuccessUrl);

        using var other = new Browser(host);
        (await other.LogInAsync(crm, user.Email)).ShouldShow("second-factor");
        (await other.SignUpAsync(crm, user.Email)).ShouldShow("second-factor");
        using var fresh = new Browser(host);
        (await fresh.SignUpAsync(crm, People.NewEmail())).Find("second-factor-setup").ShouldBeNull("signup is short");
    }

    [Fact]
    public async Task Switching_it_off_takes_a_code_of_the_last_minutes()
    {
        var (crm, email, secret, _) = await NewPersonAsync();
        using var browser = new Browser(host);
        var asked = await browser.LogInToClientAreaAsync(crm, email);
        host.Time.Advance(TimeSpan.FromSeconds(30));
        await browser.SubmitAsync(asked, "submit", ("code", Code(secret)));
        var form = (await browser.GetAsync($"/client/security/two-step?{crm.Names()}")).ShouldShow("second-factor-on");
        var renewed = (await browser.SubmitAsync(form, "new-codes", ("act", "codes"))).ShouldShow("recovery-codes");
        host.Time.Advance(TimeSpan.FromMinutes(10));

        (await browser.SubmitAsync(form, "switch-off", ("act", "off"))).ShouldLeadTo("/client/security/confirm?");
        var confirm = await browser.FollowAsync(await browser.GetAsync($"/client/security/two-step?{crm.Names()}"));
        confirm.ShouldShow("step-up").Find("current").ShouldBeNull("a password is not enough");
        (await browser.SubmitAsync(confirm, "submit", ("code", Wrong(secret)), ("current", People.Password))).ShouldShow("step-up", 422).Element("code-error");
        (await browser.GetAsync($"/client/security/two-step?{crm.Names()}")).ShouldLeadTo("/client/security/confirm?");
        var back = (await browser.SubmitAsync(confirm, "submit", ("code", Codes(renewed)[0]))).ShouldLeadTo("/client/security/two-step?");
        (await browser.SubmitAsync(await browser.FollowAsync(back), "switch-off", ("act", "off"))).ShouldLeadTo("/client/security?");

        (await browser.LogInToClientAreaAsync(crm, email)).ShouldLeadTo("/client?");
        await host.MailToAsync(email, "Two-step verification at Test Broker is off");
    }

    [Fact]
    public async Task A_code_counts_once_even_at_the_same_moment()
    {
        var (crm, email, secret, codes) = await NewPersonAsync();
        foreach (var code in new[] { null, codes[0] })
        {
            host.Time.Advance(TimeSpan.FromSeconds(30));
            var waiting = new List<(Browser Browser, Page Page)>();
            for (var i = 0; i < 6; i++)
            {
                var browser = new Browser(host);
                waiting.Add((browser, (await browser.LogInToClientAreaAsync(crm, email)).ShouldShow("second-factor")));
            }

            var pages = await Task.WhenAll(waiting.Select(one => one.Browser.SubmitAsync(one.Page, "submit", ("code", code ?? Code(secret)))));

            pages.Count(static page => (int)page.Status == 303).ShouldBe(1);
            waiting.ForEach(static one => one.Browser.Dispose());
        }
    }

    [Fact]
    public async Task A_trusted_device_of_somebody_else_is_not_trusted()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var (email, other) = (People.NewEmail(), People.NewEmail());
        using var thief = new Browser(host);
        var secret = await SwitchOnAsync(crm, email, broker: 0);
        await SwitchOnAsync(crm, other, broker: 0);
        await SwitchOnAsync(crm, email, broker: 1);
        var asked = (await LogInAsync(thief, crm, email, broker: 0)).ShouldShow("second-factor");
        host.Time.Advance(TimeSpan.FromSeconds(30));
        await thief.SubmitAsync(asked, "submit", ("code", Code(secret)), ("trust", "true"));
        var cookie = thief.Cookies.Single(static one => one.Key.StartsWith("__Host-trusted", StringComparison.Ordinal));
        (await LogInAsync(thief, crm, email, broker: 0)).ShouldLeadTo("/client?");

        (await LogInAsync(thief, crm, other, broker: 0)).ShouldShow("second-factor");
        thief.PlantCookie(cookie.Key.Replace($"-{crm.Broker().Id}", $"-{crm.Broker(1).Id}", StringComparison.Ordinal), cookie.Value);
        (await LogInAsync(thief, crm, email, broker: 1)).ShouldShow("second-factor");
        thief.PlantCookie(cookie.Key, "made up");
        (await LogInAsync(thief, crm, email, broker: 0)).ShouldShow("second-factor");
    }

    [Fact]
    public async Task A_broker_that_has_none_asks_nobody()
    {
        var crm = await host.NewCrmAsync(change: static settings => settings with { SecondFactor = SecondFactorPolicy.Off });
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        (await browser.LogInToClientAreaAsync(crm, user.Email)).ShouldLeadTo("/client?");

        (await browser.GetAsync($"/client/security?{crm.Names()}")).Find("two-step").ShouldBeNull();
        (await browser.GetAsync($"/client/security/two-step?{crm.Names()}")).ShouldLeadTo("/client/security?");
    }

    [Fact]
    public async Task The_secret_is_not_stored_readable()
    {
        var (_, _, secret, codes) = await NewPersonAsync();
        var rows = await host.Database.ReadAsync(
            static session => session.ListAsync<string>("select secret_sealed from second_factors", new { }), TestContext.Current.CancellationToken);

        rows.ShouldNotBeEmpty();
        rows.ShouldAllBe(row => !row.Contains(Convert.ToHexString(secret), StringComparison.OrdinalIgnoreCase));
        host.Log.Lines.ShouldAllBe(line => !line.Contains(codes[0], StringComparison.Ordinal) && !line.Contains(Base32.Encode(secret), StringComparison.Ordinal));
    }

    /// <summary>A trader who has switched two-step verification on in the client area.</summary>
    private async Task<(TestCrm Crm, string Email, byte[] Secret, IReadOnlyList<string> Codes)> NewPersonAsync()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        await browser.LogInToClientAreaAsync(crm, user.Email);
        var setup = (await browser.GetAsync($"/client/security/two-step?{crm.Names()}")).ShouldShow("second-factor-setup");
        var secret = Secret(setup);
        (await browser.SubmitAsync(setup, "submit", ("code", Wrong(secret)))).ShouldShow("second-factor-setup", 422).Element("code-error");
        var codes = (await browser.SubmitAsync(setup, "submit", ("code", Code(secret)))).ShouldShow("recovery-codes");
        return (crm, user.Email, secret, Codes(codes));
    }

    /// <summary>A person at one of several brokers who has it switched on.</summary>
    private async Task<byte[]> SwitchOnAsync(TestCrm crm, string email, int broker)
    {
        await host.NewTraderAsync(crm, broker, email);
        using var browser = new Browser(host);
        await LogInAsync(browser, crm, email, broker);
        var setup = (await browser.GetAsync($"/client/security/two-step?{crm.Names(broker)}")).ShouldShow("second-factor-setup");
        var secret = Secret(setup);
        (await browser.SubmitAsync(setup, "submit", ("code", Code(secret)))).ShouldShow("recovery-codes");
        return secret;
    }

    private static async Task<Page> LogInAsync(Browser browser, TestCrm crm, string email, int broker) => await browser.SubmitAsync(
        await browser.GetAsync($"/client/login?{crm.Names(broker)}"), "submit", ("email", email), ("password", People.Password));

    private static Dictionary<string, string> Fields(Page page, string code) => new(StringComparer.Ordinal)
    {
        ["ticket"] = page.Document.QuerySelector("input[name=ticket]")!.GetAttribute("value")!,
        ["code"] = code,
    };

    private static List<string> Codes(Page page) => [.. page.Document.QuerySelectorAll("[data-testid=recovery-code]").Select(static code => code.TextContent)];

    private string Code(byte[] secret) => Totp.CodeOf(secret, Totp.StepAt(host.Time.GetUtcNow()));

    private string Wrong(byte[] secret) => Code(secret) == "000000" ? "000001" : "000000";

    private static byte[] Secret(Page setup) => Base32Text.Read(setup.Element("setup-key").TextContent);
}
