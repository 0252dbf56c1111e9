using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Broker.CredentialCheck;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.IntegrationTests.CrmLogin;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Partners;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Webhooks;

namespace Drawbridge.IntegrationTests.CredentialCheck;

/// <summary>Logins in the form here, whose password the broker's own CRM checks.</summary>
public sealed class CredentialCheckTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private const string CanaryPassword = "CANARY lantern gravel otter";

    [Fact]
    public async Task The_crm_is_asked_by_a_signed_call_and_its_user_gets_in() // FLOW-AUTH-2..4
    {
        var (crm, own) = await NewAsync();
        var trader = await host.NewTraderAsync(crm);
        own.Users[trader.Email] = ("u-1", CanaryPassword, true);
        using var browser = new Browser(host);

        (await browser.LogInAsync(crm, trader.Email, CanaryPassword)).ShouldLeadTo(People.SuccessUrl);

        var asked = own.Asked.ShouldHaveSingleItem();
        asked["type"]!.GetValue<string>().ShouldBe("credentials.check");
        asked["brokerCrmName"]!.GetValue<string>().ShouldBe(crm.Configuration.Name);
        asked["data"]!["address"]!.GetValue<string>().ShouldBe("127.0.0.1");
        (await host.FindAsync(crm, trader.Email)).CrmUserId.ShouldBe("u-1");
        (await host.FindAsync(crm, trader.Email)).PasswordHash.ShouldBeNull(); // nobody had proved the address here before
        host.Log.Lines.ShouldNotContain(line => line.Contains("CANARY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_new_here_is_created_and_the_client_area_asks_the_same_way()
    {
        var (crm, own) = await NewAsync();
        var email = People.NewEmail();
        own.Users[email] = ("u-1", CanaryPassword, false);
        using var browser = new Browser(host);

        (await browser.LogInAsync(crm, email, CanaryPassword, more: "&partnerId=p1")).ShouldLeadTo("/account/create?");
        (await browser.LogInToClientAreaAsync(crm, email, CanaryPassword)).ShouldLeadTo("/client?");

        var user = await host.FindAsync(crm, email);
        (user.CrmUserId, user.PartnerId, user.FirstName, user.EmailConfirmedAt).ShouldBe(("u-1", "p1", "Ana", null));
    }

    [Fact] // FLOW-ATTR1-10
    public async Task The_code_that_was_typed_at_the_crm_comes_with_who_is_new()
    {
        var (crm, own) = await NewAsync(codes: true);
        var world = new PartnerDeskWorld(host, crm);
        var ann = await world.NewPartnerAsync("Ann");
        await world.AddCodeAsync(ann, "SPRING26");
        foreach (var (id, code, partnerId, owner, kept) in new[]
        {
            ("u-1", "spring-26", "K7WQ2M9D", (long?)ann.Id, (string?)"K7WQ2M9D"), ("u-2", "§", new string('x', 500), null, null),
        })
        {
            var email = People.NewEmail();
            own.Answer = _ => Task.FromResult(OwnCrm.Json(HttpStatusCode.OK, new { result = "ok", user = new { id, email, emailVerified = true, partnerCode = code, partnerId } }));
            using var browser = new Browser(host);
            (await browser.LogInAsync(crm, email, CanaryPassword)).ShouldLeadTo("/account/create?");
            await world.SweepAsync();

            var user = await host.FindAsync(crm, email);
            (user.PartnerId, (await world.ExplainAsync(user)).PartnerId).ShouldBe((kept, owner));
        }
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_counted_like_one_of_ours() // FLOW-AUTH-7
    {
        var (crm, own) = await NewAsync();
        var email = People.NewEmail();
        own.Users[email] = ("u-1", CanaryPassword, true);
        using var browser = new Browser(host);

        for (var i = 0; i < 5; i++)
        {
            (await browser.LogInAsync(crm, email, "wrong")).ShouldShow("login", 422);
        }

        (await browser.LogInAsync(crm, email, CanaryPassword)).ShouldShow("login", 429);
        own.Asked.Count.ShouldBe(5, "a throttled login must not reach the CRM");
    }

    [Fact]
    public async Task Neither_a_password_from_before_nor_a_signup_counts_here()
    {
        var (crm, own) = await NewAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);

        (await browser.LogInAsync(crm, trader.Email)).ShouldShow("login", 422);
        own.Asked.Count.ShouldBe(1);
        (await browser.GetAsync(crm.LoginUrl("&firstLogin=true"))).ShouldShow("crm-signup").Href("crm-signup-link").ShouldStartWith("https://crm.example.test/register?");
        (await browser.PostAsync($"/auth/signup?{crm.Names()}", new() { ["email"] = People.NewEmail(), ["password"] = People.Password })).ShouldLeadTo("/auth/login?");
        (await browser.GetAsync($"/auth/reset?{crm.Names()}")).ShouldShow("crm-keeps");
    }

    public static TheoryData<string, int, string> Answers => new()
    {
        { """{"result":"blocked"}""", 403, "blocked" },
        { """{"result":"maybe"}""", 503, "check your password" },
        { """{"result":"ok"}""", 503, "check your password" },
        { """{"result":"ok","user":{"id":"","email":"a@example.com"}}""", 503, "check your password" },
        { "nonsense CANARY", 503, "check your password" },
        { "500", 503, "check your password" },
        { "401", 503, "check your password" },
        { "302", 503, "check your password" },
        { "down", 503, "check your password" },
        { """{"result":"ok","user":{"id":"u-2","email":"x1@privaterelay.appleid.com","emailVerified":true}}""", 422, "reaches you directly" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Other_answers_are_told_in_our_own_words_and_cost_no_attempt(string answer, int status, string words)
    {
        var (crm, own) = await NewAsync();
        own.Answer = _ => Task.FromResult(answer switch
        {
            "500" => new HttpResponseMessage(HttpStatusCode.InternalServerError) { Content = new StringContent("CANARY") },
            "401" => new(HttpStatusCode.Unauthorized),
            "302" => new(HttpStatusCode.Found) { Headers = { Location = new("https://evil.example.test/") } },
            "down" => throw new HttpRequestException("CANARY"),
            _ => new(HttpStatusCode.OK) { Content = new StringContent(answer) },
        });
        using var browser = new Browser(host);

        for (var i = 0; i < 7; i++)
        {
            var page = (await browser.LogInAsync(crm, "somebody@example.com", CanaryPassword)).ShouldShow("login", status);
            page.Document.Body!.TextContent.ShouldContain(words, Case.Insensitive);
            page.Text.ShouldNotContain("CANARY");
        }

        host.Log.Lines.ShouldNotContain(line => line.Contains("CANARY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_crm_that_does_not_answer_holds_up_a_few_and_nobody_for_long()
    {
        var (crm, own) = await NewAsync(check => check with { MaximumConcurrency = 2, Timeout = TimeSpan.FromMilliseconds(300) });
        var most = 0;
        var now = 0;
        own.Answer = async cancellationToken =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            try
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref now);
            }

            return new(HttpStatusCode.OK);
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var browser = new Browser(host);
            return await browser.LogInAsync(crm, $"somebody{i}@example.com", CanaryPassword);
        }));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.ServiceUnavailable);
        most.ShouldBe(2);
        now.ShouldBe(0);
    }

    [Fact]
    public async Task An_unverified_address_takes_nobody_over()
    {
        var (crm, own) = await NewAsync();
        var trader = await host.NewTraderAsync(crm);
        own.Users[trader.Email] = ("u-9", CanaryPassword, false);
        using var browser = new Browser(host);

        (await browser.LogInAsync(crm, trader.Email, CanaryPassword)).ShouldShow("login", 403);

        (await host.FindAsync(crm, trader.Email)).CrmUserId.ShouldBeNull();
    }

    [Fact]
    public async Task The_crm_checks_the_password_as_well_that_is_asked_for_once_more()
    {
        var (crm, own) = await NewAsync();
        var email = People.NewEmail();
        own.Users[email] = ("u-1", CanaryPassword, true);
        using var browser = new Browser(host);
        await browser.LogInToClientAreaAsync(crm, email, CanaryPassword);
        host.Time.Advance(TimeSpan.FromMinutes(10));

        var confirm = (await browser.FollowAsync(await browser.GetAsync($"/client/security/two-step?{crm.Names()}"))).ShouldShow("step-up");
        (await browser.SubmitAsync(confirm, "submit", ("current", "wrong wrong wrong"))).ShouldShow("step-up", 422);
        (await browser.SubmitAsync(confirm, "submit", ("current", CanaryPassword))).ShouldLeadTo("/client/security/two-step?");
    }

    private async Task<(TestCrm Crm, Checker Own)> NewAsync(Func<CredentialCheckSettings, CredentialCheckSettings>? change = null, bool codes = false)
    {
        var own = new Checker(host.Time);
        var check = new CredentialCheckSettings { Url = new("https://crm.example.test/check") };
        var crm = await host.NewCrmAsync(change: settings => settings with
        {
            Partners = settings.Partners with { Links = new() { Codes = codes } },
            SignIn = new()
            {
                Method = SignInMethod.CredentialCheck,
                CredentialCheck = (change ?? (static same => same))(check),
                Pages = new() { SignUp = new("https://crm.example.test/register") },
            },
        });
        var broker = crm.Configuration.Brokers[0] with { CredentialCheckSecret = own.Secret.Reveal() };
        var configuration = crm.Configuration with { Brokers = [broker] };
        await host.ApplyAsync(configuration);
        host.OwnCrms.Checks[broker.Name] = own.CheckAsync;
        return (new(host, configuration), own);
    }

    /// <summary>A CRM as docs/existing-users.md tells to write one.</summary>
    private sealed class Checker(ManualTimeProvider time)
    {
        public WebhookSecret Secret { get; } = WebhookSecret.New();

        public ConcurrentDictionary<string, (string Id, string Password, bool Verified)> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

        public ConcurrentQueue<JsonNode> Asked { get; } = new();

        /// <summary>Answers whatever is asked.</summary>
        public Func<CancellationToken, Task<HttpResponseMessage>>? Answer { get; set; }

        public async Task<HttpResponseMessage> CheckAsync(HttpRequestMessage request, byte[] body, CancellationToken cancellationToken)
        {
            Secret.Verify(Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"), body, time.GetUtcNow()).ShouldBeTrue();
            var question = JsonNode.Parse(body)!;
            Asked.Enqueue(question);
            if (Answer is { } other)
            {
                return await other(cancellationToken);
            }

            var email = (string)question["data"]!["login"]!;
            return OwnCrm.Json(HttpStatusCode.OK, Users.TryGetValue(email, out var user) && user.Password == (string)question["data"]!["password"]!
                ? new { result = "ok", user = new { id = user.Id, email, emailVerified = user.Verified, firstName = "Ana", lastName = "Ruiz", language = "es" } }
                : new { result = "wrong" });

            string Header(string name) => request.Headers.GetValues(name).Single();
        }
    }
}
