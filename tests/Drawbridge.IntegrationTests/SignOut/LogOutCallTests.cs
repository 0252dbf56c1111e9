using System.Net;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.IntegrationTests.SignOut;

public sealed class LogOutCallOnSqlite(SqliteBrokerHost host) : LogOutCallTests(host), IClassFixture<SqliteBrokerHost>;

public sealed class LogOutCallOnPostgres(PostgresBrokerHost host) : LogOutCallTests(host), IClassFixture<PostgresBrokerHost>;

/// <summary>Call 4.5 on the wire.</summary>
public abstract class LogOutCallTests(BrokerHost host)
{
    [Fact] // P2B-4.5-1, P2B-4.5-4, P2B-4.5-5, FLOW-LOGOUT-2, DEC-19
    public async Task It_ends_the_given_access_token_with_its_inappTokens_and_no_other()
    {
        var crm = await host.NewCrmAsync(settings: new() { IssueInAppTokens = true });
        var user = await crm.NewUserAsync();
        var (phone, desktop) = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user)), await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user)));

        var answer = await LogOutAsync(crm, user, phone.Text("accessToken"));

        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        answer.Body.ShouldBeEmpty();
        (await crm.ValidateAsync(phone.Text("accessToken"))).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await GenerateAsync(crm, user, phone.Text("inappToken"))).ShouldBeRefused(403, "CH_CLIENT_AUTH_FAILURE");
        (await crm.ValidateAsync(desktop.Text("accessToken"))).Status.ShouldBe(HttpStatusCode.OK);
        (await GenerateAsync(crm, user, desktop.Text("inappToken"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact] // P2B-4.5-3, P2B-4.5-6, ERR-20
    public async Task It_takes_an_empty_token_and_one_that_ended_before()
    {
        var crm = await host.NewCrmAsync();
        var user = await crm.NewUserAsync();
        var access = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user))).Text("accessToken");

        (await LogOutAsync(crm, user, "")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await LogOutAsync(crm, user, access)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await LogOutAsync(crm, user, access)).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact] // P2B-4.5-2, P2B-4.5-3, P2B-4.5-6, P2B-0-9
    public async Task It_refuses_what_is_missing_malformed_or_somebody_elses()
    {
        var crm = await host.NewCrmAsync();
        var (user, other) = (await crm.NewUserAsync(), await crm.NewUserAsync());
        var foreign = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(other))).Text("accessToken");
        var names = crm.Names() + "&crmApiToken=" + await crm.CrmApiTokenAsync();

        (await crm.PostAsync(CrmPaths.Logout, null, query: names + "&accessToken=")).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await crm.PostAsync(CrmPaths.Logout, null, query: names + "&userId=&accessToken=")).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await crm.PostAsync(CrmPaths.Logout, null, query: $"{names}&userId={user}")).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await crm.PostAsync(CrmPaths.Logout, null, query: names + "&userId=abc&accessToken=")).ShouldBeRefused(400, "INVALID_REQUEST");
        (await LogOutAsync(crm, 424_242, "")).ShouldBeRefused(404, "USER_NOT_FOUND");
        (await LogOutAsync(crm, user, "malformed")).ShouldBeRefused(417, "CID_NON_EXISTED_TOKEN");
        (await LogOutAsync(crm, user, AccessToken.New().Reveal())).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await LogOutAsync(crm, user, foreign)).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await crm.ValidateAsync(foreign)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact] // BID-28, BID-44
    public async Task A_white_label_cannot_log_out_the_user_of_another()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var user = await crm.NewUserAsync(broker: 1);
        var query = $"{crm.Names(0)}&crmApiToken={await crm.CrmApiTokenAsync()}&userId={user}&accessToken=";

        (await crm.PostAsync(CrmPaths.Logout, null, query: query)).ShouldBeRefused(403, "BROKER_ID_MISMATCH");
    }

    private static async Task<Answer> LogOutAsync(TestCrm crm, long userId, string accessToken) => await crm.PostAsync(
        CrmPaths.Logout, null, query: $"{crm.Names()}&crmApiToken={await crm.CrmApiTokenAsync()}&userId={userId}&accessToken={accessToken}");

    private static async Task<Answer> GenerateAsync(TestCrm crm, long userId, string inappToken) => await crm.PostAsync(
        CrmPaths.GenerateOneTime, new { userId }, query: $"{crm.Names()}&crmApiToken={await crm.CrmApiTokenAsync()}&inappToken={inappToken}");
}
