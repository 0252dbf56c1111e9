using System.Net;
using System.Text.RegularExpressions;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.SignIn;

public sealed partial class PasswordResetTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private const string New = "copper marble window field";

    [Fact]
    public async Task A_mailed_link_leads_to_a_new_password_and_into_the_application() // SCR-10, SCR-71, FLOW-RESET-1..3, P2B-AT-8
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        using var elsewhere = new Browser(host);
        await elsewhere.LogInToClientAreaAsync(crm, user.Email);
        var exchange = await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user.CtraderUserId!.Value));
        var page = await browser.GetAsync(await LinkAsync(browser, crm, user.Email));

        (await browser.SubmitAsync(page.ShouldShow("new-password"), "submit", ("password", "short"))).ShouldShow("password-error", 422);
        var answer = (await browser.SubmitAsync(page, "submit", ("password", New))).ShouldLeadTo($"{People.SuccessUrl}?{crm.Names()}&token=");

        (await crm.ExchangeAsync(answer.LocationParameter("token")!)).Json.ContainsKey("userId").ShouldBeTrue();
        (await browser.LogInAsync(crm, user.Email, New)).ShouldLeadTo(People.SuccessUrl);
        (await browser.LogInAsync(crm, user.Email)).ShouldShow("form-error", 422);
        (await elsewhere.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login");
        (await crm.ValidateAsync(exchange.Text("accessToken"))).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        host.PlatformLogouts.UserIds.ShouldContain(user.Id);
    }

    [Fact]
    public async Task A_link_works_once_even_when_used_twice_at_the_same_time() // FLOW-RESET-4
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        var link = await LinkAsync(browser, crm, user.Email);
        var page = await browser.GetAsync(link);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => browser.SubmitAsync(page, "submit", ("password", $"{New} {i}"))));

        answers.Count(answer => answer.Status == HttpStatusCode.SeeOther).ShouldBe(1);
        (await browser.GetAsync(link)).ShouldShow("reset-invalid", 410);
    }

    [Fact]
    public async Task A_link_ends_after_half_an_hour() // FLOW-RESET-4
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        var link = await LinkAsync(browser, crm, user.Email);
        host.Time.Advance(TimeSpan.FromMinutes(30));

        (await browser.GetAsync(link)).ShouldShow("reset-invalid", 410);
    }

    [Fact]
    public async Task The_answer_is_the_same_for_an_unknown_address() // FLOW-RESET-4
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        var form = await browser.GetAsync($"/auth/reset?{crm.Names()}");

        var known = (await browser.SubmitAsync(form, "submit", ("email", user.Email))).ShouldShow("reset-sent");
        var unknown = (await browser.SubmitAsync(form, "submit", ("email", People.NewEmail()))).ShouldShow("reset-sent");

        unknown.Document.QuerySelector("main")!.InnerHtml.ShouldBe(known.Document.QuerySelector("main")!.InnerHtml);
    }

    [Fact]
    public async Task A_made_up_host_gets_into_no_mail()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);

        var link = await LinkAsync(browser, crm, user.Email);

        (await host.MailToAsync(user.Email, "Reset your")).Text.ShouldContain("https://screens.example.test/auth/reset?");
        link.ShouldStartWith("/auth/reset?");
    }

    private async Task<string> LinkAsync(Browser browser, TestCrm crm, string email)
    {
        var before = await LinksAsync();
        var form = await browser.GetAsync($"/auth/reset?{crm.Names()}");
        await browser.SubmitAsync(form, "submit", ("email", email));
        List<string> links = [];
        await host.UntilAsync(async () => (links = await LinksAsync()).Count > before.Count);
        return links[0];

        async Task<List<string>> LinksAsync() =>
            [.. (await host.MailsToAsync(email, atLeast: 0)).Select(static mail => Link().Match(mail.Text)).Where(static match => match.Success).Select(static match => match.Groups["path"].Value)];
    }

    [GeneratedRegex(@"https://[^/]+(?<path>/auth/reset\?\S+ticket=\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
