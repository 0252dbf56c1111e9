using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Partners;

/// <summary>Calls 3.6 to 3.8.</summary>
internal static class PartnerCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "3.6/of-a-user",
            Must("B2P-3.6-8"),
            "Call 3.6 answers 200 for a user",
            "Bind the identifier to the user and answer 200.",
            static async calls => (await calls.SetPartnerAsync(calls.Partner("p1", await calls.NewUserAsync()))).MustHaveStatus(200)).And(Must("B2P-3.6-1"), Must("B2P-3.6-4"), Must("INV-7"), Must("FLOW-ATTR1-4")),
        Case(
            "3.6/of-an-account",
            Must("B2P-3.6-5"),
            "Call 3.6 binds an identifier to an account",
            "Take ctidTraderAccountId in place of userId.",
            static async calls => (await calls.SetPartnerAsync(calls.Partner("p1", accountId: (await calls.NewAccountAsync()).AccountId))).MustSucceed()),
        Case(
            "3.6/answer",
            Must("B2P-3.6-7"),
            "Call 3.6 answers with what the identifier was bound to",
            "Answer the userId and the ctidTraderAccountId of the record.",
            static async calls =>
            {
                var (userId, _, accountId) = await calls.NewAccountAsync();
                (await calls.SetPartnerAsync(calls.Partner("p1", userId, accountId))).MustSucceed().MustBeObject().MustHave("userId", userId).MustHave("ctidTraderAccountId", accountId);
            }),
        Case(
            "3.7/of-a-user",
            Must("B2P-3.7-4"),
            "Call 3.7 reads the identifier of a user back",
            "Answer userId and partnerId.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                await SetAsync(calls, calls.Partner("some Partner/Id+ü", userId));
                (await calls.ReadPartnerAsync(userId, null, calls.Crm)).MustHaveStatus(200).MustBeObject().MustHave("partnerId", "some Partner/Id+ü").MustHave("userId", userId);
            }).And(Must("B2P-3.7-1"), Must("B2P-3.7-2"), Must("B2P-3.7-5"), Must("B2P-3.6-3"), Must("B2P-3.7-3")),
        Case(
            "3.7/of-an-account",
            Must("B2P-3.7-3"),
            "Call 3.7 reads the identifier of an account back",
            "Answer ctidTraderAccountId and partnerId for a record of an account.",
            static async calls =>
            {
                var (_, _, accountId) = await calls.NewAccountAsync();
                await SetAsync(calls, calls.Partner("of account", accountId: accountId));
                (await calls.ReadPartnerAsync(null, accountId, calls.Crm)).MustSucceed().MustBeObject().MustHave("partnerId", "of account").MustHave("ctidTraderAccountId", accountId);
            }).And(Must("B2P-3.7-4")),
        Case(
            "3.7/long-identifier",
            Must("B2P-3.6-3").Inferred,
            "An identifier of 128 characters comes back as it was, capital letters included",
            "Keep partnerId as it is sent, up to 128 characters.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                var identifier = string.Concat(Enumerable.Repeat("aB", 64));
                await SetAsync(calls, calls.Partner(identifier, userId));
                (await calls.ReadPartnerAsync(userId, null, calls.Crm)).MustSucceed().MustBeObject().MustHave("partnerId", identifier);
            }),
        Case(
            "3.7/nothing",
            Must("B2P-3.7-5").Inferred,
            "Call 3.7 answers 200 with an empty body when there is no identifier",
            "Answer 200 with an empty body: no record is no error.",
            static async calls => (await calls.ReadPartnerAsync(await calls.NewUserAsync(), null, calls.Crm)).MustHaveStatus(200).MustBeEmpty()),
        Case(
            "3.6/replaced",
            Must("B2P-3.6-9").Inferred,
            "Call 3.6 replaces an identifier",
            "Let the last identifier of a user or account count.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                await SetAsync(calls, calls.Partner("first", userId));
                await SetAsync(calls, calls.Partner("second", userId));
                (await calls.ReadPartnerAsync(userId, null, calls.Crm)).MustSucceed().MustBeObject().MustHave("partnerId", "second");
            }),
        Case(
            "3.8/answer",
            Must("B2P-3.8-4"),
            "Call 3.8 answers 200 without a body",
            "Answer 200 with an empty body.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                await SetAsync(calls, calls.Partner("p1", userId));
                (await calls.DeletePartnerAsync(userId)).MustHaveStatus(200).MustBeEmpty();
            }).And(Must("B2P-3.8-1"), Must("B2P-3.8-2")),
        Case(
            "3.8/gone",
            Must("B2P-3.8-3"),
            "After call 3.8 the user has no identifier",
            "Delete the record of the user.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                await SetAsync(calls, calls.Partner("p1", userId));
                (await calls.DeletePartnerAsync(userId)).MustSucceed();
                (await calls.ReadPartnerAsync(userId, null, calls.Crm)).MustSucceed().MustNotHave("partnerId");
            }),
        Case(
            "3.8/nothing-there",
            Must("B2P-3.8-4").Inferred,
            "Call 3.8 succeeds when there is nothing to delete",
            "Answer 200 as if there had been something.",
            static async calls => (await calls.DeletePartnerAsync(await calls.NewUserAsync())).MustHaveStatus(200)),
        Case(
            "3.8/account-stays",
            Must("B2P-3.8-3"),
            "Call 3.8 without an account leaves the identifiers of accounts",
            "Delete the user's own record only when no ctidTraderAccountId is named.",
            static async calls =>
            {
                var (userId, _, accountId) = await BothAsync(calls);
                (await calls.DeletePartnerAsync(userId)).MustSucceed();
                (await calls.ReadPartnerAsync(null, accountId, calls.Crm)).MustSucceed().MustBeObject().MustHave("partnerId", "of account");
            }),
        Case(
            "3.8/user-stays",
            Must("B2P-3.8-3").Inferred,
            "Call 3.8 with an account leaves the identifier of the user",
            "Delete the account's record only when a ctidTraderAccountId is named.",
            static async calls =>
            {
                var (userId, _, accountId) = await BothAsync(calls);
                (await calls.DeletePartnerAsync(userId, accountId)).MustSucceed();
                (await calls.ReadPartnerAsync(userId, null, calls.Crm)).MustSucceed().MustBeObject().MustHave("partnerId", "of user");
                (await calls.ReadPartnerAsync(null, accountId, calls.Crm)).MustSucceed().MustNotHave("partnerId");
            }),
        Refusal("3.6/neither-id", Must("B2P-3.6-6").Inferred, "An identifier for nobody", PlatformErrorCode.InvalidRequest, static calls => calls.SetPartnerAsync(calls.Partner("p1"))),
        Refusal("3.6/missing-partner-id", Must("B2P-0-26"), "Call 3.6 without partnerId", PlatformErrorCode.InvalidRequest, static async calls => await calls.SetPartnerAsync(calls.Partner(null, await calls.NewUserAsync()))).And(Must("B2P-3.6-3")),
        Refusal("3.6/missing-broker-crm-name", Must("B2P-3.6-2"), "Call 3.6 without brokerCrmName", PlatformErrorCode.InvalidRequest, static async calls =>
        {
            var body = calls.Partner("p1", await calls.NewUserAsync());
            body.Remove("brokerCrmName");
            return await calls.SetPartnerAsync(body);
        }),
        Refusal("3.6/unknown-user", Must("ERR-41").Inferred, "An unknown userId in call 3.6", PlatformErrorCode.UserNotFound, static calls => calls.SetPartnerAsync(calls.Partner("p1", 1))).And(Must("B2P-0-26")),
        Refusal("3.6/unknown-account", Must("ERR-41").Inferred, "An unknown ctidTraderAccountId in call 3.6", PlatformErrorCode.AccountNotFound, static calls => calls.SetPartnerAsync(calls.Partner("p1", accountId: 1))),
        Refusal("3.6/account-of-another-user", Must("ERR-41").Inferred, "An account of another user in call 3.6", PlatformErrorCode.AccountNotFound, static async calls =>
            await calls.SetPartnerAsync(calls.Partner("p1", await calls.NewUserAsync(), (await calls.NewAccountAsync()).AccountId))),
        Refusal("3.7/missing-broker-crm-name", Must("B2P-3.7-2"), "Call 3.7 without brokerCrmName", PlatformErrorCode.InvalidRequest, static async calls => await calls.ReadPartnerAsync(await calls.NewUserAsync(), null, null)),
        Refusal("3.7/neither-id", Must("B2P-3.7-3").Inferred, "Call 3.7 about nobody", PlatformErrorCode.InvalidRequest, static calls => calls.ReadPartnerAsync(null, null, calls.Crm)),
        Refusal("3.8/missing-user-id", Must("B2P-3.8-2"), "Call 3.8 without userId", PlatformErrorCode.InvalidRequest, static async calls => await calls.DeletePartnerAsync(null, (await calls.NewAccountAsync()).AccountId)),
        Refusal("3.8/unknown-user", Must("ERR-41").Inferred, "An unknown userId in call 3.8", PlatformErrorCode.UserNotFound, static calls => calls.DeletePartnerAsync(1)).And(Must("B2P-0-26")),
        Case(
            "3.7/another-crm",
            Must("BID-44").Inferred,
            "Call 3.7 shows a CRM the identifiers of its own users only",
            "Look among the records of the brokerCrmName only.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                await SetAsync(calls, calls.Partner("p1", userId));
                (await calls.ReadPartnerAsync(userId, null, calls.Target.Other!.BrokerCrmName)).MustNotHave("partnerId");
            }).Needing(Capability.OtherCrm),
    ];

    private static async Task SetAsync(PlatformCalls calls, JsonObject body) => (await calls.SetPartnerAsync(body)).MustSucceed();

    private static async Task<(long UserId, long Login, long AccountId)> BothAsync(PlatformCalls calls)
    {
        var account = await calls.NewAccountAsync();
        await SetAsync(calls, calls.Partner("of user", account.UserId));
        await SetAsync(calls, calls.Partner("of account", accountId: account.AccountId));
        return account;
    }
}
