using System.Text.RegularExpressions;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.Security;

public sealed partial class SecurityTests(SecurityHost host) : IClassFixture<SecurityHost>
{
    private const string Other = "copper window maple stadium";

    [Fact]
    public async Task A_page_that_needs_a_login_comes_after_it()
    {
        var (crm, user) = await NewPersonAsync();
        using var browser = new Browser(host);

        var login = (await browser.GetAsync($"/account/password?{crm.Names()}")).ShouldLeadTo("/client/login?");
        var form = await browser.FollowAsync(login);
        var answer = await browser.SubmitAsync(form, "submit", ("email", user.Email), ("password", People.Password));

        (await browser.FollowAsync(answer.ShouldLeadTo("/account/password?"))).ShouldShow("password-change");
        (await browser.GetAsync($"/client/login?{crm.Names()}&page=https://evil.example")).Text.ShouldNotContain("evil.example");
    }

    [Fact]
    public async Task A_new_password_ends_everything_but_the_session_in_use() // SCR-8, FLOW-PWD-1, FLOW-PWD-2, P2B-AT-8
    {
        var (crm, user) = await NewPersonAsync();
        using var browser = new Browser(host);
        using var elsewhere = new Browser(host);
        await LogInAsync(browser, crm, user);
        await LogInAsync(elsewhere, crm, user);
        var accessToken = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user.CtraderUserId!.Value))).Text("accessToken");
        var form = (await browser.GetAsync($"/account/password?{crm.Names()}")).ShouldShow("password-change");

        (await browser.SubmitAsync(form, "submit", ("current", "wrong wrong wrong"), ("password", Other))).ShouldShow("password-change", 422).Element("current-error");
        (await browser.SubmitAsync(form, "submit", ("current", People.Password), ("password", "12345678"))).ShouldShow("password-change", 422).Element("password-error");
        (await browser.SubmitAsync(form, "submit", ("current", People.Password), ("password", People.Password))).ShouldShow("password-change", 422).Element("password-error");
        (await browser.SubmitAsync(form, "submit", ("current", People.Password), ("password", Other))).ShouldShow("password-change").Element("password-changed");

        (await browser.GetAsync($"/client?{crm.Names()}")).ShouldShow("client-home");
        (await elsewhere.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login?");
        (await crm.PostAsync(Drawbridge.Protocol.Crm.CrmPaths.Authorize, new { accessToken })).Status.ShouldNotBe(System.Net.HttpStatusCode.OK);
        (await elsewhere.LogInToClientAreaAsync(crm, user.Email)).ShouldShow("login", 422);
        (await elsewhere.LogInToClientAreaAsync(crm, user.Email, Other)).ShouldLeadTo("/client?");
        var mail = await host.MailToAsync(user.Email, "Your Test Broker password was changed");
        mail.Text.ShouldContain("https://screens.example.test/auth/reset?");
        mail.Text.ShouldNotContain("ticket=");
    }

    [Fact]
    public async Task Whoever_guesses_the_password_of_an_open_session_is_slowed_down() // FLOW-AUTH-7
    {
        var (crm, user) = await NewPersonAsync();
        using var browser = new Browser(host);
        await LogInAsync(browser, crm, user);
        var form = await browser.GetAsync($"/account/password?{crm.Names()}");

        var answers = new List<int>();
        for (var i = 0; i < 30 && !answers.Contains(429); i++)
        {
            answers.Add((int)(await browser.SubmitAsync(form, "submit", ("current", $"wrong {i}"), ("password", Other))).Status);
        }

        answers.ShouldContain(429);
    }

    [Fact]
    public async Task A_new_address_counts_once_it_is_proved_and_the_platform_agreed() // SCR-9, FLOW-EMAIL-1, FLOW-EMAIL-2, B2P-3.10-4
    {
        var (crm, user) = await NewPersonAsync();
        using var browser = new Browser(host);
        await LogInAsync(browser, crm, user);
        var next = $"{Guid.NewGuid():N}@example.com";

        (await AskAsync(browser, crm, "nobody")).ShouldShow("email-change", 422).Element("email-error");
        (await AskAsync(browser, crm, user.Email)).ShouldShow("email-change", 422).Element("email-error");
        (await AskAsync(browser, crm, "x@privaterelay.appleid.com")).ShouldShow("email-change", 422).Element("email-error");
        var code = (await browser.FollowAsync(await AskAsync(browser, crm, next))).ShouldShow("email-change-progress");
        (await browser.SubmitAsync(code, "submit", ("code", "000"))).ShouldShow("email-change-progress", 422).Element("code-error");
        (await host.Users.FindByEmailAsync(crm.Broker().Id, user.Email, None)).ShouldNotBeNull("it does not count yet");

        var (digits, _) = await CodeToAsync(next);
        (await browser.SubmitAsync(code, "submit", ("code", digits))).ShouldLeadTo("/account/email?");
        await host.UntilAsync(async () => await host.Users.FindByEmailAsync(crm.Broker().Id, next, None) is not null);

        (await host.FindAtPlatformAsync(next)).ShouldBe(user.CtraderUserId);
        (await host.FindAtPlatformAsync(user.Email)).ShouldBeNull();
        (await browser.GetAsync($"/account/email?{crm.Names()}&telling=true")).ShouldShow("email-changed");
        (await browser.GetAsync($"/client/security?{crm.Names()}")).ShouldShow("security").Element("email-now").TextContent.ShouldBe(next);
        await host.MailToAsync(user.Email, "Your Test Broker email address was changed");
        using var fresh = new Browser(host);
        (await fresh.LogInToClientAreaAsync(crm, next)).ShouldLeadTo("/client?");
        (await fresh.LogInToClientAreaAsync(crm, user.Email)).ShouldShow("login", 422);
    }

    [Fact]
    public async Task An_address_that_the_platform_refuses_does_not_count_and_another_can_be_tried() // B2P-3.10-5
    {
        var (crm, user) = await NewPersonAsync();
        var taken = $"{Guid.NewGuid():N}@example.com";
        await host.TakeAtPlatformAsync(taken);
        using var browser = new Browser(host);
        await LogInAsync(browser, crm, user);
        var code = await browser.FollowAsync(await AskAsync(browser, crm, taken));
        var (digits, _) = await CodeToAsync(taken);

        await browser.SubmitAsync(code, "submit", ("code", digits));
        Page page = null!;
        await host.UntilAsync(async () =>
        {
            page = await browser.GetAsync($"/account/email?{crm.Names()}");
            return page.Element("email-change-progress").GetAttribute("data-state") == "Refused";
        });

        page.Element("email-refused");
        (await host.Users.FindByEmailAsync(crm.Broker().Id, user.Email, None))!.Id.ShouldBe(user.Id);
        (await browser.FollowAsync(await browser.SubmitAsync(page, "other-address"))).ShouldShow("email-change");
    }

    [Fact]
    public async Task An_address_of_somebody_else_looks_like_any_other_and_its_owner_is_told()
    {
        var (crm, user) = await NewPersonAsync();
        var (_, owner) = await NewPersonAsync();
        using var browser = new Browser(host);
        await LogInAsync(browser, crm, user);

        (await browser.FollowAsync(await AskAsync(browser, crm, owner.Email))).ShouldShow("email-change-progress");

        var mail = (await host.MailsToAsync(owner.Email)).ShouldHaveSingleItem();
        Digits().IsMatch(mail.Text).ShouldBeFalse("it has no code");
    }

    [Fact]
    public async Task A_code_can_be_guessed_five_times()
    {
        var (crm, user) = await NewPersonAsync();
        using var browser = new Browser(host);
        await LogInAsync(browser, crm, user);
        var next = $"{Guid.NewGuid():N}@example.com";
        var form = await browser.FollowAsync(await AskAsync(browser, crm, next));
        var (digits, wrong) = await CodeToAsync(next);
        for (var i = 0; i < 5; i++)
        {
            (await browser.SubmitAsync(form, "submit", ("code", wrong))).ShouldShow("email-change-progress", 422);
        }

        (await browser.SubmitAsync(form, "submit", ("code", digits))).ShouldShow("email-change-progress", 422);
        (await host.Users.FindByEmailAsync(crm.Broker().Id, next, None)).ShouldBeNull();
    }

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private async Task<(TestCrm Crm, BrokerUser User)> NewPersonAsync()
    {
        var crm = await host.GetCrmAsync();
        return (crm, await host.NewPersonAsync(crm));
    }

    private static async Task LogInAsync(Browser browser, TestCrm crm, BrokerUser user) =>
        (await browser.LogInToClientAreaAsync(crm, user.Email)).ShouldLeadTo("/client?");

    private static async Task<Page> AskAsync(Browser browser, TestCrm crm, string email)
    {
        var form = (await browser.GetAsync($"/account/email?{crm.Names()}")).ShouldShow("email-change");
        return await browser.SubmitAsync(form, "submit", ("email", email));
    }

    /// <summary>The code that was mailed, and another one.</summary>
    private async Task<(string Right, string Wrong)> CodeToAsync(string address)
    {
        var right = Digits().Match((await host.MailsToAsync(address)).ShouldHaveSingleItem().Text).Value;
        return (right, right == "123456" ? "654321" : "123456");
    }

    [GeneratedRegex(@"\b\d{6}\b", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}
