using System.Net;
using System.Text.Json.Nodes;
using System.Web;

namespace Drawbridge.IntegrationTests.Samples;

/// <summary>Screens and flows of the sample brokers, with the platform behind them.</summary>
[Collection(SampleBrokers.Collection)]
public sealed class SampleBrokerScreenTests(SampleBrokers brokers)
{
    public static TheoryData<string> Brokers => SampleBrokers.Names;

    [Theory] // FLOW-CREATE-3..19, SCR-50, SCR-52, CONF-6.3.1, SCR-25
    [MemberData(nameof(Brokers))]
    public async Task A_new_user_comes_to_the_success_URL_with_an_account(string name)
    {
        using var visitor = brokers.Visit(name);
        var email = SampleVisitor.NewEmail();

        var done = await visitor.SignUpAsync(email, more: "&partnerId=partner-7&lang=de&theme=dark");

        done.Location.GetLeftPart(UriPartial.Path).ShouldBe(brokers.Process(name).Settings["SUCCESS_URL"]);
        var query = HttpUtility.ParseQueryString(done.Location.Query);
        $"brokerName={query["brokerName"]}&brokerCrmName={query["brokerCrmName"]}".ShouldBe(visitor.Names);
        var session = await OpenSessionAsync(name, done.Token); // the platform exchanges the token
        var account = session["accounts"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)account["depositCurrency"]!).ShouldBe("EUR");
        session.ContainsKey("accessToken").ShouldBeTrue();
        var again = await brokers.Platform.Api.PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = query["brokerName"], ["source"] = "Web", ["accessToken"] = (string)session["accessToken"]! });
        again.Status.ShouldBe(HttpStatusCode.OK, again.Text); // call 4.3
    }

    [Theory] // SCR-22, SCR-24, SCR-26, SCR-36, SCR-70..72, CONF-6.2.3..6.2.5, CONF-6.2.7, CONF-6.3.7
    [MemberData(nameof(Brokers))]
    public async Task Log_in_and_sign_up_lead_to_each_other_and_keep_language_and_theme(string name)
    {
        using var visitor = brokers.Visit(name);

        var login = await visitor.GetAsync($"/auth/login?{visitor.Names}&lang=DE&theme=dark&partnerId=p%26q");
        var signup = await visitor.GetAsync(login.Page.QuerySelector(".after a")!.GetAttribute("href")!);
        var back = await visitor.GetAsync(signup.Page.QuerySelector(".after a")!.GetAttribute("href")!);
        var english = await visitor.GetAsync($"/auth/login?{visitor.Names}&lang=fr&firstLogin=nonsense");

        login.Page.QuerySelector("h1")!.TextContent.ShouldBe("Anmelden");
        signup.Page.QuerySelector("h1")!.TextContent.ShouldBe("Registrieren");
        signup.Page.QuerySelector("form")!.GetAttribute("action")!.ShouldContain("partnerId=p%26q");
        signup.Page.DocumentElement.GetAttribute("data-theme").ShouldBe("dark");
        back.Page.QuerySelector("h1")!.TextContent.ShouldBe("Anmelden");
        back.Page.QuerySelector("input[name=keep]").ShouldNotBeNull();
        back.Page.QuerySelectorAll("a").ShouldContain(link => link.GetAttribute("href")!.StartsWith("/auth/reset?", StringComparison.Ordinal));
        english.Page.QuerySelector("h1")!.TextContent.ShouldBe("Log in");
        english.Page.DocumentElement.GetAttribute("data-theme").ShouldBe("light");
        english.Page.DocumentElement.GetAttribute("lang").ShouldBe("en");
    }

    [Theory] // SCR-39, SCR-55, SCR-76, P2B-0-14
    [MemberData(nameof(Brokers))]
    public async Task Screens_need_the_names_and_say_nothing_to_others(string name)
    {
        using var visitor = brokers.Visit(name);
        var platform = $"https://localhost:{brokers.Platform.Https.Port}";

        var login = await visitor.GetAsync($"/auth/login?{visitor.Names}");

        var policy = login.Message.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain($"frame-ancestors 'self' {platform}");
        login.Message.Headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer");
        login.Message.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var page = await visitor.GetAsync("/auth/login");
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("BROKER_ID_MISSING");
        using var json = new HttpRequestMessage(HttpMethod.Get, "/auth/login?brokerName=other&brokerCrmName=other");
        json.Headers.Accept.ParseAdd("application/json");
        (await visitor.SendAsync(json)).ShouldBeRefused(401, "BROKER_ID_INVALID");
    }

    [Theory] // FLOW-AUTH-7, SCR-74
    [MemberData(nameof(Brokers))]
    public async Task Wrong_inputs_are_told_and_nothing_is_made(string name)
    {
        using var visitor = brokers.Visit(name);
        var email = SampleVisitor.NewEmail();
        var signup = await visitor.GetAsync($"/auth/login?{visitor.Names}&firstLogin=true");

        foreach (var wrong in new object[]
        {
            new { firstName = "", lastName = "Smith", email, password = "correct horse" },
            new { firstName = "Ann", lastName = "Smith", email = "nobody", password = "correct horse" },
            new { firstName = "Ann", lastName = "Smith", email = "x@privaterelay.appleid.com", password = "correct horse" },
            new { firstName = "Ann", lastName = "Smith", email = SampleBrokers.DemoEmail(name), password = "correct horse" },
            new { firstName = "Ann", lastName = "Smith", email, password = "short" },
        })
        {
            var answer = await visitor.SubmitAsync(signup, wrong);
            answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Text);
            answer.Page.QuerySelectorAll("[aria-invalid=true]").Length.ShouldBe(1);
        }

        var refused = await visitor.LogInAsync(email, "correct horse");
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Page.QuerySelector("[role=alert]")!.TextContent.ShouldBe("E-mail address or password is wrong.");
        var script = await visitor.SubmitAsync(signup, new { firstName = "<script>", lastName = "\"'&", email = "nobody", password = "" });
        script.Text.ShouldNotContain("<script>");
        script.Page.QuerySelector("input[name=lastName]")!.GetAttribute("value").ShouldBe("\"'&");
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await visitor.LogInAsync(email, "wrong");
        }

        (await visitor.LogInAsync(email, "wrong")).Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [MemberData(nameof(Brokers))]
    public async Task A_form_of_another_site_is_refused(string name)
    {
        using var visitor = brokers.Visit(name);
        foreach (var (header, value) in new[] { ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://evil.example"), ("Origin", "null") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/auth/login?{visitor.Names}")
            {
                Content = new FormUrlEncodedContent([new("email", SampleBrokers.DemoEmail(name)), new("password", SampleBrokers.DemoPassword)]),
            };
            request.Headers.Add(header, value);

            (await visitor.SendAsync(request)).Status.ShouldBe(HttpStatusCode.Forbidden, $"{header}: {value}");
        }
    }

    [Theory] // FLOW-DEPOSIT-1..4, FLOW-WITHDRAW-1..3, SCR-38, SCR-56, SCR-69, CONF-6.3.4, CONF-6.3.5
    [MemberData(nameof(Brokers))]
    public async Task Money_goes_in_and_out_once(string name)
    {
        using var visitor = brokers.Visit(name);
        var (userId, login) = await NewTraderAsync(name, visitor);
        var address = $"/inapp/deposit?{visitor.Names}&account={login}&token={await visitor.InAppTokenOfAsync(userId)}";

        var amount = await visitor.GetAsync(address);
        (await visitor.GetAsync(address)).Status.ShouldBe(HttpStatusCode.OK); // a reload
        amount.Page.QuerySelector("a.close")!.GetAttribute("href")!.ShouldNotContain("token=");
        foreach (var wrong in new[] { "", "0", "-5", "1.234", "1e3", "abc", "100001" })
        {
            (await visitor.SubmitAsync(amount, new { amount = wrong })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, wrong);
        }

        visitor.ForgetCookies(); // as in a frame whose cookies the browser blocks
        var declined = await visitor.SubmitAsync(await visitor.SubmitAsync(amount, new { amount = "99" }), new { }, button: "declined");
        declined.Page.QuerySelector("[role=alert]").ShouldNotBeNull();
        var provider = await visitor.SubmitAsync(declined, new { amount = "250,50" });
        (await BalanceAsync(login)).ShouldBe(0);
        var paid = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => visitor.SubmitAsync(provider, new { }, button: "paid")));
        paid.ShouldAllBe(static answer => answer.Token.Length > 20);
        (await BalanceAsync(login)).ShouldBe(25050);

        var withdrawal = await visitor.GetAsync($"/inapp/withdraw?{visitor.Names}&acc={login}&token={await visitor.InAppTokenOfAsync(userId)}");
        var tooMuch = await visitor.SubmitAsync(withdrawal, new { amount = "250.51" });
        tooMuch.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        tooMuch.Page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("not enough money");
        var withdrawn = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => visitor.SubmitAsync(tooMuch, new { amount = "50.25" })));
        withdrawn.ShouldAllBe(static answer => answer.Token.Length > 20);
        (await BalanceAsync(login)).ShouldBe(20025);
        var exchanged = await visitor.ExchangeAsync(withdrawn[0].Token);
        ((long)exchanged.Json["userId"]!).ShouldBe(userId);
        exchanged.Json.ContainsKey("accessToken").ShouldBeFalse();
    }

    [Theory] // SCR-28, SCR-29, SCR-37, SCR-38
    [MemberData(nameof(Brokers))]
    public async Task In_app_screens_open_for_a_good_token_and_ones_own_account_only(string name)
    {
        using var visitor = brokers.Visit(name);
        using var other = brokers.Visit(name);
        var (userId, login) = await NewTraderAsync(name, visitor);
        var (_, foreign) = await NewTraderAsync(name, other);
        var token = await visitor.InAppTokenOfAsync(userId);
        async Task<int> StatusAsync(string query)
        {
            using var fresh = brokers.Visit(name);
            return (int)(await fresh.GetAsync($"/inapp/deposit?{fresh.Names}&{query}")).Status;
        }

        (await StatusAsync($"account={login}")).ShouldBe(400);
        (await StatusAsync($"token={token}")).ShouldBe(400);
        (await StatusAsync($"account={login}&acc={foreign}&token={token}")).ShouldBe(400);
        (await StatusAsync($"account={login}&token=malformed")).ShouldBe(417);
        (await StatusAsync($"account={login}&token=unknown-unknown-unknown")).ShouldBe(404);
        (await StatusAsync($"account={login}&acc={login}&token={token}")).ShouldBe(200);
        (await StatusAsync($"account={login}&token={token}")).ShouldBe(404);
        (await StatusAsync($"account={foreign}&token={await visitor.InAppTokenOfAsync(userId)}")).ShouldBe(403);
        (await StatusAsync($"account={login}&token={(await visitor.LogInAsync(SampleBrokers.DemoEmail(name), SampleBrokers.DemoPassword)).Token}")).ShouldBe(404);
    }

    [Theory] // FLOW-NEWACC-1..3, CONF-6.3.6
    [MemberData(nameof(Brokers))]
    public async Task A_further_account_is_opened_once_however_often_the_form_is_sent(string name)
    {
        using var visitor = brokers.Visit(name);
        var (userId, _) = await NewTraderAsync(name, visitor);

        var form = await visitor.GetAsync($"/account/create?{visitor.Names}&token={await visitor.InAppTokenOfAsync(userId)}");
        (await visitor.SubmitAsync(form, new { currency = "XXX", leverage = "30" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var done = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => visitor.SubmitAsync(form, new { currency = "USD", leverage = "500" })));

        var session = await OpenSessionAsync(name, done[0].Token);
        session["accounts"]!.AsArray().Select(static account => (string)account!["depositCurrency"]!).ShouldBe(["EUR", "USD"], ignoreOrder: true);
    }

    [Theory] // FLOW-RESET-1..4, CONF-6.3.9, P2B-AT-8
    [MemberData(nameof(Brokers))]
    public async Task A_password_is_reset_by_a_mail(string name)
    {
        using var visitor = brokers.Visit(name);
        var email = SampleVisitor.NewEmail();
        var accessToken = (string)(await visitor.ExchangeAsync((await visitor.SignUpAsync(email)).Token)).Json["accessToken"]!;
        var form = await visitor.GetAsync($"/auth/reset?{visitor.Names}");

        var known = await visitor.SubmitAsync(form, new { email });
        (await visitor.SubmitAsync(form, new { email = SampleVisitor.NewEmail() })).Text.ShouldBe(known.Text); // who is known stays unknown
        var link = new Uri((await visitor.GetAsync($"/mailbox?to={Uri.EscapeDataString(email)}")).Text.Split('\n').First(static line => line.StartsWith("https:", StringComparison.Ordinal)));
        var page = await visitor.GetAsync(link.PathAndQuery);
        (await visitor.SubmitAsync(page, new { password = "short" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var done = await visitor.SubmitAsync(page, new { password = "another horse" });

        (await visitor.ExchangeAsync(done.Token)).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.SubmitAsync(page, new { password = "a third horse" })).Status.ShouldBe(HttpStatusCode.Gone);
        (await visitor.CallAsync("/oauth2/authorize", new { accessToken })).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await visitor.LogInAsync(email, "correct horse")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await visitor.LogInAsync(email, "another horse")).Token.ShouldNotBeEmpty();
    }

    [Theory] // FLOW-CREATE-21
    [MemberData(nameof(Brokers))]
    public async Task An_address_that_the_platform_knows_has_to_be_proved_first(string name)
    {
        using var visitor = brokers.Visit(name);
        var email = SampleVisitor.NewEmail();
        var userId = await brokers.Platform.Api.NewUserAsync(brokers.Process(name).Settings["BROKER_CRM_NAME"], email);

        var signup = await visitor.GetAsync($"/auth/login?{visitor.Names}&firstLogin=true");
        var stopped = await visitor.SubmitAsync(signup, new { firstName = "Ann", lastName = "Smith", email, password = "correct horse" });
        stopped.Page.QuerySelector("main form").ShouldBeNull();
        var link = new Uri((await visitor.GetAsync($"/mailbox?to={Uri.EscapeDataString(email)}")).Text.Split('\n').First(static line => line.StartsWith("https:", StringComparison.Ordinal)));
        var account = await visitor.SubmitAsync(await visitor.GetAsync(link.PathAndQuery), new { password = "another horse" });
        var done = await visitor.SubmitAsync(account, new { currency = "GBP", leverage = "30" });

        ((long)(await visitor.ExchangeAsync(done.Token)).Json["userId"]!).ShouldBe(userId);
    }

    [Theory] // FLOW-EMBED-1..6, SCR-80..82, FLOW-KMLI-4, FLOW-LOGOUT-1, FLOW-LOGOUT-4, CONF-6.3.8
    [MemberData(nameof(Brokers))]
    public async Task The_client_area_opens_cTrader_Web_and_logs_out(string name)
    {
        using var visitor = brokers.Visit(name);
        var email = SampleVisitor.NewEmail();
        await visitor.SignUpAsync(email);

        await visitor.SubmitAsync(await visitor.GetAsync("/"), new { email, password = "correct horse", keep = "true" });
        var area = await visitor.GetAsync("/?lang=de");
        var web = await visitor.SubmitAsync(area, new { });

        area.Text.ShouldContain("0.00 EUR");
        var query = HttpUtility.ParseQueryString(web.Location.Query);
        (query["source"], query["lang"]).ShouldBe(("web", "de"));
        area.Text.ShouldContain(query["acc"]!);
        var session = await OpenSessionAsync(name, web.Token);
        var logout = area.Page.QuerySelectorAll("main form")[^1].GetAttribute("action")!;
        await visitor.PostAsync(logout, null);
        (await visitor.GetAsync("/")).Text.ShouldNotContain(email);
        (await visitor.CallAsync("/oauth2/authorize", new { accessToken = (string)session["accessToken"]! })).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await brokers.Platform.Api.GetAsync($"/app/api/sessions/{(string)session["sessionId"]!}")).Status.ShouldBe(HttpStatusCode.NotFound); // call 3.12
    }

    private async Task<(long UserId, long Login)> NewTraderAsync(string name, SampleVisitor visitor)
    {
        var session = await OpenSessionAsync(name, (await visitor.SignUpAsync(SampleVisitor.NewEmail(), keep: false)).Token);
        return ((long)session["userId"]!, (long)session["accounts"]![0]!["login"]!);
    }

    private async Task<JsonObject> OpenSessionAsync(string name, string token)
    {
        var answer = await brokers.Platform.Api.PostAsync(
            "/app/api/sessions", new JsonObject { ["brokerName"] = brokers.Process(name).Settings["BROKER_NAME"], ["source"] = "Web", ["token"] = token });
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    private async Task<long> BalanceAsync(long login) => (long)(await brokers.Platform.Api.GetAsync($"/v2/webserv/traders/{login}")).Json["balance"]!;
}
