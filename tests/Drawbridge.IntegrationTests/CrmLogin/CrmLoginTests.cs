using Drawbridge.Broker.CrmLogin;
using Drawbridge.Broker.Security;
using Drawbridge.IntegrationTests.Partners;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.CrmLogin;

/// <summary>Logins at the broker's own CRM, on each engine.</summary>
public abstract class CrmLoginTests(ScreensHost host)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_login_at_the_crm_leads_to_the_application_with_all_that_it_began_with(bool keep) // FLOW-AUTH-2..4, FLOW-KMLI-1, FLOW-KMLI-2, SCR-36, SCR-52
    {
        var (crm, own) = await host.NewCrmWithLoginAsync(changeBroker: settings => settings with
        {
            SuccessUrls = [.. settings.SuccessUrls, new(new("https://ios.example.test/cb"), "iOS")],
        });
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);

        var url = await browser.GoToOwnCrmAsync(crm, "&source=ios&lang=de", keep);
        url.ShouldContain("ui_locales=de");
        url.ShouldContain("nonce=");
        var answer = await browser.GetAsync(own.LogIn(url, CrmLoginPeople.NewPerson(trader.Email)));

        answer.ShouldLeadTo($"https://ios.example.test/cb?{crm.Names()}&token=");
        var exchange = await crm.ExchangeAsync(answer.LocationParameter("token")!);
        exchange.Json["userId"]!.GetValue<long>().ShouldBe(trader.CtraderUserId!.Value);
        exchange.Json.ContainsKey("accessToken").ShouldBe(keep);
    }

    [Fact]
    public async Task Who_is_new_is_created_with_what_the_crm_says_and_who_brought_them() // FLOW-CREATE-4, SCR-25, SCR-30, SCR-46
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        var person = CrmLoginPeople.NewPerson() with { FirstName = "Ana", LastName = "Ruiz", Locale = "es-MX", Country = "mx" };
        using var browser = new Browser(host);

        (await browser.LogInAtOwnCrmAsync(crm, own, person, "&partnerId=p%201&utm_source=news")).ShouldLeadTo("/account/create?");

        var user = await host.FindAsync(crm, person.Email);
        user.CrmUserId.ShouldBe(person.Id);
        user.PasswordHash.ShouldBeNull();
        user.EmailConfirmedAt.ShouldNotBeNull();
        (user.FirstName, user.LastName, user.PreferredLanguage, user.Country, user.PartnerId).ShouldBe(("Ana", "Ruiz", "es", "MX", "p 1"));
        user.Acquisition.ShouldNotBeNull().ShouldContain("news");
    }

    [Theory] // FLOW-ATTR1-10, INV-8
    [InlineData(true, "spring-26", true)]
    [InlineData(true, "WINTER26", false)]
    [InlineData(true, "no", false)]
    [InlineData(false, "SPRING26", false)]
    public async Task The_code_that_was_typed_at_the_crm_counts_for_who_is_new(bool codes, string typed, bool counts)
    {
        var (crm, own) = await host.NewCrmWithLoginAsync(changeBroker: settings => settings with { Partners = new() { PullInterval = TimeSpan.Zero, Links = new() { Codes = codes } } });
        var world = new PartnerDeskWorld(host, crm);
        var ann = await world.NewPartnerAsync("Ann");
        await world.AddCodeAsync(ann, "SPRING26");
        var person = CrmLoginPeople.NewPerson() with { PartnerCode = typed };
        using var browser = new Browser(host);

        (await browser.LogInAtOwnCrmAsync(crm, own, person)).ShouldLeadTo("/account/create?");
        await world.SweepAsync();

        (await world.ExplainAsync(await host.FindAsync(crm, person.Email))).PartnerId.ShouldBe(counts ? ann.Id : null);
    }

    [Fact] // SCR-25, INV-8
    public async Task The_crm_can_say_who_brought_the_user_and_the_address_goes_before()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync(login => login with { Claims = new() { PartnerId = "partner_id" } });
        foreach (var (more, expected) in new[] { ("", "from-crm"), ("&partnerId=from-link", "from-link") })
        {
            var person = CrmLoginPeople.NewPerson() with { PartnerId = "from-crm" };
            using var browser = new Browser(host);
            (await browser.LogInAtOwnCrmAsync(crm, own, person, more)).ShouldLeadTo("/account/create?");
            (await host.FindAsync(crm, person.Email)).PartnerId.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task A_changed_address_at_the_crm_makes_no_second_user() // FLOW-EMAIL-2
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        var person = CrmLoginPeople.NewPerson();
        using var browser = new Browser(host);
        await browser.LogInAtOwnCrmAsync(crm, own, person);
        var user = await host.FindAsync(crm, person.Email);

        await browser.LogInAtOwnCrmAsync(crm, own, person with { Email = "new-" + person.Email });

        var session = browser.Cookies.Single(cookie => cookie.Key.StartsWith("__Host-session-", StringComparison.Ordinal));
        await host.UntilAsync(async () => (await host.Users.GetAsync(user.BrokerId, user.Id, CancellationToken.None)).Email == "new-" + person.Email);
        (await host.Users.FindByEmailAsync(user.BrokerId, person.Email, CancellationToken.None)).ShouldBeNull();
        (await browser.GetAsync($"/client?{crm.Names()}")).ShouldShow("client-home"); // and it ends no session
        browser.Cookies[session.Key].ShouldBe(session.Value);
    }

    [Fact]
    public async Task An_unverified_changed_address_changes_nothing()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        var person = CrmLoginPeople.NewPerson();
        using var browser = new Browser(host);
        await browser.LogInAtOwnCrmAsync(crm, own, person);
        var user = await host.FindAsync(crm, person.Email);

        (await browser.LogInAtOwnCrmAsync(crm, own, person with { Email = People.NewEmail(), EmailVerified = false })).ShouldLeadTo("/account/create?");

        (await host.Services.GetRequiredService<EmailChangeStore>().FindAsync(user.BrokerId, user.Id, CancellationToken.None)).ShouldBeNull();
        (await host.FindAsync(crm, person.Email)).Id.ShouldBe(user.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task An_address_that_the_crm_does_not_know_to_be_the_persons_takes_nobody_over(bool? verified)
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);

        var answer = await browser.LogInAtOwnCrmAsync(crm, own, CrmLoginPeople.NewPerson(trader.Email, verified));

        answer.ShouldHaveFailed(403, "unverified");
        (await host.FindAsync(crm, trader.Email)).CrmUserId.ShouldBeNull();
        browser.Cookies.ShouldNotContain(cookie => cookie.Key.StartsWith("__Host-session-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broker_can_say_that_all_addresses_of_its_crm_are_verified()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync(login => login with { EmailsAreVerified = true });
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);

        (await browser.LogInAtOwnCrmAsync(crm, own, CrmLoginPeople.NewPerson(trader.Email, verified: null))).ShouldLeadTo(People.SuccessUrl);
    }

    [Fact]
    public async Task The_address_of_somebody_elses_linked_account_is_refused()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        var person = CrmLoginPeople.NewPerson();
        using var browser = new Browser(host);
        await browser.LogInAtOwnCrmAsync(crm, own, person);
        using var other = new Browser(host);

        (await other.LogInAtOwnCrmAsync(crm, own, CrmLoginPeople.NewPerson(person.Email))).ShouldHaveFailed(409, "taken");

        (await host.FindAsync(crm, person.Email)).CrmUserId.ShouldBe(person.Id);
    }

    [Fact]
    public async Task Who_registered_with_a_foreign_address_is_out_once_its_owner_comes()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        var trader = await host.NewTraderAsync(crm); // whoever it was proved nothing
        trader.EmailConfirmedAt.ShouldBeNull();
        var token = await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(trader.CtraderUserId!.Value));
        using var browser = new Browser(host);

        (await browser.LogInAtOwnCrmAsync(crm, own, CrmLoginPeople.NewPerson(trader.Email))).ShouldLeadTo(People.SuccessUrl);

        (await crm.ValidateAsync(token.Text("accessToken"))).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await host.FindAsync(crm, trader.Email)).PasswordHash.ShouldBeNull();
        host.PlatformLogouts.UserIds.ShouldContain(trader.Id);
    }

    [Fact]
    public async Task Who_proved_the_address_here_keeps_what_is_open()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        var trader = await host.NewTraderAsync(crm);
        await host.Users.ConfirmEmailAsync(trader.BrokerId, trader.Id, host.Time.GetUtcNow(), CancellationToken.None);
        var token = await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(trader.CtraderUserId!.Value));
        using var browser = new Browser(host);

        await browser.LogInAtOwnCrmAsync(crm, own, CrmLoginPeople.NewPerson(trader.Email));

        ((int)(await crm.ValidateAsync(token.Text("accessToken"))).Status).ShouldBe(200);
    }

    [Fact]
    public async Task Of_many_first_logins_at_once_one_user_comes()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        var person = CrmLoginPeople.NewPerson();
        var browsers = Enumerable.Range(0, 8).Select(_ => new Browser(host)).ToList();

        var answers = await Task.WhenAll(browsers.Select(browser => browser.LogInAtOwnCrmAsync(crm, own, person)));

        answers.Select(answer => (int)answer.Status).ShouldBe(Enumerable.Repeat(303, 8));
        (await host.FindAsync(crm, person.Email)).CrmUserId.ShouldBe(person.Id);
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact]
    public async Task Of_many_who_take_a_login_at_once_one_gets_it()
    {
        var (crm, _) = await host.NewCrmWithLoginAsync();
        var store = host.Services.GetRequiredService<CrmLoginStore>();
        var state = CrmLoginAttempt.NewSecret();
        var attempt = new CrmLoginAttempt(crm.Broker().Id, "v", "n", "https://r.example.test/", "", Kept: false, ToClientArea: false, null, new(ByCookie: true, "h"));
        await store.AddAsync(state, attempt, CancellationToken.None);

        var takers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => store.TakeAsync(crm.Broker(), state, CancellationToken.None))));

        takers.Count(taken => taken).ShouldBe(1);
    }

    [Fact]
    public async Task A_blocked_user_stays_out()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        var person = CrmLoginPeople.NewPerson();
        using var browser = new Browser(host);
        await browser.LogInAtOwnCrmAsync(crm, own, person);
        var user = await host.FindAsync(crm, person.Email);
        user.BlockedAt = host.Time.GetUtcNow();
        (await host.Users.TryUpdateAsync(user, "blocked", CancellationToken.None)).ShouldBeTrue();

        (await browser.LogInAtOwnCrmAsync(crm, own, person)).ShouldHaveFailed(403, "blocked");
    }

    [Fact]
    public async Task A_private_relay_address_opens_no_account() // SCR-74
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        using var browser = new Browser(host);

        (await browser.LogInAtOwnCrmAsync(crm, own, CrmLoginPeople.NewPerson("x1@privaterelay.appleid.com"))).ShouldHaveFailed(422, "unusable");
    }

    [Fact]
    public async Task A_login_that_began_in_the_client_area_ends_there()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        var page = (await browser.GetAsync($"/client/login?{crm.Names()}")).ShouldShow("crm-login");
        var url = (await browser.SubmitAsync(page, "submit")).Href("crm-login-url");

        var answer = await browser.GetAsync(own.LogIn(url, CrmLoginPeople.NewPerson(trader.Email)));

        answer.ShouldLeadTo("/client?");
        (await browser.FollowAsync(answer)).ShouldShow("client-home");
    }

    [Fact]
    public async Task A_crm_with_plain_oauth_numbers_and_names_of_its_own_is_understood()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync(login => login with
        {
            Scopes = ["profile"],
            Issuer = null,
            ClientAuthentication = ClientAuthentication.Post,
            Claims = new() { Subject = "data.id", Email = "data.mail", EmailVerified = "data.mail_ok", FirstName = "data.name.first" },
        });
        var email = People.NewEmail();
        own.AnswerUser = _ => Task.FromResult(OwnCrm.Json(System.Net.HttpStatusCode.OK, new { data = new { id = 4711, mail = email, mail_ok = "true", name = new { first = "Ana" } } }));
        using var browser = new Browser(host);

        (await browser.LogInAtOwnCrmAsync(crm, own, CrmLoginPeople.NewPerson())).ShouldLeadTo("/account/create?");

        var user = await host.FindAsync(crm, email);
        (user.CrmUserId, user.FirstName).ShouldBe(("4711", "Ana"));
    }

    [Fact]
    public async Task The_client_secret_is_readable_nowhere()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        using var browser = new Browser(host);
        await browser.LogInAtOwnCrmAsync(crm, own, CrmLoginPeople.NewPerson());

        var stored = await host.Database.ReadAsync(session => session.GetAsync<string>("select login_sealed from crm_secrets where broker_id = @id", new { id = crm.Broker().Id }), CancellationToken.None);
        stored.ShouldNotContain(own.Secret);
        host.Log.Lines.ShouldNotContain(line => line.Contains(own.Secret, StringComparison.Ordinal) || line.Contains("CANARY", StringComparison.Ordinal));
    }

    public sealed class OnSqlite(ScreensHost host) : CrmLoginTests(host), IClassFixture<ScreensHost>;

    public sealed class OnPostgres(PostgresScreensHost host) : CrmLoginTests(host), IClassFixture<PostgresScreensHost>;
}
