using System.Net;
using System.Text.Json;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.IntegrationTests.Management;

/// <summary>The management API's way to an OT token.</summary>
public sealed class OneTimeTokenTests(SqliteBrokerHost host) : IClassFixture<SqliteBrokerHost>
{
    [Fact] // BID-44, BID-28
    public async Task The_management_api_issues_an_OT_token_for_users_of_its_own_crm_only()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var other = await host.NewCrmAsync();
        var user = await crm.NewUserAsync();
        async Task<Answer> AskAsync(string? key, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/onetime-tokens") { Content = new StringContent(JsonSerializer.Serialize(body)) };
            if (key is not null)
            {
                request.Headers.Authorization = new("Bearer", key);
            }

            var response = await host.Http.SendAsync(request);
            return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
        }

        var name = crm.Configuration.Brokers[0].Name;
        var email = $"user{user}@example.test";
        var key = crm.Configuration.ManagementKey!;
        var issued = await AskAsync(key, new { brokerName = name, email, keepLoggedIn = true });
        issued.Status.ShouldBe(HttpStatusCode.Created, issued.Body);
        DateTimeOffset.Parse(issued.Text("expiresAt"), System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBe(host.Time.GetUtcNow() + TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(1));
        (await crm.ExchangeAsync(issued.Text("token"))).Text("accessToken").ShouldNotBeEmpty();

        (await AskAsync(null, new { brokerName = name, email })).ShouldBeRefused(401, "CH_CLIENT_AUTH_FAILURE");
        (await AskAsync(ManagementKey.New().Reveal(), new { brokerName = name, email })).ShouldBeRefused(401, "CH_CLIENT_AUTH_FAILURE");
        (await AskAsync(other.Configuration.ManagementKey, new { brokerName = name, email })).ShouldBeRefused(401, "BROKER_ID_INVALID");
        (await AskAsync(key, new { brokerName = crm.Configuration.Brokers[1].Name, email })).ShouldBeRefused(404, "USER_NOT_FOUND");
        (await AskAsync(key, new { brokerName = name })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await AskAsync(key, new { email })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
    }
}
