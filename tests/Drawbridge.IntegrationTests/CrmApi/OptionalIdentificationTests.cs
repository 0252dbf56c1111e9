using System.Net;
using Drawbridge.Broker.Brokers;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.IntegrationTests.CrmApi;

/// <summary>A CRM that lets the names be absent, on a server of its own: there a request without names may mean it.</summary>
public sealed class OptionalIdentificationTests(SqliteBrokerHost host) : IClassFixture<SqliteBrokerHost>
{
    [Fact] // BID-23, BID-25, BID-32, BID-22
    public async Task With_optional_identification_token_and_subject_decide()
    {
        var crm = await host.NewCrmAsync(brokers: 2, settings: new() { Identification = IdentificationMode.Optional });
        var other = await host.NewCrmAsync();
        var (first, second) = (await crm.NewUserAsync(broker: 0), await crm.NewUserAsync(broker: 1));
        var query = "crmApiToken=" + await crm.CrmApiTokenAsync();

        (await crm.PostAsync(CrmPaths.AuthorizeOneTime, new { code = await crm.NewOneTimeTokenAsync(second, broker: 1) }, query: query))
            .Json["userId"]!.GetValue<long>().ShouldBe(second);
        (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = first }, query: query)).Status.ShouldBe(HttpStatusCode.OK);
        var access = (await crm.PostAsync(CrmPaths.AuthorizeOneTime, new { code = await crm.NewOneTimeTokenAsync(first) }, query: query)).Text("accessToken");
        (await crm.PostAsync(CrmPaths.Authorize, new { accessToken = access }, query: query)).Status.ShouldBe(HttpStatusCode.OK);

        // A subject of another CRM is as good as unknown.
        var foreign = await other.NewUserAsync();
        (await crm.PostAsync(CrmPaths.AuthorizeOneTime, new { code = await other.NewOneTimeTokenAsync(foreign) }, query: query)).ShouldBeRefused(404, "OT_TOKEN_NOT_FOUND");
        (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = foreign }, query: query)).ShouldBeRefused(404, "USER_NOT_FOUND");

        // Also where the token leaves one broker only.
        var small = await host.NewCrmAsync(settings: new() { Identification = IdentificationMode.Optional });
        var foreignQuery = "crmApiToken=" + await small.CrmApiTokenAsync();
        (await small.PostAsync(CrmPaths.AuthorizeOneTime, new { code = await crm.NewOneTimeTokenAsync(first) }, query: foreignQuery)).ShouldBeRefused(404, "OT_TOKEN_NOT_FOUND");
        (await small.PostAsync(CrmPaths.Authorize, new { accessToken = access }, query: foreignQuery)).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await small.PostAsync(CrmPaths.GenerateOneTime, new { userId = first }, query: foreignQuery)).ShouldBeRefused(404, "USER_NOT_FOUND");

        // One userId in two brokers stays ambiguous; present names are always validated.
        await crm.NewUserAsync(broker: 1, ctraderUserId: first);
        (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = first }, query: query)).ShouldBeRefused(400, "BROKER_ID_MISSING");
        (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = first }, query: query + "&brokerName=nobody")).ShouldBeRefused(401, "BROKER_ID_INVALID");
        (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = first }, query: $"{query}&brokerName={crm.Configuration.Brokers[1].Name}"))
            .Status.ShouldBe(HttpStatusCode.OK);

        // A CRM that demands the names goes on demanding them.
        (await other.PostAsync(CrmPaths.GenerateOneTime, new { userId = foreign }, query: "crmApiToken=" + await other.CrmApiTokenAsync()))
            .ShouldBeRefused(400, "BROKER_ID_MISSING");
    }
}
