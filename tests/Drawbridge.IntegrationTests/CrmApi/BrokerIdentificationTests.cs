using System.Net;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.IntegrationTests.CrmApi;

/// <summary>Which broker a call is for, on every call of section 4 (P2B-0-7, P2B-0-8, BID-11).</summary>
public sealed class BrokerIdentificationTests(SqliteBrokerHost host) : IClassFixture<SqliteBrokerHost>
{
    public static TheoryData<string> Calls => [CrmPaths.CrmApiToken, CrmPaths.AuthorizeOneTime, CrmPaths.Authorize, CrmPaths.GenerateOneTime, CrmPaths.Logout];

    [Theory] // BID-21, BID-24, ERR-7
    [MemberData(nameof(Calls))]
    public async Task A_missing_or_empty_name_is_told(string path)
    {
        var crm = await host.NewCrmAsync();
        var (name, crmName) = (crm.Configuration.Brokers[0].Name, crm.Configuration.Name);
        foreach (var query in new[] { "", $"brokerName={name}", $"brokerCrmName={crmName}", $"brokerName=&brokerCrmName={crmName}", $"brokerName={name}&brokerCrmName=" })
        {
            var answer = await crm.PostAsync(path, new { }, query: query);
            answer.ShouldBeRefused(400, "BROKER_ID_MISSING");
            answer.Text("message").ShouldBe("Required broker identification parameters missing");
        }
    }

    [Theory] // BID-14, BID-15, BID-26, BID-31, ERR-8, P2B-4.1-7
    [MemberData(nameof(Calls))]
    public async Task An_unknown_name_or_one_of_the_wrong_case_is_invalid(string path)
    {
        var crm = await host.NewCrmAsync();
        var (name, crmName) = (crm.Configuration.Brokers[0].Name, crm.Configuration.Name);
        foreach (var query in new[]
        {
            $"brokerName=nobody&brokerCrmName={crmName}", $"brokerName={name}&brokerCrmName=nobody", $"brokerName={name.ToUpperInvariant()}&brokerCrmName={crmName}",
            $"brokerName=%20{name}&brokerCrmName={crmName}", $"brokerName={name}%2F&brokerCrmName={crmName}",
        })
        {
            var answer = await crm.PostAsync(path, new { }, query: query);
            answer.ShouldBeRefused(401, "BROKER_ID_INVALID");
            answer.Text("message").ShouldBe("Invalid broker identification parameters");
            answer.Message.Headers.WwwAuthenticate.ShouldBeEmpty();
        }
    }

    [Theory] // BID-20, BID-27, BID-29, BID-30, ERR-9
    [MemberData(nameof(Calls))]
    public async Task Names_that_do_not_belong_together_or_contradict_each_other_are_a_mismatch(string path)
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var other = await host.NewCrmAsync();
        var (name, crmName) = (crm.Configuration.Brokers[0].Name, crm.Configuration.Name);
        var second = crm.Configuration.Brokers[1].Name;
        var cases = new (string Query, object Body)[]
        {
            ($"brokerName={name}&brokerCrmName={other.Configuration.Name}", new { }),
            ($"brokerName={name}&brokerName={second}&brokerCrmName={crmName}", new { }),
            ($"brokerName={name}&brokerCrmName={crmName}", new { brokerName = second }),
            ($"brokerName={name}&brokerCrmName={crmName}", new { brokerCrmName = other.Configuration.Name }),
        };
        foreach (var (query, body) in cases)
        {
            var answer = await crm.PostAsync(path, body, query: query);
            answer.ShouldBeRefused(403, "BROKER_ID_MISMATCH");
            answer.Text("message").ShouldBe("Broker identification parameters do not match expected values");
        }
    }

    [Fact] // BID-6, BID-7, BID-20, BID-30
    public async Task Names_may_stand_in_the_query_or_in_the_body_or_one_in_each()
    {
        var crm = await host.NewCrmAsync();
        var (name, crmName, password) = (crm.Configuration.Brokers[0].Name, crm.Configuration.Name, crm.Password);

        foreach (var (query, body) in new (string, object)[]
        {
            ($"brokerName={name}&brokerCrmName={crmName}", new { password }),
            ("", new { password, brokerName = name, brokerCrmName = crmName }),
            ($"brokerName={name}", new { password, brokerCrmName = crmName }),
            ($"brokerName={name}&brokerName={name}&brokerCrmName={crmName}", new { password, brokerName = name }),
        })
        {
            (await crm.PostAsync(CrmPaths.CrmApiToken, body, query: query)).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact] // BID-28, BID-44, MOD-13
    public async Task A_token_or_user_of_a_white_label_is_of_no_use_under_another_name()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var user = await crm.NewUserAsync(broker: 1);
        var code = await crm.NewOneTimeTokenAsync(user, broker: 1);
        var access = (await crm.PostAsync(CrmPaths.AuthorizeOneTime, new { code = await crm.NewOneTimeTokenAsync(user, broker: 1) }, broker: 1)).Text("accessToken");

        (await crm.PostAsync(CrmPaths.AuthorizeOneTime, new { code }, broker: 0)).ShouldBeRefused(403, "BROKER_ID_MISMATCH");
        (await crm.PostAsync(CrmPaths.Authorize, new { accessToken = access }, broker: 0)).ShouldBeRefused(403, "BROKER_ID_MISMATCH");
        (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = user }, broker: 0)).ShouldBeRefused(403, "BROKER_ID_MISMATCH");

        (await crm.PostAsync(CrmPaths.AuthorizeOneTime, new { code }, broker: 1)).Status.ShouldBe(HttpStatusCode.OK);
        (await crm.PostAsync(CrmPaths.Authorize, new { accessToken = access }, broker: 1)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact] // BID-44: another CRM does not even learn that the user exists
    public async Task A_user_of_another_crm_is_unknown()
    {
        var crm = await host.NewCrmAsync();
        var other = await host.NewCrmAsync();
        var user = await other.NewUserAsync();

        (await crm.GenerateAsync(user)).ShouldBeRefused(404, "USER_NOT_FOUND");
        (await crm.ExchangeAsync(await other.NewOneTimeTokenAsync(user))).ShouldBeRefused(403, "BROKER_ID_MISMATCH");
    }

    [Fact] // BID-45: one userId may serve two brokers of a CRM
    public async Task One_platform_user_may_be_a_user_of_two_white_labels()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var user = await crm.NewUserAsync(broker: 0);
        await crm.NewUserAsync(broker: 1, ctraderUserId: user);

        foreach (var broker in new[] { 0, 1 })
        {
            var token = (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = user }, broker: broker)).Text("token");
            (await crm.PostAsync(CrmPaths.AuthorizeOneTime, new { code = token }, broker: 1 - broker)).ShouldBeRefused(403, "BROKER_ID_MISMATCH");
            (await crm.PostAsync(CrmPaths.AuthorizeOneTime, new { code = token }, broker: broker)).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact] // P2B-CT-4, BID-28
    public async Task A_token_got_with_a_brokers_own_password_opens_that_broker_only()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var password = Protocol.Tokens.TokenText.Generate(Protocol.Tokens.TokenKind.Session);
        await host.ApplyAsync(crm.Configuration with { Brokers = [crm.Configuration.Brokers[0] with { Password = password }, crm.Configuration.Brokers[1]] });
        var user = await crm.NewUserAsync();

        (await crm.PostAsync(CrmPaths.CrmApiToken, new { password }, authenticate: false, broker: 1)).ShouldBeRefused(403, "CH_CLIENT_AUTH_FAILURE");
        var token = (await crm.PostAsync(CrmPaths.CrmApiToken, new { password }, authenticate: false)).Text("crmApiToken");
        (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = user }, query: crm.Names(0) + "&crmApiToken=" + token)).Status.ShouldBe(HttpStatusCode.OK);
        (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = user }, query: crm.Names(1) + "&crmApiToken=" + token)).ShouldBeRefused(403, "BROKER_ID_MISMATCH");
    }

    [Fact] // P2B-0-8, DEC-18
    public async Task The_first_check_that_fails_answers()
    {
        var crm = await host.NewCrmAsync();

        (await host.SendAsync($"{CrmPaths.AuthorizeOneTime}?brokerName=nobody&crmApiToken=bad", "{")).ShouldBeRefused(400, "INVALID_REQUEST");
        (await host.SendAsync($"{CrmPaths.AuthorizeOneTime}?brokerName=nobody&brokerCrmName=nobody&crmApiToken=bad", "{}")).ShouldBeRefused(401, "BROKER_ID_INVALID");
        (await host.SendAsync($"{CrmPaths.AuthorizeOneTime}?{crm.Names()}&crmApiToken=bad", "{}")).ShouldBeRefused(403, "CH_CLIENT_AUTH_FAILURE");
        (await crm.PostAsync(CrmPaths.AuthorizeOneTime, new { })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
    }
}
