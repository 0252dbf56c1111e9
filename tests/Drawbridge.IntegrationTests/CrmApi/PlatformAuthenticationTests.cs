using System.Net;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.IntegrationTests.CrmApi;

public sealed class PlatformAuthenticationOnSqlite(SqliteBrokerHost host) : PlatformAuthenticationTests(host), IClassFixture<SqliteBrokerHost>;

public sealed class PlatformAuthenticationOnPostgres(PostgresBrokerHost host) : PlatformAuthenticationTests(host), IClassFixture<PostgresBrokerHost>;

/// <summary>Call 4.1 on the wire, and the life of a crmApiToken.</summary>
public abstract class PlatformAuthenticationTests(BrokerHost host)
{
    [Fact] // CONF-6.1.1-1, P2B-4.1-1..4
    public async Task The_platform_gets_a_token_for_the_right_password()
    {
        var crm = await host.NewCrmAsync();

        var answer = await crm.PostAsync(CrmPaths.CrmApiToken, new { password = crm.Password }, authenticate: false);

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        CrmApiToken.TryParse(answer.Text("crmApiToken"), out _).ShouldBeTrue();
        answer.Message.Headers.CacheControl!.NoStore.ShouldBeTrue(); // P2B-0-14
        answer.Message.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8"); // P2B-0-6
    }

    [Fact] // CONF-6.1.1-2, P2B-4.1-5, ERR-10, ERR-1, P2B-0-12
    public async Task The_platform_gets_nothing_for_a_wrong_password()
    {
        var crm = await host.NewCrmAsync();

        (await crm.PostAsync(CrmPaths.CrmApiToken, new { password = "wrong" }, authenticate: false))
            .ShouldBeRefused(403, "CH_CLIENT_AUTH_FAILURE");
    }

    [Theory] // P2B-4.1-6, ERR-5
    [InlineData("{}")]
    [InlineData("""{"password":""}""")]
    [InlineData("""{"password":null}""")]
    public async Task The_platform_is_told_that_the_password_is_missing(string body)
    {
        var crm = await host.NewCrmAsync();

        var answer = await host.SendAsync($"{CrmPaths.CrmApiToken}?{crm.Names()}", body);

        answer.ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        answer.Text("message").ShouldBe("Required parameter 'password' is missing");
    }

    [Fact] // P2B-CT-1..3
    public async Task Every_call_issues_another_token_and_earlier_ones_stay_valid_for_a_week()
    {
        var crm = await host.NewCrmAsync();
        var user = await crm.NewUserAsync();
        var tokens = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            tokens.Add((await crm.PostAsync(CrmPaths.CrmApiToken, new { password = crm.Password }, authenticate: false)).Text("crmApiToken"));
        }

        tokens.Distinct().Count().ShouldBe(3);
        host.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        foreach (var token in tokens)
        {
            (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = user }, query: crm.Names() + "&crmApiToken=" + token))
                .Status.ShouldBe(HttpStatusCode.OK);
        }

        host.Time.Advance(TimeSpan.FromDays(2));
        (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = user }, query: crm.Names() + "&crmApiToken=" + tokens[0]))
            .ShouldBeRefused(403, "CH_CLIENT_AUTH_FAILURE"); // P2B-CT-7: never 410
    }

    [Fact] // P2B-CT-6
    public async Task Two_passwords_are_valid_while_one_is_changed_and_the_tokens_of_a_removed_one_end()
    {
        var crm = await host.NewCrmAsync();
        var user = await crm.NewUserAsync();
        var old = await crm.CrmApiTokenAsync();
        var next = TokenText.Generate(TokenKind.Session);

        await host.ApplyAsync(crm.Configuration with { SecondPassword = next });
        var fresh = (await crm.PostAsync(CrmPaths.CrmApiToken, new { password = next }, authenticate: false)).Text("crmApiToken");
        (await crm.GenerateAsync(user)).Status.ShouldBe(HttpStatusCode.OK);

        await host.ApplyAsync(crm.Configuration with { Password = next });
        host.Time.Advance(TimeSpan.FromSeconds(1)); // the longest time until every node has seen it
        (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = user }, query: crm.Names() + "&crmApiToken=" + old))
            .ShouldBeRefused(403, "CH_CLIENT_AUTH_FAILURE");
        (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = user }, query: crm.Names() + "&crmApiToken=" + fresh))
            .Status.ShouldBe(HttpStatusCode.OK);
        (await crm.PostAsync(CrmPaths.CrmApiToken, new { password = crm.Password }, authenticate: false))
            .ShouldBeRefused(403, "CH_CLIENT_AUTH_FAILURE");
    }

    [Fact] // ERR-19
    public async Task Wrong_passwords_are_throttled_for_a_while_and_only_for_that_crm()
    {
        var crm = await host.NewCrmAsync();
        var other = await host.NewCrmAsync();
        for (var i = 0; i < 10; i++)
        {
            (await crm.PostAsync(CrmPaths.CrmApiToken, new { password = "wrong" }, authenticate: false)).Status.ShouldBe(HttpStatusCode.Forbidden);
        }

        var throttled = await crm.PostAsync(CrmPaths.CrmApiToken, new { password = crm.Password }, authenticate: false);
        throttled.ShouldBeRefused(429, "REQUEST_FREQUENCY_EXCEEDED");
        throttled.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        (await other.PostAsync(CrmPaths.CrmApiToken, new { password = other.Password }, authenticate: false)).Status.ShouldBe(HttpStatusCode.OK);

        host.Time.Advance(TimeSpan.FromMinutes(1));
        (await crm.PostAsync(CrmPaths.CrmApiToken, new { password = crm.Password }, authenticate: false)).Status.ShouldBe(HttpStatusCode.OK);
    }
}
