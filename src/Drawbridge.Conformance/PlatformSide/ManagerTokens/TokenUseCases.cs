using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.ManagerTokens;

/// <summary>The manager token on every call but 3.1.</summary>
internal static class TokenUseCases
{
    private const string Remedy = "Look for the manager token in the query parameter token before anything else, and answer 401 AUTHENTICATION_FAILED when it is not there or not known.";

    private static readonly Requirement Rule = Must("B2P-0-10").Inferred;

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case("token/missing-cid", Rule, "Calls below /cid without a manager token are refused with 401", Remedy, static calls => RefusedAsync(calls.Anonymous, Below("/cid"), token: null)).And(Must("B2P-0-8"), Must("ERR-40")),
        Case("token/missing-webserv", Rule, "Calls below /v2 without a manager token are refused with 401", Remedy, static calls => RefusedAsync(calls.Anonymous, Below("/v2"), token: null)).And(Must("B2P-0-8"), Must("ERR-40")),
        Case("token/unknown-cid", Rule, "Calls below /cid with an unknown manager token are refused with 401", Remedy, static calls => RefusedAsync(calls.Anonymous, Below("/cid"), PlatformCalls.NewWord("token"))),
        Case("token/unknown-webserv", Rule, "Calls below /v2 with an unknown manager token are refused with 401", Remedy, static calls => RefusedAsync(calls.Anonymous, Below("/v2"), PlatformCalls.NewWord("token"))),
        Case(
            "token/refused-write-does-nothing",
            Rule,
            "A deposit without a manager token moves no money",
            Remedy,
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                (await calls.Anonymous.ChangeBalanceAsync(login, 10)).MustBeRefused();
                Check.That(await calls.BalanceAsync(login) == 0, "a balance of 0", "another one: the deposit was made");
            }),
        Case(
            "token/in-the-body",
            Must("B2P-0-8"),
            "A manager token in the body of a call counts for nothing",
            "Take the manager token from the query parameter token only.",
            static async calls =>
            {
                var body = calls.User();
                body["token"] = await calls.TokenAsync();
                (await calls.Anonymous.CreateUserAsync(body)).MustBeRefused();
            }),
        Case(
            "token/after-other-parameters",
            Must("B2P-0-8"),
            "A manager token is taken after other parameters of the query",
            "Read token wherever it stands in the query: it is appended with & when there are other parameters.",
            static async calls => (await calls.FindUserAsync(calls.NewEmail(), calls.Crm)).MustSucceed()),
    ];

    private static IEnumerable<(HttpMethod Method, string Path)> Below(string start) => new[]
    {
        (HttpMethod.Post, PlatformPaths.CreateUser), (HttpMethod.Post, PlatformPaths.Link), (HttpMethod.Put, PlatformPaths.Referral), (HttpMethod.Get, PlatformPaths.Referral),
        (HttpMethod.Delete, PlatformPaths.Referral), (HttpMethod.Put, PlatformPaths.InAppControls), (HttpMethod.Put, PlatformPaths.ChangeEmail), (HttpMethod.Get, PlatformPaths.UserId),
        (HttpMethod.Post, PlatformPaths.Logout), (HttpMethod.Put, PlatformPaths.AcceptAgreement), (HttpMethod.Post, PlatformPaths.CreateCtid), (HttpMethod.Post, PlatformPaths.ChangeCtidTraderAccount),
        (HttpMethod.Post, PlatformPaths.Redeem), (HttpMethod.Post, PlatformPaths.Traders), (HttpMethod.Get, PlatformPaths.Traders), (HttpMethod.Get, $"{PlatformPaths.Traders}/1"),
        (HttpMethod.Put, $"{PlatformPaths.Traders}/1"), (HttpMethod.Patch, $"{PlatformPaths.Traders}/1"), (HttpMethod.Delete, $"{PlatformPaths.Traders}/1"),
        (HttpMethod.Post, $"{PlatformPaths.Traders}/1/changebalance"), (HttpMethod.Post, $"{PlatformPaths.Traders}/1/changebonus"), (HttpMethod.Get, PlatformPaths.TraderGroups),
        (HttpMethod.Get, PlatformPaths.Symbols), (HttpMethod.Get, PlatformPaths.DepositAssets), (HttpMethod.Get, PlatformPaths.OpenPositions), (HttpMethod.Get, PlatformPaths.ClosedPositions),
        (HttpMethod.Post, PlatformPaths.Attributes("traders", "list")),
    }.Where(call => call.Item2.StartsWith(start, StringComparison.Ordinal));

    private static async Task RefusedAsync(PlatformCalls calls, IEnumerable<(HttpMethod Method, string Path)> paths, string? token)
    {
        foreach (var (method, path) in paths)
        {
            var request = calls.Request(method, path, method == HttpMethod.Get || method == HttpMethod.Delete ? null : new JsonObject(), ("token", token));
            (await calls.SendAsItIsAsync(token is null ? "calls without a token" : "calls with an unknown token", request)).MustRefuse(401, PlatformErrorCode.AuthenticationFailed);
        }
    }
}
