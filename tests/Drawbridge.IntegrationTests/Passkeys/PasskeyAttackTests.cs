using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.Passkeys;

/// <summary>What must never log anybody in.</summary>
public sealed class PasskeyAttackTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    public static TheoryData<string> Forgeries =>
    [
        "https://trade.example.test.evil.test", "https://evil.test", "http://trade.example.test", "https://trade.example.test:8443", "https://example.test",
        "https://user@trade.example.test", "trade.example.test", "null", "",
    ];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task An_answer_from_another_page_is_refused(string origin)
    {
        var (crm, _, device) = await NewPersonAsync();
        using var __ = device;
        device.Origin = origin;
        using var browser = PasskeyVisit.NewBrowser(host);

        (await browser.LogInWithPasskeyAsync(crm, device)).ShouldShow("login", 422);

        browser.ShouldHaveNoSession();
    }

    [Fact]
    public async Task In_a_frame_the_page_around_must_be_an_application_of_the_broker()
    {
        var (crm, _, device) = await NewPersonAsync();
        using var __ = device;
        using var browser = PasskeyVisit.NewBrowser(host);
        foreach (var stranger in new[] { "https://evil.test", "https://app.example.test.evil.test", "" })
        {
            device.TopOrigin = stranger;
            (await browser.LogInWithPasskeyAsync(crm, device)).ShouldShow("login", 422);
        }

        device.TopOrigin = "https://app.example.test";
        (await browser.LogInWithPasskeyAsync(crm, device)).ShouldLeadTo("/client?");
    }

    [Fact]
    public async Task An_answer_for_another_relying_party_or_without_its_user_is_refused()
    {
        var (crm, _, device) = await NewPersonAsync();
        using var __ = device;
        using var browser = PasskeyVisit.NewBrowser(host);
        device.RpId = "example.test";
        (await browser.LogInWithPasskeyAsync(crm, device)).ShouldShow("login", 422);
        device.RpId = null;
        device.VerifiesUser = false;
        (await browser.LogInWithPasskeyAsync(crm, device)).ShouldShow("login", 422);
        device.VerifiesUser = true;
        device.IsTouched = false;
        (await browser.LogInWithPasskeyAsync(crm, device)).ShouldShow("login", 422);
        browser.ShouldHaveNoSession();

        device.IsTouched = true;
        (await browser.LogInWithPasskeyAsync(crm, device)).ShouldLeadTo("/client?");
    }

    [Fact]
    public async Task A_challenge_is_answered_once_within_minutes_and_by_the_browser_that_got_it()
    {
        var (crm, _, device) = await NewPersonAsync();
        using var __ = device;
        using var browser = PasskeyVisit.NewBrowser(host);
        var (page, options, state) = await browser.AskForPasskeyAsync(crm);
        var answer = device.Get(options);

        using var thief = PasskeyVisit.NewBrowser(host);
        var (theirPage, _, theirState) = await thief.AskForPasskeyAsync(crm);
        (await thief.SubmitAsync(theirPage, "passkey", ("credential", answer), ("passkeyState", state))).ShouldShow("login", 422);
        (await thief.SubmitAsync(theirPage, "passkey", ("credential", answer), ("passkeyState", theirState))).ShouldShow("login", 422);
        thief.ShouldHaveNoSession();

        (await browser.SubmitAsync(page, "passkey", ("credential", answer), ("passkeyState", state))).ShouldLeadTo("/client?");
        browser.DropCookie("__Host-session");
        (await browser.SubmitAsync(page, "passkey", ("credential", answer), ("passkeyState", state))).ShouldShow("login", 422);
        (await browser.SubmitAsync(page, "passkey", ("credential", device.Get(options)), ("passkeyState", state))).ShouldShow("login", 422);
        browser.ShouldHaveNoSession();

        (page, options, state) = await browser.AskForPasskeyAsync(crm);
        host.Time.Advance(TimeSpan.FromMinutes(5));
        (await browser.SubmitAsync(page, "passkey", ("credential", device.Get(options)), ("passkeyState", state))).ShouldShow("login", 422);
        (await browser.SubmitAsync(page, "passkey", ("credential", device.Get(options)), ("passkeyState", "made up"))).ShouldShow("login", 422);
        (await browser.SubmitAsync(page, "passkey", ("credential", "not a credential"), ("passkeyState", (await browser.AskForPasskeyAsync(crm)).State))).ShouldShow("login", 422);
        browser.ShouldHaveNoSession();
    }

    [Fact]
    public async Task A_challenge_for_one_thing_is_good_for_no_other()
    {
        var (crm, user, device) = await NewPersonAsync();
        using var __ = device;
        using var browser = PasskeyVisit.NewBrowser(host);
        await browser.LogInToClientAreaAsync(crm, user.Email);
        host.Time.Advance(TimeSpan.FromMinutes(11));
        var stepUp = await browser.FollowAsync(await browser.GetAsync($"/client/security/passkeys?{crm.Names()}"));
        var answer = device.Get(PasskeyVisit.Options(stepUp.ShouldShow("step-up"), "passkey"));
        var state = stepUp.Document.QuerySelector("form.passkey input[name=passkeyState]")!.GetAttribute("value")!;
        var (login, _, _) = await browser.AskForPasskeyAsync(crm);
        browser.DropCookie("__Host-session");

        (await browser.SubmitAsync(login, "passkey", ("credential", answer), ("passkeyState", state))).ShouldShow("login", 422);

        browser.ShouldHaveNoSession();
    }

    [Fact]
    public async Task Nobody_logs_in_as_somebody_else_with_an_own_passkey()
    {
        var (crm, _, device) = await NewPersonAsync();
        using var __ = device;
        var victim = await host.NewTraderAsync(crm);
        using var browser = PasskeyVisit.NewBrowser(host);
        device.UserHandle = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(victim.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)));

        (await browser.LogInWithPasskeyAsync(crm, device)).ShouldShow("login", 422);

        browser.ShouldHaveNoSession();
    }

    [Fact]
    public async Task A_passkey_of_one_broker_is_unknown_at_the_other_even_on_the_same_host()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var user = await host.NewTraderAsync(crm, broker: 0);
        await host.NewTraderAsync(crm, broker: 1, email: user.Email);
        using var browser = PasskeyVisit.NewBrowser(host);
        await browser.SubmitAsync(await browser.GetAsync($"/client/login?{crm.Names()}"), "submit", ("email", user.Email), ("password", People.Password));
        using var device = new SoftwareAuthenticator();
        await browser.AddPasskeyAsync(crm, device);

        using var other = PasskeyVisit.NewBrowser(host);
        (await other.LogInWithPasskeyAsync(crm, device, broker: 1)).ShouldShow("login", 422);
        var (page, options, state) = await other.AskForPasskeyAsync(crm, broker: 0);
        var action = page.Element("passkey").Closest("form")!.GetAttribute("action")!.Replace(crm.Names(0), crm.Names(1), StringComparison.Ordinal);
        (await other.PostAsync(action, new(StringComparer.Ordinal) { ["credential"] = device.Get(options), ["passkeyState"] = state })).ShouldShow("login", 422);
        other.ShouldHaveNoSession();

        (await other.LogInWithPasskeyAsync(crm, device, broker: 0)).ShouldLeadTo("/client?");
    }

    [Fact]
    public async Task A_passkey_of_another_host_is_none()
    {
        var (crm, _, device) = await NewPersonAsync();
        using var __ = device;
        device.Origin = "https://label.example.test";
        using var browser = PasskeyVisit.NewBrowser(host, "label.example.test");

        (await browser.LogInWithPasskeyAsync(crm, device)).ShouldShow("login", 422);

        browser.ShouldHaveNoSession();
    }

    [Fact]
    public async Task A_counter_that_goes_back_is_refused()
    {
        var (crm, _, device) = await NewPersonAsync();
        using var __ = device;
        using var browser = PasskeyVisit.NewBrowser(host);
        device.Counter = 40;
        (await browser.LogInWithPasskeyAsync(crm, device)).ShouldLeadTo("/client?");
        browser.DropCookie("__Host-session");

        foreach (var counter in new uint[] { 0, 20, 40 })
        {
            device.Counter = counter;
            (await browser.LogInWithPasskeyAsync(crm, device)).ShouldShow("login", 422);
        }

        browser.ShouldHaveNoSession();
        (await browser.LogInWithPasskeyAsync(crm, device)).ShouldLeadTo("/client?");
    }

    [Fact]
    public async Task Of_many_answers_to_one_challenge_one_counts()
    {
        var (crm, _, device) = await NewPersonAsync();
        using var __ = device;
        using var browser = PasskeyVisit.NewBrowser(host);
        var (page, options, state) = await browser.AskForPasskeyAsync(crm);
        var answers = Enumerable.Range(0, 8).Select(_ => device.Get(options)).ToList();

        var pages = await Task.WhenAll(answers.Select(answer => browser.SubmitAsync(page, "passkey", ("credential", answer), ("passkeyState", state))));

        pages.Count(static one => (int)one.Status == 303).ShouldBe(1);
    }

    [Fact]
    public async Task A_blocked_user_stays_out()
    {
        var (crm, user, device) = await NewPersonAsync();
        using var __ = device;
        await host.Database.WriteAsync(
            session => session.ExecuteAsync("update users set blocked_at = @now where id = @Id", new { now = host.Time.GetUtcNow(), user.Id }), TestContext.Current.CancellationToken);
        using var browser = PasskeyVisit.NewBrowser(host);

        (await browser.LogInWithPasskeyAsync(crm, device)).ShouldShow("login", 403);

        browser.ShouldHaveNoSession();
    }

    [Fact]
    public async Task A_login_with_a_passkey_gives_up_the_session_that_somebody_planted()
    {
        var (crm, user, device) = await NewPersonAsync();
        using var __ = device;
        var attacker = await host.NewTraderAsync(crm);
        using var theirs = PasskeyVisit.NewBrowser(host);
        await theirs.LogInToClientAreaAsync(crm, attacker.Email);
        var planted = theirs.Cookies.Single(static cookie => cookie.Key.StartsWith("__Host-session", StringComparison.Ordinal));

        foreach (var byPasskey in new[] { true, false })
        {
            using var browser = PasskeyVisit.NewBrowser(host);
            browser.PlantCookie(planted.Key, planted.Value);
            (byPasskey ? await browser.LogInWithPasskeyAsync(crm, device) : await browser.LogInToClientAreaAsync(crm, user.Email)).ShouldLeadTo("/client?");

            browser.Cookies[planted.Key].ShouldNotBe(planted.Value);
        }

        (await theirs.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login?");
    }

    private async Task<(TestCrm Crm, BrokerUser User, SoftwareAuthenticator Device)> NewPersonAsync()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = PasskeyVisit.NewBrowser(host);
        (await browser.LogInToClientAreaAsync(crm, user.Email)).ShouldLeadTo("/client?");
        var device = new SoftwareAuthenticator();
        await browser.AddPasskeyAsync(crm, device);
        return (crm, user, device);
    }
}

internal static class SessionAssertions
{
    public static void ShouldHaveNoSession(this Browser browser) =>
        browser.Cookies.Keys.ShouldAllBe(static name => !name.StartsWith("__Host-session", StringComparison.Ordinal));
}
