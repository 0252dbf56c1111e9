using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class ReferralTests(PlatformServer server)
{
    private static JsonObject Body(string partnerId, long? userId = null, long? accountId = null)
    {
        var body = new JsonObject { ["brokerCrmName"] = PlatformServer.Crm, ["partnerId"] = partnerId };
        if (userId is not null)
        {
            body["userId"] = userId;
        }

        if (accountId is not null)
        {
            body["ctidTraderAccountId"] = accountId;
        }

        return body;
    }

    private static string Query(string ids, string crm = PlatformServer.Crm) => $"{PlatformPaths.Referral}?brokerCrmName={crm}&{ids}";

    private async Task<(long UserId, long AccountId)> NewAsync(PlatformApi? api = null)
    {
        var userId = await (api ?? server.Api).NewUserAsync();
        return (userId, await server.Api.NewLinkAsync(userId, await server.Api.NewTraderAsync()));
    }

    private Task<ApiAnswer> SetAsync(JsonObject body) => server.Api.PutAsync(PlatformPaths.Referral, body);

    private async Task<string?> FindAsync(string ids) => (await server.Api.GetAsync(Query(ids))).Text is { Length: > 0 } text ? (string?)JsonNode.Parse(text)!["partnerId"] : null;

    [Fact] // B2P-3.6-1..5, B2P-3.6-7, B2P-3.6-8, B2P-3.7-1..5, INV-7, FLOW-ATTR1-4, ERR-44
    public async Task An_identifier_is_bound_to_a_user_or_an_account_and_read_back()
    {
        var (userId, accountId) = await NewAsync();

        var both = await SetAsync(Body("somePartnerId", userId, accountId));

        both.Status.ShouldBe(HttpStatusCode.OK);
        both.Text.ShouldBe($$"""{"userId":{{userId}},"ctidTraderAccountId":{{accountId}}}""");
        (await server.Api.GetAsync(Query($"userId={userId}"))).Text
            .ShouldBe($$"""{"userId":{{userId}},"ctidTraderAccountId":{{accountId}},"partnerId":"somePartnerId"}""");
        (await SetAsync(Body("ofUser", userId))).Text.ShouldBe($$"""{"userId":{{userId}}}""");
        (await server.Api.GetAsync(Query($"userId={userId}"))).Text.ShouldBe($$"""{"userId":{{userId}},"partnerId":"ofUser"}""");
        (await FindAsync($"ctidTraderAccountId={accountId}")).ShouldBe("somePartnerId");
        (await SetAsync(Body("ofAccount", accountId: accountId))).Text.ShouldBe($$"""{"ctidTraderAccountId":{{accountId}}}""");
        (await FindAsync($"userId={userId}&ctidTraderAccountId={accountId}")).ShouldBe("ofAccount"); // B2P-3.6-9
    }

    [Fact] // B2P-3.8-1..4
    public async Task Only_the_record_that_is_named_goes()
    {
        var (userId, accountId) = await NewAsync();
        await SetAsync(Body("ofUser", userId));
        await SetAsync(Body("ofAccount", accountId: accountId));

        var deleted = await server.Api.SendAsync(HttpMethod.Delete, Query($"userId={userId}"));

        deleted.Status.ShouldBe(HttpStatusCode.OK);
        deleted.Text.ShouldBeEmpty();
        (await FindAsync($"ctidTraderAccountId={accountId}")).ShouldBe("ofAccount");
        (await FindAsync($"userId={userId}")).ShouldBe("ofAccount");
        (await server.Api.SendAsync(HttpMethod.Delete, Query($"userId={userId}"))).Status.ShouldBe(HttpStatusCode.OK);
        (await server.Api.SendAsync(HttpMethod.Delete, Query($"userId={userId}&ctidTraderAccountId={accountId}"))).Status.ShouldBe(HttpStatusCode.OK);
        var nothing = await server.Api.GetAsync(Query($"userId={userId}"));
        nothing.Status.ShouldBe(HttpStatusCode.OK); // B2P-3.7-5
        nothing.Text.ShouldBeEmpty();
    }

    [Fact] // B2P-3.6-6, B2P-3.7-2, B2P-3.7-3, B2P-3.8-2, B2P-0-26, ERR-41
    public async Task What_does_not_fit_or_does_not_exist_is_refused()
    {
        var (userId, accountId) = await NewAsync();
        var (otherUser, otherAccount) = await NewAsync();
        var foreign = await server.Api.NewUserAsync(PlatformServer.OtherCrm);

        (await SetAsync(Body("p"))).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await SetAsync(Body("", userId))).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await SetAsync(Body(new string('p', 129), userId))).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await SetAsync(Body("p", foreign))).ShouldBeRefused(404, PlatformErrorCode.UserNotFound);
        (await SetAsync(Body("p", userId, otherAccount))).ShouldBeRefused(404, PlatformErrorCode.AccountNotFound);
        (await SetAsync(Body("p", accountId: 1))).ShouldBeRefused(404, PlatformErrorCode.AccountNotFound);
        (await server.Api.GetAsync(Query("other=1"))).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await server.Api.GetAsync($"{PlatformPaths.Referral}?userId={userId}")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await server.Api.SendAsync(HttpMethod.Delete, Query($"ctidTraderAccountId={accountId}"))).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await server.Api.SendAsync(HttpMethod.Delete, Query($"userId={foreign}"))).ShouldBeRefused(404, PlatformErrorCode.UserNotFound);
        (await server.Api.SendAsync(HttpMethod.Delete, Query($"userId={otherUser}&ctidTraderAccountId={accountId}"))).ShouldBeRefused(404, PlatformErrorCode.AccountNotFound);
    }

    [Fact] // B2P-0-18, ERR-39, BID-44
    public async Task A_crm_sees_its_own_identifiers_and_a_limited_manager_none()
    {
        var (userId, accountId) = await NewAsync();
        await SetAsync(Body("p", userId, accountId));
        var limited = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2310, PlatformServer.ManagerPassword);

        (await server.Api.GetAsync(Query($"userId={userId}", PlatformServer.OtherCrm))).Text.ShouldBeEmpty();
        (await server.Api.GetAsync(Query($"ctidTraderAccountId={accountId}", PlatformServer.OtherCrm))).Text.ShouldBeEmpty();
        (await limited.PutAsync(PlatformPaths.Referral, Body("p", userId))).ShouldBeRefused(403, PlatformErrorCode.InsufficientPermissions);
        (await limited.GetAsync(Query($"userId={userId}"))).ShouldBeRefused(403, PlatformErrorCode.InsufficientPermissions);
        (await limited.SendAsync(HttpMethod.Delete, Query($"userId={userId}"))).ShouldBeRefused(403, PlatformErrorCode.InsufficientPermissions);
    }

    [Fact] // B2P-0-17, ERR-23
    public async Task The_identifier_of_an_account_needs_its_group()
    {
        var limited = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2311, PlatformServer.ManagerPassword); // group Default only
        var userId = await server.Api.NewUserAsync();
        var account = await server.Api.NewLinkAsync(userId, await server.Api.NewTraderAsync(group: "VIP"));
        await SetAsync(Body("vip", userId, account));

        (await limited.PutAsync(PlatformPaths.Referral, Body("p", userId, account))).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        (await limited.GetAsync(Query($"ctidTraderAccountId={account}"))).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        (await limited.GetAsync(Query($"userId={userId}"))).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        (await limited.SendAsync(HttpMethod.Delete, Query($"userId={userId}&ctidTraderAccountId={account}"))).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        var reached = await server.Api.NewLinkAsync(userId, await server.Api.NewTraderAsync());
        await SetAsync(Body("reached", userId, reached));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await SetAsync(Body("vip again", userId, account));
        (await limited.GetAsync(Query($"userId={userId}"))).Json["partnerId"]!.ToString().ShouldBe("reached");
        (await limited.PutAsync(PlatformPaths.Referral, Body("of user", userId))).Status.ShouldBe(HttpStatusCode.OK);
        (await FindAsync($"ctidTraderAccountId={account}")).ShouldBe("vip again");
    }
}
