using System.Text.Json;
using System.Text.RegularExpressions;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Onboarding;

namespace Drawbridge.IntegrationTests.SignIn;

public sealed partial class SignupTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    [Fact]
    public async Task A_signup_opens_account_creation_and_ends_in_the_application() // SCR-2, SCR-32, SCR-41, SCR-75, FLOW-CREATE-4, FLOW-CREATE-8..9, FLOW-CREATE-13
    {
        var crm = await host.NewCrmAsync(change: settings => settings with { Agreements = [new() { Versions = [new("v7", new("https://example.test/agreement"))] }] });
        var email = People.NewEmail();
        using var browser = new Browser(host);
        const string From = "&lang=de&partnerId=partner-9&utm_source=ads&gclid=g1&source=iOS&eventName=opened";

        var signedUp = (await browser.SignUpAsync(crm, email, keep: true, more: From)).ShouldLeadTo("/account/create?");
        var form = (await browser.FollowAsync(signedUp)).ShouldShow("account-create");
        (await browser.SubmitAsync(form, "account-submit", ("currency", "USD"), ("leverage", "10000"))).ShouldShow("form-error", 422);
        var answer = await browser.SubmitAsync(form, "account-submit", ("currency", "USD"), ("leverage", "10000"), ("agree-agreement", "v7"));

        answer.ShouldLeadTo($"{People.SuccessUrl}?{crm.Names()}&token=");
        var user = await host.FindAsync(crm, email);
        user.PartnerId.ShouldBe("partner-9"); // SCR-25
        user.PreferredLanguage.ShouldBe("de"); // SCR-46, MOD-57
        var acquisition = JsonDocument.Parse(user.Acquisition!).RootElement;
        acquisition.GetProperty("utmSource").GetString().ShouldBe("ads");
        acquisition.GetProperty("gclid").GetString().ShouldBe("g1");
        acquisition.GetProperty("eventName").GetString().ShouldBe("opened");
        host.Onboarding.Agreements[user.Id].ShouldHaveSingleItem().Version.ShouldBe("v7");
        host.Onboarding.Choices[user.Id].ShouldBe(new AccountChoice("standard", "USD", 10000));
        (await crm.ExchangeAsync(answer.LocationParameter("token")!)).Json.ContainsKey("accessToken").ShouldBeTrue(); // P2B-AT-2, FLOW-KMLI-1
    }

    [Fact] // MOD-14, MOD-25
    public async Task A_partner_is_kept_only_while_the_module_is_on()
    {
        var crm = await host.NewCrmAsync(change: static settings => settings with { Modules = new() { Invite = false } });
        var email = People.NewEmail();
        using var browser = new Browser(host);

        (await browser.SignUpAsync(crm, email, more: "&partnerId=partner-9")).ShouldLeadTo("/account/create?");

        (await host.FindAsync(crm, email)).PartnerId.ShouldBeNull();
    }

    [Fact]
    public async Task Stages_have_their_own_event_in_the_mobile_applications() // SCR-40, SCR-43, SCR-44
    {
        var crm = await host.NewCrmAsync(change: settings => settings with { Firebase = new() { AccountCreation = "account_opened" } });
        using var browser = new Browser(host);

        (await browser.SignUpAsync(crm, People.NewEmail(), more: "&source=Android&eventName=x")).LocationParameter("eventName").ShouldBe("account_opened");
        (await browser.SignUpAsync(crm, People.NewEmail(), more: "&source=Web&eventName=x")).LocationParameter("eventName").ShouldBeNull();
    }

    [Fact]
    public async Task Without_cookies_the_session_goes_from_form_to_form_and_into_no_address() // SCR-76, FLOW-GEN-4
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host, keepsCookies: false);

        var form = (await browser.SignUpAsync(crm, People.NewEmail(), keep: true)).ShouldShow("account-create");
        var again = (await browser.SubmitAsync(form, "account-submit", ("currency", "XXX"))).ShouldShow("account-create", 422);
        var answer = (await browser.SubmitAsync(again, "account-submit", ("currency", "EUR"))).ShouldLeadTo(People.SuccessUrl);

        form.Text.ShouldNotContain("dbss_");
        (await crm.ExchangeAsync(answer.LocationParameter("token")!)).Json.ContainsKey("accessToken").ShouldBeTrue();
    }

    [Fact]
    public async Task A_sealed_session_of_another_broker_is_worth_nothing()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        using var browser = new Browser(host, keepsCookies: false);
        var form = await browser.SignUpAsync(crm, People.NewEmail());
        var session = form.Document.QuerySelector("input[name=session]")!.GetAttribute("value")!;

        (await browser.PostAsync($"/account/create?{crm.Names(1)}", new() { ["session"] = session, ["currency"] = "EUR", ["leverage"] = "3000" }))
            .ShouldLeadTo("/auth/login?");
    }

    [Theory]
    [InlineData("someone@privaterelay.appleid.com", "email-error")] // SCR-74
    [InlineData("no address", "email-error")]
    [InlineData("", "email-error")]
    public async Task Addresses_that_cannot_be_used_are_refused_with_a_reason(string email, string where)
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host);

        (await browser.SignUpAsync(crm, email)).ShouldShow(where, 422);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("password123")]
    [InlineData("okonkwo1")]
    public async Task Weak_passwords_are_refused_with_a_reason(string password)
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host);

        var page = (await browser.SignUpAsync(crm, People.NewEmail(), password)).ShouldShow("password-error", 422);

        page.Text.ShouldNotContain($"value=\"{password}\"");
    }

    [Fact]
    public async Task A_taken_address_is_refused_without_saying_so_and_its_owner_is_told_by_mail()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);

        var page = (await browser.SignUpAsync(crm, user.Email, "copper marble window field")).ShouldShow("form-error", 422);

        page.Element("form-error").TextContent.ShouldNotContain("exists");
        page.Element("form-error").TextContent.ShouldContain("log in or reset");
        (await host.MailsToAsync(user.Email)).ShouldHaveSingleItem().Subject.ShouldContain("already have");
        (await browser.LogInAsync(crm, user.Email)).ShouldLeadTo(People.SuccessUrl); // the password did not change
    }

    [Fact]
    public async Task Who_signs_up_again_with_the_right_password_is_logged_in()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);

        (await browser.SignUpAsync(crm, user.Email)).ShouldLeadTo(People.SuccessUrl);
    }

    [Fact]
    public async Task Signup_is_no_way_around_the_throttle_of_login() // FLOW-AUTH-7
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var attacker = new Browser(host);
        for (var i = 0; i < 5; i++)
        {
            await attacker.SignUpAsync(crm, user.Email, "copper marble window field");
        }

        (await attacker.SignUpAsync(crm, user.Email)).ShouldShow("form-error", 429);
        (await attacker.LogInAsync(crm, user.Email)).ShouldShow("form-error", 429);
    }

    [Fact]
    public async Task Of_many_signups_with_one_address_one_makes_the_user()
    {
        var crm = await host.NewCrmAsync();
        var email = People.NewEmail();
        var browsers = Enumerable.Range(0, 4).Select(_ => new Browser(host)).ToList();

        var answers = await Task.WhenAll(browsers.Select((browser, i) => browser.SignUpAsync(crm, email, $"copper marble window {i}")));

        answers.Count(answer => (int)answer.Status == 303).ShouldBe(1);
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact]
    public async Task While_the_platform_does_not_answer_the_user_waits_and_goes_on_by_himself() // FLOW-CREATE-22
    {
        var crm = await host.NewCrmAsync();
        var broker = crm.Broker();
        host.Onboarding.FirstStateByBroker[broker.Id] = new OnboardingState.CreatingUser(host.Time.GetUtcNow().AddSeconds(30), "TIMEOUT");
        var email = People.NewEmail();
        using var browser = new Browser(host);

        var waiting = (await browser.FollowAsync((await browser.SignUpAsync(crm, email)).ShouldLeadTo("/account/status?"))).ShouldShow("status-waiting");
        waiting.Document.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content")!.ShouldStartWith("5;url=/account/status?");
        (await browser.SubmitAsync(waiting, "status-retry")).ShouldLeadTo("/account/status?");
        host.Onboarding.Set((await host.FindAsync(crm, email)).Id, new OnboardingState.NeedsAccount(1));
        (await browser.GetAsync(waiting.Url.PathAndQuery)).ShouldLeadTo("/account/create?");
        await host.Onboarding.CompleteAsync(broker, (await host.FindAsync(crm, email)).Id);
        (await browser.GetAsync(waiting.Url.PathAndQuery)).ShouldLeadTo(People.SuccessUrl);
    }

    [Fact]
    public async Task What_only_a_person_can_solve_is_said()
    {
        var crm = await host.NewCrmAsync();
        host.Onboarding.FirstStateByBroker[crm.Broker().Id] = new OnboardingState.Stuck("CH_EMAIL_INVALID");
        using var browser = new Browser(host);

        var page = (await browser.FollowAsync(await browser.SignUpAsync(crm, People.NewEmail()))).ShouldShow("status-stuck");

        page.Element("stuck-code").TextContent.ShouldContain("CH_EMAIL_INVALID");
        page.Document.QuerySelector("meta[http-equiv=refresh]").ShouldBeNull();
    }

    [Fact]
    public async Task An_address_that_the_platform_knows_is_proven_by_a_mailed_code() // FLOW-CREATE-21
    {
        var crm = await host.NewCrmAsync();
        host.Onboarding.FirstStateByBroker[crm.Broker().Id] = new OnboardingState.NeedsEmailProof();
        var email = People.NewEmail();
        using var browser = new Browser(host);
        var page = (await browser.FollowAsync((await browser.SignUpAsync(crm, email)).ShouldLeadTo("/account/confirm-email?"))).ShouldShow("confirm-email");
        var code = Code().Match((await host.MailsToAsync(email))[0].Subject).Value;
        var wrong = code == "000000" ? "000001" : "000000";

        (await browser.SubmitAsync(page, "submit", ("code", wrong))).ShouldShow("code-error", 422);
        (await browser.SubmitAsync(page, "submit", ("code", $" {code[..3]} {code[3..]}"))).ShouldLeadTo("/account/create?");

        (await host.FindAsync(crm, email)).EmailConfirmedAt.ShouldNotBeNull();
        (await host.MailsToAsync(email)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_code_ends_after_five_tries_or_ten_minutes()
    {
        var crm = await host.NewCrmAsync();
        host.Onboarding.FirstStateByBroker[crm.Broker().Id] = new OnboardingState.NeedsEmailProof();
        var email = People.NewEmail();
        using var browser = new Browser(host);
        var page = await browser.FollowAsync(await browser.SignUpAsync(crm, email));
        var code = Code().Match((await host.MailsToAsync(email))[0].Subject).Value;
        for (var i = 0; i < 5; i++)
        {
            await browser.SubmitAsync(page, "submit", ("code", "12"));
        }

        (await browser.SubmitAsync(page, "submit", ("code", code))).ShouldShow("code-error", 422);
        (await browser.SubmitAsync(page, "resend")).ShouldShow("code-sent");
        var second = Code().Match((await host.MailsToAsync(email, atLeast: 2))[0].Subject).Value;
        host.Time.Advance(TimeSpan.FromMinutes(10));
        (await browser.SubmitAsync(page, "submit", ("code", second))).ShouldShow("code-error", 422);
    }

    [Fact]
    public async Task The_account_screen_without_a_session_asks_for_a_login()
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host);

        (await browser.GetAsync($"/account/create?{crm.Names()}&lang=de")).ShouldLeadTo($"/auth/login?{crm.Names()}&lang=de");
    }

    [GeneratedRegex(@"\d{6}", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
