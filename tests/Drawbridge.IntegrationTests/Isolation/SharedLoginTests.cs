using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.Security;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Passkeys;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Isolation;

public sealed class SqliteSharedLoginTests(ScreensHost host) : SharedLoginTests(host), IClassFixture<ScreensHost>;

public sealed class PostgresSharedLoginTests(PostgresScreensHost host) : SharedLoginTests(host), IClassFixture<PostgresScreensHost>;

/// <summary>One login for brokers of a CRM that share their users, and none for those that do not.</summary>
public abstract class SharedLoginTests(ScreensHost host)
{
    private const string Other = "copper window maple stadium";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private UserStore Users => host.Users;

    [Fact] // BID-44, BID-45
    public async Task Apart_a_user_of_one_broker_is_a_stranger_to_another()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);

        (await browser.LogInAsync(crm, user.Email, broker: 1)).ShouldShow("login", 422);
        (await browser.SignUpAsync(crm, user.Email, Other, broker: 1)).ShouldLeadTo("/account/");

        var second = await host.FindAsync(crm, user.Email, broker: 1);
        (second.LoginId, (await ReadAsync(user)).LoginId).ShouldBe((null, null));
        (await browser.LogInAsync(crm, user.Email, Other)).ShouldShow("login", 422);
    }

    [Fact] // BID-45
    public async Task Shared_the_same_login_counts_and_everything_else_is_each_brokers_own()
    {
        var (crm, user) = await NewPersonAsync();
        using var browser = new Browser(host);
        (await browser.LogInToClientAreaAsync(crm, user.Email)).ShouldLeadTo("/client?");

        (await browser.GetAsync($"/client?{crm.Names(1)}")).ShouldLeadTo("/client/login?"); // a session opens one broker's client area
        (await browser.LogInAsync(crm, user.Email, Other, broker: 1)).ShouldShow("login", 422);
        (await browser.LogInAsync(crm, user.Email, broker: 1)).ShouldLeadTo("/account/create?"); // no account here yet

        var second = await host.FindAsync(crm, user.Email, broker: 1);
        second.Id.ShouldNotBe(user.Id);
        (second.LoginId, (await ReadAsync(user)).LoginId).ShouldBe((user.Id, user.Id));
        (second.FirstName, second.CtraderUserId).ShouldBe((user.FirstName, null));
        (await Users.FindByEmailAsync(crm.Broker(2).Id, user.Email, Cancellation)).ShouldBeNull("nobody is a user of a broker where he never was");
        var token = await crm.NewOneTimeTokenAsync(user.CtraderUserId!.Value);
        (await crm.PostAsync("/oauth2/onetime/authorize", new { code = token }, broker: 1)).ShouldBeRefused(403, "BROKER_ID_MISMATCH"); // BID-28
    }

    [Fact]
    public async Task Signing_up_with_the_right_password_enters_and_with_another_is_refused()
    {
        var (crm, user) = await NewPersonAsync();
        using var browser = new Browser(host);

        (await browser.SignUpAsync(crm, user.Email, Other, broker: 1)).ShouldShow("signup", 422);
        (await Users.FindByEmailAsync(crm.Broker(1).Id, user.Email, Cancellation)).ShouldBeNull();
        (await browser.SignUpAsync(crm, user.Email, broker: 1)).ShouldLeadTo("/account/create?");

        (await host.FindAsync(crm, user.Email, broker: 1)).LoginId.ShouldBe(user.Id);
    }

    [Fact]
    public async Task Of_many_first_logins_at_the_same_moment_one_makes_the_user()
    {
        var (crm, user) = await NewPersonAsync();

        var pages = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var browser = new Browser(host);
            return await browser.LogInAsync(crm, user.Email, broker: 1);
        }));

        pages.ShouldAllBe(static page => (int)page.Status == 303);
        (await host.FindAsync(crm, user.Email, broker: 1)).LoginId.ShouldBe(user.Id);
    }

    [Fact] // P2B-AT-8
    public async Task A_password_that_is_changed_at_one_counts_at_all_and_ends_what_is_open_at_the_others()
    {
        var (crm, user) = await NewPersonAsync();
        using var here = new Browser(host);
        using var there = new Browser(host);
        await here.LogInToClientAreaAsync(crm, user.Email);
        var accessToken = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user.CtraderUserId!.Value))).Text("accessToken");
        await there.LogInAsync(crm, user.Email, broker: 1);
        (await LogInToClientAreaAsync(there, crm, user.Email)).ShouldLeadTo("/client?");

        var form = await there.GetAsync($"/account/password?{crm.Names(1)}");
        await there.SubmitAsync(form, "submit", ("current", People.Password), ("password", Other));

        (await here.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login?");
        (await crm.ValidateAsync(accessToken)).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await there.GetAsync($"/client?{crm.Names(1)}")).ShouldShow("client-home");
        (await here.LogInToClientAreaAsync(crm, user.Email)).ShouldShow("login", 422);
        (await here.LogInToClientAreaAsync(crm, user.Email, Other)).ShouldLeadTo("/client?");
    }

    [Fact]
    public async Task Who_forgot_the_password_gets_a_link_at_a_broker_that_he_never_was_at()
    {
        var (crm, user) = await NewPersonAsync();
        using var browser = new Browser(host);
        var form = await browser.GetAsync($"/auth/reset?{crm.Names(1)}");
        await browser.SubmitAsync(form, "submit", ("email", user.Email));
        var link = new Uri((await host.MailToAsync(user.Email, "Reset your")).Text.Split(' ', '\n').Single(static word => word.Contains("ticket=", StringComparison.Ordinal))).PathAndQuery;
        (await Users.FindByEmailAsync(crm.Broker(1).Id, user.Email, Cancellation)).ShouldBeNull("asking makes nobody a user");

        (await browser.SubmitAsync(await browser.GetAsync(link), "submit", ("password", Other))).ShouldLeadTo("/account/create?");

        (await browser.LogInToClientAreaAsync(crm, user.Email, Other)).ShouldLeadTo("/client?");
        (await browser.GetAsync(link)).ShouldShow("reset-invalid", 410);
    }

    [Fact]
    public async Task A_second_step_is_asked_for_at_all_and_each_code_counts_once()
    {
        var (crm, user) = await NewPersonAsync();
        var factors = host.Services.GetRequiredService<SecondFactorService>();
        var setup = SecondFactorSetup.New();
        var codes = (await factors.TryEnableAsync(crm.Broker(), user, setup, CodeOf(setup), Cancellation)).ShouldNotBeNull();
        using var browser = new Browser(host);

        var asked = (await browser.LogInAsync(crm, user.Email, broker: 1)).ShouldShow("second-factor");
        (await browser.SubmitAsync(asked, "submit", ("code", CodeOf(setup)))).ShouldShow("second-factor", 422); // it was used to switch it on
        (await browser.SubmitAsync(asked, "submit", ("code", codes[0]))).ShouldLeadTo("/account/create?");

        var again = (await browser.LogInToClientAreaAsync(crm, user.Email)).ShouldShow("second-factor");
        (await browser.SubmitAsync(again, "submit", ("code", codes[0]))).ShouldShow("second-factor", 422);
        (await browser.SubmitAsync(again, "submit", ("code", codes[1]))).ShouldLeadTo("/client?");
    }

    [Fact]
    public async Task A_passkey_of_one_opens_the_other_on_the_same_host()
    {
        var (crm, user) = await NewPersonAsync();
        using var device = new SoftwareAuthenticator();
        using var browser = PasskeyVisit.NewBrowser(host);
        (await browser.LogInToClientAreaAsync(crm, user.Email)).ShouldLeadTo("/client?");
        await browser.AddPasskeyAsync(crm, device);
        (await browser.LogInWithPasskeyAsync(crm, device, broker: 1)).ShouldShow("login", 422); // never was there
        await browser.LogInAsync(crm, user.Email, broker: 1);

        (await browser.LogInWithPasskeyAsync(crm, device, broker: 1)).ShouldLeadTo("/client?");
        (await browser.LogInWithPasskeyAsync(crm, device)).ShouldLeadTo("/client?");
    }

    [Fact] // FLOW-AUTH-7
    public async Task Trying_at_many_brokers_gives_no_more_tries()
    {
        var (crm, user) = await NewPersonAsync();
        for (var i = 0; i < 5; i++)
        {
            using var browser = new Browser(host);
            (await browser.LogInAsync(crm, user.Email, Other, broker: i % 3)).ShouldShow("login", 422);
        }

        using var last = new Browser(host);
        (await last.LogInAsync(crm, user.Email, Other, broker: 1)).ShouldShow("login", 429);
    }

    [Fact] // BID-44
    public async Task Who_is_blocked_where_he_comes_from_enters_nowhere_else()
    {
        var (crm, user) = await NewPersonAsync();
        await host.Database.WriteAsync(session => session.ExecuteAsync("update users set blocked_at = 1 where id = @Id", new { user.Id }), Cancellation);
        using var browser = new Browser(host);

        (await browser.LogInAsync(crm, user.Email, broker: 1)).ShouldShow("login", 422);
    }

    [Fact] // FLOW-EMAIL-2
    public async Task An_address_that_is_changed_at_one_counts_at_all_unless_somebody_has_it_at_one_of_them()
    {
        var (crm, user) = await NewPersonAsync();
        using var browser = new Browser(host);
        await browser.LogInAsync(crm, user.Email, broker: 1);
        var store = host.Services.GetRequiredService<EmailChangeStore>();
        var (taken, free) = (People.NewEmail(), People.NewEmail());
        await host.NewTraderAsync(crm, broker: 1, email: taken);

        (await store.TryApplyAsync(await ReadAsync(user), taken, host.Time.GetUtcNow(), static (_, _) => Task.CompletedTask, Cancellation)).ShouldBeFalse();
        (await store.TryApplyAsync(await ReadAsync(user), free, host.Time.GetUtcNow(), static (_, others) => { others.Count.ShouldBe(1); return Task.CompletedTask; }, Cancellation)).ShouldBeTrue();

        (await host.FindAsync(crm, free, broker: 1)).LoginId.ShouldBe(user.Id);
        (await browser.LogInToClientAreaAsync(crm, free)).ShouldLeadTo("/client?");
    }

    [Fact]
    public async Task When_a_broker_shares_no_longer_everybody_keeps_the_login_each_for_itself()
    {
        var (crm, user) = await NewPersonAsync();
        var factors = host.Services.GetRequiredService<SecondFactorService>();
        var setup = SecondFactorSetup.New();
        var codes = (await factors.TryEnableAsync(crm.Broker(), user, setup, CodeOf(setup), Cancellation)).ShouldNotBeNull();
        using var browser = new Browser(host);
        foreach (var broker in new[] { 1, 2 })
        {
            var asked = (await browser.LogInAsync(crm, user.Email, broker: broker)).ShouldShow("second-factor");
            (await browser.SubmitAsync(asked, "submit", ("code", codes[broker]))).ShouldLeadTo("/account/create?");
        }

        await ShareAsync(crm, UserSharing.Apart, UserSharing.Shared, UserSharing.Shared); // the one from which the login is

        var (second, third) = (await host.FindAsync(crm, user.Email, broker: 1), await host.FindAsync(crm, user.Email, broker: 2));
        ((await ReadAsync(user)).LoginId, second.LoginId, third.LoginId).ShouldBe((null, second.Id, second.Id));
        var again = (await browser.LogInAsync(crm, user.Email)).ShouldShow("second-factor");
        (await browser.SubmitAsync(again, "submit", ("code", codes[3]))).ShouldLeadTo(People.SuccessUrl);
        var elsewhere = (await browser.LogInAsync(crm, user.Email, broker: 2)).ShouldShow("second-factor");
        (await browser.SubmitAsync(elsewhere, "submit", ("code", codes[1]))).ShouldShow("second-factor", 422); // used before
        (await browser.SubmitAsync(elsewhere, "submit", ("code", codes[3]))).ShouldLeadTo("/account/create?"); // each has its own now

        await ShareAsync(crm, UserSharing.Apart, UserSharing.Shared, UserSharing.Apart); // one that joined

        (await host.FindAsync(crm, user.Email, broker: 2)).LoginId.ShouldBeNull();
        (await browser.LogInAsync(crm, user.Email, broker: 2)).ShouldShow("second-factor");
        await factors.RemoveAsync(crm.Broker(1), await host.FindAsync(crm, user.Email, broker: 1), Cancellation);
        (await browser.LogInAsync(crm, user.Email, broker: 2)).ShouldShow("second-factor");
    }

    private string CodeOf(SecondFactorSetup setup) => Totp.CodeOf(setup.Secret, Totp.StepAt(host.Time.GetUtcNow()));

    private async Task<BrokerUser> ReadAsync(BrokerUser user) => await Users.GetAsync(user.BrokerId, user.Id, Cancellation);

    /// <summary>A CRM of three brokers that share their users, and a trader of the first.</summary>
    private async Task<(TestCrm Crm, BrokerUser User)> NewPersonAsync()
    {
        var crm = await host.NewCrmAsync(brokers: 3, settings: new() { Users = UserSharing.Shared }, change: static settings => settings with { SecondFactor = SecondFactorPolicy.Optional });
        return (crm, await host.NewTraderAsync(crm));
    }

    private Task ShareAsync(TestCrm crm, params UserSharing[] users) => host.ApplyAsync(crm.Configuration with
    {
        Brokers = [.. crm.Configuration.Brokers.Zip(users, static (broker, sharing) => broker with { Settings = broker.Settings with { Users = sharing } })],
    });

    private static async Task<Page> LogInToClientAreaAsync(Browser browser, TestCrm crm, string email) => await browser.SubmitAsync(
        await browser.GetAsync($"/client/login?{crm.Names(1)}"), "submit", ("email", email), ("password", People.Password));
}
