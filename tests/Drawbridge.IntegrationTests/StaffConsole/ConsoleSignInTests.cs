using Drawbridge.Broker.Console.Staff;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.StaffConsole;

public sealed class ConsoleSignInOnSqlite(SqliteBrokerHost host) : ConsoleSignInTests(host), IClassFixture<SqliteBrokerHost>;

public sealed class ConsoleSignInOnPostgres(PostgresBrokerHost host) : ConsoleSignInTests(host), IClassFixture<PostgresBrokerHost>;

/// <summary>Signing in to the console, on each engine.</summary>
public abstract class ConsoleSignInTests(BrokerHost host)
{
    [Fact]
    public async Task Staff_signs_in_goes_on_where_it_wanted_to_and_signs_out()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var member = await desk.NewStaffAsync(StaffRoles.Operations);
        using var browser = new Browser(host);
        var refused = (await browser.GetAsync("/console/payments?state=Credited")).ShouldLeadTo("/console/sign-in?next=");
        var form = (await browser.FollowAsync(refused)).ShouldShow("console-sign-in");

        var signedIn = await browser.SubmitAsync(form, "submit", ("email", member.Email.ToUpperInvariant()), ("password", StaffDesk.Password));
        signedIn.ShouldLeadTo("/console/payments?state=Credited");
        var page = (await browser.FollowAsync(signedIn)).ShouldShow("nav-payments");
        page.Element("me").TextContent.ShouldBe("Sam Desk");
        page.Headers["Content-Security-Policy"].ShouldContain("default-src 'none'");
        page.Headers["Content-Security-Policy"].ShouldContain("frame-ancestors 'none'");
        page.Headers["Cache-Control"].ShouldBe("no-store");

        (await browser.SubmitAsync(page, "sign-out")).ShouldLeadTo("/console/sign-in?signedOut=true");
        (await browser.GetAsync("/console")).ShouldLeadTo("/console/sign-in");
        (await desk.ListAuditAsync()).ShouldContain(entry => entry.Act == "sign-in" && entry.Actor == member.Email && entry.CameFrom != null);
    }

    [Theory]
    [InlineData("https://elsewhere.example.com/")]
    [InlineData("//elsewhere.example.com/console")]
    [InlineData("/console/../client")]
    [InlineData("/consolex")]
    [InlineData("/console/\\elsewhere")]
    public async Task Nobody_is_led_elsewhere(string next)
    {
        var desk = await StaffDesk.OpenAsync(host);
        var member = await desk.NewStaffAsync(StaffRoles.Viewer);
        using var browser = new Browser(host);

        var page = await StaffDesk.TrySignInAsync(browser, member.Email, next: "?next=" + Uri.EscapeDataString(next));

        new Uri(host.Url, page.Location).AbsolutePath.ShouldBeOneOf("/console", "/client"); // of this host in any case
        new Uri(host.Url, page.Location).Authority.ShouldBe(host.Url.Authority);
    }

    [Fact]
    public async Task A_refusal_does_not_tell_why()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var member = await desk.NewStaffAsync(StaffRoles.Viewer);
        var disabled = await desk.NewStaffAsync(StaffRoles.Viewer);
        await desk.Staff.TrySetDisabledAsync(disabled, disabled: true, new(disabled.CrmId, null, "test", "staff.disable", "x"), CancellationToken.None);
        var late = await desk.NewStaffAsync(StaffRoles.Viewer, host.Time.GetUtcNow());
        using var browser = new Browser(host);

        var texts = new List<string>();
        foreach (var (email, password) in new[]
        {
            ("nobody@desk.example.com", StaffDesk.Password), (member.Email, "wrong"), (disabled.Email, StaffDesk.Password), (late.Email, StaffDesk.Password),
        })
        {
            var page = await StaffDesk.TrySignInAsync(browser, email, password);
            ((int)page.Status).ShouldBe(422);
            texts.Add(page.Element("form-error").TextContent);
        }

        texts.Distinct().ShouldHaveSingleItem();
    }

    [Fact] // FLOW-AUTH-7
    public async Task Guessing_is_slowed_also_for_addresses_that_nobody_has()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var member = await desk.NewStaffAsync(StaffRoles.Viewer);
        foreach (var email in new[] { member.Email, "nobody" + member.Email })
        {
            using var guesser = new Browser(host);
            for (var i = 0; i < 5; i++)
            {
                (await StaffDesk.TrySignInAsync(guesser, email, "wrong")).ShouldShow("form-error", 422);
            }

            var slowed = await StaffDesk.TrySignInAsync(guesser, email);
            slowed.ShouldShow("form-error", 429);
            slowed.Headers["Retry-After"].ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task Who_fails_on_purpose_does_not_lock_out_a_device_that_signed_in_before()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var member = await desk.NewStaffAsync(StaffRoles.Viewer);
        using var own = await desk.SignInAsync(member);
        await own.SubmitAsync(await own.GetAsync("/console"), "sign-out");
        using var other = new Browser(host);
        for (var i = 0; i < 6; i++)
        {
            await StaffDesk.TrySignInAsync(other, member.Email, "wrong");
        }

        (await StaffDesk.TrySignInAsync(own, member.Email)).ShouldLeadTo("/console");
    }

    [Fact]
    public async Task A_session_ends_when_it_is_not_used_and_after_a_working_day()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var member = await desk.NewStaffAsync(StaffRoles.Viewer);
        using var idle = await desk.SignInAsync(member);
        host.Time.Advance(TimeSpan.FromMinutes(29));
        (await idle.GetAsync("/console")).ShouldShow("overview");
        host.Time.Advance(TimeSpan.FromMinutes(31));
        (await idle.GetAsync("/console")).ShouldLeadTo("/console/sign-in");

        using var busy = await desk.SignInAsync(member);
        for (var i = 0; i < 12 * 3; i++)
        {
            (await busy.GetAsync("/console")).ShouldShow("overview");
            host.Time.Advance(TimeSpan.FromMinutes(20));
        }

        (await busy.GetAsync("/console")).ShouldLeadTo("/console/sign-in");
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var member = await desk.NewStaffAsync(StaffRoles.Viewer);
        using var here = await desk.SignInAsync(member);
        using var elsewhere = await desk.SignInAsync(member);
        var form = (await here.GetAsync("/console/password")).ShouldShow("password-form");
        const string Chosen = "walnut orbit sleeve candle";

        (await here.SubmitAsync(form, "submit", ("current", "wrong"), ("password", Chosen), ("repeat", Chosen))).ShouldShow("form-error", 422);
        (await here.SubmitAsync(form, "submit", ("current", StaffDesk.Password), ("password", "password1"), ("repeat", "password1"))).ShouldShow("form-error", 422);
        (await here.SubmitAsync(form, "submit", ("current", StaffDesk.Password), ("password", Chosen), ("repeat", "other"))).ShouldShow("form-error", 422);
        (await here.SubmitAsync(form, "submit", ("current", StaffDesk.Password), ("password", Chosen), ("repeat", Chosen))).ShouldLeadTo("/console?done=password");

        (await here.GetAsync("/console")).ShouldShow("overview");
        (await elsewhere.GetAsync("/console")).ShouldLeadTo("/console/sign-in");
        using var later = new Browser(host);
        (await StaffDesk.TrySignInAsync(later, member.Email)).ShouldShow("form-error", 422);
        (await StaffDesk.TrySignInAsync(later, member.Email, Chosen)).ShouldLeadTo("/console");
    }

    [Fact]
    public async Task Who_has_a_temporary_password_first_chooses_an_own_one()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var member = await desk.NewStaffAsync(StaffRoles.Administrator, host.Time.GetUtcNow().AddHours(1));
        using var browser = await desk.SignInAsync(member);

        var form = await browser.FollowAsync((await browser.GetAsync("/console/staff")).ShouldLeadTo("/console/password"));
        const string Chosen = "walnut orbit sleeve candle";
        (await browser.SubmitAsync(form, "submit", ("current", StaffDesk.Password), ("password", Chosen), ("repeat", Chosen))).ShouldLeadTo("/console?");

        host.Time.Advance(TimeSpan.FromHours(2));
        using var later = new Browser(host);
        (await StaffDesk.TrySignInAsync(later, member.Email, Chosen)).ShouldLeadTo("/console");
    }

    [Fact]
    public async Task A_session_is_stored_by_its_hash_only()
    {
        var desk = await StaffDesk.OpenAsync(host);
        using var browser = await desk.SignInAsync(StaffRoles.Viewer);
        var handle = browser.Cookies["__Host-console"];

        var hashes = await host.Database.ReadAsync(session => session.ListAsync<byte[]>("select hash from staff_sessions"), CancellationToken.None);

        hashes.ShouldNotBeEmpty();
        hashes.ShouldAllBe(hash => hash.Length == 32);
        hashes.ShouldNotContain(hash => System.Text.Encoding.ASCII.GetString(hash).Contains("dbss_", StringComparison.Ordinal));
        host.Log.Lines.ShouldNotContain(line => line.Contains(handle, StringComparison.Ordinal));
    }
}
