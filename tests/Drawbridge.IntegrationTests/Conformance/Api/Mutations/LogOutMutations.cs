using System.Globalization;
using Drawbridge.Conformance.Crm.InApp;
using Drawbridge.IntegrationTests.Conformance.Harness;
using static Drawbridge.Conformance.Crm.CrmCall;
using static Drawbridge.IntegrationTests.Conformance.Api.Mutations.Broken;

namespace Drawbridge.IntegrationTests.Conformance.Api.Mutations;

/// <summary>Call 4.5.</summary>
internal static class LogOutMutations
{
    private const string Revoked = "revoked";

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("4.5 fails for access tokens that are good", "api/4.5/logs-out", "api/4.5/status")
        {
            Handle = Seen.Changes(
                LogOut, static (seen, request, reply) => reply.Status == 204 && OwnerOf(seen, request) == request.Query("userId") && seen.Notes.TryAdd(request.Query("accessToken")!, "out"),
                static (_, _, _) => Reply.Json(500, "{}")),
        },
        new("4.5 answers 200 with a body", "api/4.5/status") { Handle = Changes(LogOut, static (_, reply) => reply.Status == 204, static _ => Reply.Json(200, "{}")) },
        new("4.5 leaves the access token valid", "api/4.5/revokes-the-access-token", "api/4.5/revoked-token-status")
        {
            Handle = Seen.By(static (seen, request) =>
                (request.Path == LogOut.Path && OwnerOf(seen, request) == request.Query("userId") ? request.SetQuery("accessToken", "") : request).ForwardAsync()),
        },
        new("4.3 answers a revoked token with 410", "api/4.5/revoked-token-status")
        {
            Handle = Seen.Changes(Validate, static (seen, request, reply) => reply.Status == 404 && seen.AccessTokens.ContainsKey(request.Member("accessToken") ?? ""), static (_, _, reply) => reply with { Status = 410 }),
        },
        Ends("4.5 ends all devices of the user", static (seen, request, token) => OwnerOf(seen, request) == request.Query("userId") && seen.AccessTokens[token] == request.Query("userId"), "api/4.5/other-devices-stay"),
        Ends("4.5 ends other users' sessions", static (seen, request, token) => OwnerOf(seen, request) == request.Query("userId") && seen.AccessTokens[token] != request.Query("userId"), "api/4.5/other-users-stay"),
        Ends("4.5 with an empty accessToken ends all devices", static (seen, request, token) => request.Query("accessToken") == "" && seen.AccessTokens[token] == request.Query("userId"), "api/4.5/empty-accessToken-revokes-none")
            with { Within = ["api/4.5/*"] },
        new("4.5 refuses an empty accessToken", "api/4.5/empty-accessToken")
        {
            Within = ["api/4.5/*"], Handle = Refuses(LogOut, static request => request.IsAuthenticated() && request.Query("accessToken") == "" && IsNumber(request.Query("userId")) && request.Query("userId") != Nobody, 400),
        },
        new("4.5 refuses a token that has ended", "api/4.5/repeated")
        {
            Handle = Seen.Changes(LogOut, static (seen, request, reply) => reply.Status == 204 && request.Query("accessToken") is { Length: > 0 } token && !seen.Notes.TryAdd(token, "out"), static (_, _, reply) => reply with { Status = 404 }),
        },
        new("Who was logged out stays out", "api/4.5/log-in-again")
        {
            Within = ["api/4.5/log-in-again"],
            Handle = Seen.By(static async (seen, request) =>
            {
                if (request.Path == LogOut.Path)
                {
                    seen.Notes.TryAdd("out", "");
                }

                return request.Path == Validate.Path && seen.Notes.ContainsKey("out") ? Reply.Json(404, """{"code":"ACCESS_TOKEN_NOT_FOUND"}""") : await request.ForwardAsync();
            }),
        },
        Odd("userId-missing", static request => request.Query("userId") is null && !request.Has("crmApiToken"), 404),
        Odd("userId-empty", static request => request.Query("userId") == "", 404),
        Odd("userId-text", static request => request.Query("userId") == "nobody", 404),
        Odd("accessToken-missing", static request => request.Query("accessToken") is null, 404),
        Odd("unknown-user", static request => request.Query("userId") == Nobody, 204),
        Odd("malformed-accessToken", static request => request.Query("accessToken")?.Contains("<b>", StringComparison.Ordinal) == true, 404),
        new("4.5 does not look whether it knows the token", "api/4.5/unknown-accessToken")
        {
            Handle = Seen.Changes(LogOut, static (seen, request, reply) => reply.Status == 404 && request.Query("accessToken")?.Length > 0 && OwnerOf(seen, request) is null, static (_, _, reply) => reply with { Status = 204, Body = "" }),
        },
        new("4.5 does not look whose token it is", "api/4.5/another-users-accessToken")
        {
            Handle = Seen.Changes(LogOut, static (seen, request, reply) => reply.Status == 404 && OwnerOf(seen, request) is not null, static (_, _, reply) => reply with { Status = 204, Body = "" }),
        },
        new("4.5 ends another user's token, and complains", "api/4.5/another-users-accessToken-stays")
        {
            Handle = Seen.By(static async (seen, request) =>
            {
                if (request.Path != LogOut.Path || OwnerOf(seen, request) is not { } owner || owner == request.Query("userId"))
                {
                    return await request.ForwardAsync();
                }

                await request.SetQuery("userId", owner).ForwardAsync();
                return Reply.Json(404, """{"error":"Not Found","message":"not known","code":"ACCESS_TOKEN_NOT_FOUND"}""");
            }),
        },
    ];

    private static string Nobody { get; } = GenerationCases.NobodysUserId.ToString(CultureInfo.InvariantCulture);

    private static bool IsNumber(string? text) => long.TryParse(text, CultureInfo.InvariantCulture, out _);

    /// <summary>Whose access token the call names; null when it names none that was given.</summary>
    private static string? OwnerOf(Seen seen, Intercepted request) => seen.AccessTokens.GetValueOrDefault(request.Query("accessToken") ?? "");

    /// <summary>A successful call 4.5 ends further access tokens: call 4.3 does not know them any more.</summary>
    private static Mutation Ends(string name, Func<Seen, Intercepted, string, bool> which, string fails) => new(name, fails)
    {
        Handle = Seen.By(async (seen, request) =>
        {
            if (request.Path == Validate.Path && seen.Notes.GetValueOrDefault(request.Member("accessToken") ?? "") == Revoked)
            {
                return Reply.Json(404, """{"error":"Not Found","message":"not known","code":"ACCESS_TOKEN_NOT_FOUND"}""");
            }

            var reply = await request.ForwardAsync();
            if (request.Path == LogOut.Path && reply.Status == 204)
            {
                foreach (var token in seen.AccessTokens.Keys.Where(token => which(seen, request, token)))
                {
                    seen.Notes.TryAdd(token, Revoked);
                }
            }

            return reply;
        }),
    };

    private static Mutation Odd(string name, Func<Intercepted, bool> which, int status) => new($"4.5 answers {status}: {name}", $"api/4.5/{name}")
    {
        Handle = Answers(LogOut, request => request.IsAuthenticated() && which(request), status, status == 204 ? "" : """{"error":"Refused","message":"refused","code":"REFUSED"}"""),
    };
}
