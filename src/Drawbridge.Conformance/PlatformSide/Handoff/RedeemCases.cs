using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Handoff;

/// <summary>The redeem call.</summary>
internal static class RedeemCases
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Refusal("redeem/unknown-token", Must("B2P-redeem-5"), "An unknown one-time token", PlatformErrorCode.OneTimeTokenNotFound, static async calls => (await calls.RedeemAsync(PlatformCalls.NewWord("token"))).MustHaveStatus(404)).And(Must("ERR-42")),
        Refusal("redeem/missing-token", Must("B2P-redeem-2"), "The redeem call without a token in the body", PlatformErrorCode.InvalidRequest, static calls => calls.RedeemAsync(null)),
        Refusal("redeem/no-manager", Must("B2P-redeem-5"), "The redeem call without a manager token", PlatformErrorCode.AuthenticationFailed, static async calls => (await calls.Anonymous.RedeemAsync(PlatformCalls.NewWord("token"))).MustHaveStatus(401)).And(Must("ERR-42")),
        .. new[]
        {
            Case(
                "redeem/user",
                Must("B2P-redeem-3"),
                "The redeem call answers 200 with userId, email and tradingLogin",
                "Answer who started the action, and for which account.",
                static async calls =>
                {
                    var it = await NewAsync(calls);
                    (await calls.RedeemAsync(it.Token)).MustHaveStatus(200).MustBeObject().MustHave("userId", it.UserId).MustHave("email", it.Email).MustHave("tradingLogin", it.Login);
                }).And(Must("B2P-redeem-1"), Must("B2P-redeem-2"), Must("B2P-redeem-4"), Must("FLOW-HANDOFF-3"), Must("FLOW-HANDOFF-6")),
            Case(
                "redeem/bare-host",
                Must("B2P-redeem-1").Inferred,
                "The redeem call is served at the bare host, too",
                "Serve /ctid2/inAppToken/redeem with and without /cid.",
                static async calls => (await calls.RedeemAsync((await NewAsync(calls)).Token, PlatformPaths.BareRedeem)).MustHaveStatus(200)),
            Refusal("redeem/twice", Must("B2P-redeem-6"), "A one-time token that was redeemed", PlatformErrorCode.OneTimeTokenNotFound, static async calls =>
            {
                var token = (await NewAsync(calls)).Token;
                await calls.RedeemAsync(token);
                return await calls.RedeemAsync(token);
            }).And(Must("B2P-redeem-5")),
            Case(
                "redeem/race",
                Must("B2P-redeem-6"),
                "Of eight redeems of one token at once one succeeds",
                "Take the token and mark it in one statement.",
                static async calls =>
                {
                    var token = (await NewAsync(calls)).Token;
                    var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => calls.RedeemAsync(token)));
                    Check.That(answers.Count(static answer => answer.IsSuccess) == 1, "one success", $"{answers.Count(static answer => answer.IsSuccess)}");
                }),
            Case(
                "redeem/refused-redeem-consumes-nothing",
                Must("B2P-redeem-6").Inferred,
                "A redeem without a manager token consumes nothing",
                "Look at the manager token first.",
                static async calls =>
                {
                    var token = (await NewAsync(calls)).Token;
                    await calls.Anonymous.RedeemAsync(token);
                    (await calls.RedeemAsync(token)).MustSucceed();
                }),
            Case(
                "redeem/another-token-each-time",
                Must("FLOW-HANDOFF-3"),
                "Every in-app action gets another one-time token",
                "Make a new token for each action.",
                static async calls =>
                {
                    var (first, second) = (await NewAsync(calls), await NewAsync(calls));
                    Check.That(first.Token != second.Token, "two different tokens", "the same twice");
                }),
            Refusal("redeem/expired", Must("B2P-redeem-7").Inferred, "A one-time token of 61 seconds ago", PlatformErrorCode.OneTimeTokenNotFound, static async calls =>
            {
                var token = (await NewAsync(calls)).Token;
                await calls.Run.WaitAsync(Lifetime + TimeSpan.FromSeconds(1), calls.Cancellation);
                return await calls.RedeemAsync(token);
            }).And(Must("B2P-redeem-5")) with { Waits = Lifetime + TimeSpan.FromSeconds(1) },
            Case(
                "redeem/no-call-to-the-crm",
                Must("FLOW-HANDOFF-10"),
                "A broker's CRM is not asked when its users log in at the platform",
                "Make no call of section 4 for a broker with handoff.",
                static async calls =>
                {
                    var it = await NewAsync(calls);
                    await calls.RedeemAsync(it.Token);
                    Check.That(!calls.PlayedCrm.Seen.Any(call => call.Named("brokerName") == calls.Target.Handoff!.BrokerName), "no call for that broker", "one");
                }).Needing(Capability.PlayedCrm),
        }.Select(static one => one.Needing(Capability.Handoff, Capability.AppSessions)),
    ];

    private static async Task<(string Token, long UserId, string Email, long Login)> NewAsync(PlatformCalls calls)
    {
        var names = calls.Target.Handoff!;
        var email = calls.NewEmail();
        var userId = await calls.NewUserAsync(email, names.BrokerCrmName);
        var login = await calls.NewTraderAsync(broker: names.BrokerName);
        await calls.NewLinkAsync(userId, login, names.BrokerName);
        var session = (await calls.OpenByPasswordAsync(login)).MustSucceed().MustHaveText("sessionId");
        return (calls.Learnt((await calls.StartActionAsync(session)).MustSucceed().MustHaveText("token"), "OT token"), userId, email, login);
    }
}
