using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Onboarding;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.Management;

/// <summary>OT tokens for users whom the CRM describes.</summary>
public sealed class TokenUserTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    [Fact]
    public async Task A_user_is_created_at_first_sight_and_found_by_the_crms_id_after_that() // FLOW-MIGRATE-5
    {
        var crm = await host.NewCrmAsync();
        host.Onboarding.FirstStateByBroker[crm.Broker().Id] = new OnboardingState.CreatingUser(null, null);
        var email = People.NewEmail();
        var user = new { id = "u-1", email, emailVerified = true, firstName = "Ana", lastName = "Ruiz", language = "es-MX", country = "MX", partnerId = "p1" };

        var waiting = await AskAsync(crm, user);
        waiting.ShouldBeRefused(503, "BUSY");
        waiting.Message.Headers.RetryAfter.ShouldNotBeNull();
        var stored = await host.FindAsync(crm, email);
        (stored.CrmUserId, stored.FirstName, stored.PreferredLanguage, stored.Country, stored.PartnerId).ShouldBe(("u-1", "Ana", "es", "MX", "p1"));
        stored.EmailConfirmedAt.ShouldNotBeNull();
        await host.Onboarding.CompleteAsync(crm.Broker(), stored.Id);

        var issued = await AskAsync(crm, new { id = "u-1", email = "other-" + email, country = "ES" });

        issued.Status.ShouldBe(HttpStatusCode.Created, issued.Body);
        (await crm.ExchangeAsync(issued.Text("token"))).Json["userId"]!.GetValue<long>().ShouldBe((await host.FindAsync(crm, email)).CtraderUserId!.Value);
        (await host.FindAsync(crm, email)).Country.ShouldBe("ES", "people move");
    }

    [Fact]
    public async Task Nobody_is_taken_over_by_a_description()
    {
        var crm = await host.NewCrmAsync();
        var trader = await host.NewTraderAsync(crm);

        (await AskAsync(crm, new { id = "u-1", email = trader.Email })).ShouldBeRefused(409, "USER_EMAIL_UNVERIFIED");
        (await AskAsync(crm, new { id = "u-1", email = trader.Email, emailVerified = true })).Status.ShouldBe(HttpStatusCode.Created);
        (await AskAsync(crm, new { id = "u-2", email = trader.Email, emailVerified = true })).ShouldBeRefused(409, "USER_EMAIL_TAKEN");
    }

    [Fact]
    public async Task What_hinders_the_way_to_the_platform_is_told()
    {
        var crm = await host.NewCrmAsync();
        host.Onboarding.FirstStateByBroker[crm.Broker().Id] = new OnboardingState.NeedsEmailProof();
        var email = People.NewEmail();

        (await AskAsync(crm, new { id = "u-1", email })).ShouldBeRefused(409, "USER_EMAIL_UNPROVED");
        host.Onboarding.FirstStateByBroker[crm.Broker().Id] = new OnboardingState.Stuck("CH_SOMETHING");
        (await AskAsync(crm, new { id = "u-1", email })).ShouldBeRefused(409, "USER_STUCK");
        var user = await host.FindAsync(crm, email);
        user.BlockedAt = host.Time.GetUtcNow();
        await host.Users.TryUpdateAsync(user, "blocked", CancellationToken.None);
        (await AskAsync(crm, new { id = "u-1", email })).ShouldBeRefused(403, "USER_BLOCKED");
    }

    [Theory]
    [InlineData("{}", "user.id must be")]
    [InlineData("""{"id":"a b","email":"a@example.com"}""", "user.id must be")]
    [InlineData("""{"id":"a","email":"nobody"}""", "user.email must be")]
    [InlineData("""{"id":"a","email":"x1@privaterelay.appleid.com"}""", "user.email must be")]
    [InlineData("""{"id":"a","email":"a@example.com","firstName":"<b>"}""", "user.firstName must be")]
    [InlineData("""{"id":"a","email":"a@example.com","language":"x"}""", "user.language must be")]
    [InlineData("""{"id":"a","email":"a@example.com","country":"de"}""", "user.country must be")]
    [InlineData("""{"id":"a","email":"a@example.com","country":"UK"}""", "user.country must be")]
    [InlineData("""{"id":"a","email":"a@example.com","partnerId":""}""", "user.partnerId must be")]
    [InlineData("""{"id":7,"email":"a@example.com"}""", "not a readable JSON object")]
    public async Task What_is_wrong_with_a_description_is_told(string user, string told)
    {
        var answer = await AskAsync(await host.NewCrmAsync(), JsonNode.Parse(user)!);

        answer.ShouldBeRefused(400, "INVALID_REQUEST");
        answer.Text("message").ShouldContain(told);
    }

    private async Task<Answer> AskAsync(TestCrm crm, object user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/onetime-tokens")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { brokerName = crm.Configuration.Brokers[0].Name, user })),
            Headers = { Authorization = new("Bearer", crm.Configuration.ManagementKey) },
        };
        var response = await host.Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}
