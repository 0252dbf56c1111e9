using Drawbridge.Conformance.Crm;
using Drawbridge.IntegrationTests.Conformance.Harness;
using static Drawbridge.Conformance.Crm.CrmCall;
using static Drawbridge.IntegrationTests.Conformance.Api.Mutations.Broken;

namespace Drawbridge.IntegrationTests.Conformance.Api.Mutations;

/// <summary>Call 4.3, and access tokens.</summary>
internal static class ValidationMutations
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("4.3 has the userId under another name", "api/6.1.3/valid-accessToken", "api/4.3/same-user", "api/4.3/userId-is-a-number")
        {
            Within = ["api/6.1.3/*", "api/4.3/*"],
            Handle = Changes(Validate, static (_, reply) => reply.Text("userId") is not null, static reply => reply.With("user", 1).Without("userId")),
        },
        new("4.3 writes userId as text", "api/4.3/userId-is-a-number")
        {
            Handle = Changes(Validate, static (_, reply) => reply.Text("userId") is not null, static reply => reply.With("userId", reply.Text("userId"))),
        },
        new("4.3 names another user", "api/4.3/same-user") { Handle = Changes(Validate, static (_, reply) => reply.Status == 200, static reply => reply.With("userId", 1)) },
        new("4.3 uses the access token up", "api/4.3/not-used-up")
        {
            Within = ["api/4.3/not-used-up"],
            Handle = Seen.Refuses(Validate, static (seen, _) => seen.Next() > 1, 404, "ACCESS_TOKEN_NOT_FOUND"),
        },
        new("4.3 gives a new access token", "api/4.3/not-replaced")
        {
            Handle = Changes(Validate, static (_, reply) => reply.Status == 200, static reply => reply.With("accessToken", "dbat_made-up-in-a-place-where-none-belongs")),
        },
        new("4.2 gives a user the same access token every time", "api/4.3/one-per-exchange")
        {
            Handle = Seen.Changes(
                Exchange, static (_, _, reply) => reply.Text("accessToken") is not null,
                static (seen, _, reply) => reply.With("accessToken", seen.Notes.GetOrAdd(reply.Text("userId")!, reply.Text("accessToken")!))),
        },
        new("A new access token ends the one before", "api/4.3/earlier-device-stays")
        {
            Within = ["api/4.3/earlier-device-stays"],
            Handle = Seen.Refuses(Validate, static (seen, request) => seen.AccessTokens.Count > 1 && seen.AccessTokens.ContainsKey(request.Member("accessToken") ?? ""), 404, "ACCESS_TOKEN_NOT_FOUND"),
        },
        new("4.3 names a user beside the error for an unknown token", "api/6.1.3/invalid-accessToken") { Handle = ToUnknown(static reply => reply.With("userId", 10345533)) },
        new("4.3 answers an unknown token with 410", "api/4.3/unknown") { Handle = ToUnknown(static reply => reply with { Status = 410 }) },
        new("4.3 answers an unknown token with another code", "api/4.3/unknown-code-name") { Handle = ToUnknown(static reply => reply.With("code", "NOT_FOUND")) },
        new("4.3 compares tokens without case", "api/4.3/other-case")
        {
            Handle = Overlooks(
                Validate, static request => request.Member("accessToken")?.StartsWith("DBAT_", StringComparison.Ordinal) == true,
                static request => request.SetMember("accessToken", Altered.OtherCase(request.Member("accessToken")!))),
        },
        Malformed("punctuation", static token => token.Contains("<b>", StringComparison.Ordinal)),
        Malformed("unicode", static token => token.Contains("🔑", StringComparison.Ordinal)),
        Malformed("short", static token => token == "abc"),
        Malformed("long", static token => token.Length == 10_000),
        Odd("missing", static request => request.Object is { } body && !body.ContainsKey("accessToken") && !body.ContainsKey("crmApiToken"), 417),
        Odd("empty", static request => request.Member("accessToken") == "", 417),
        Odd("null", static request => request.HasNull("accessToken"), 417),
        Odd("number", static request => request.HasNumber("accessToken"), 500),
        Odd("object", static request => request.HasObject("accessToken"), 500),
        Odd("array", static request => request.HasArray("accessToken"), 500),
        Odd("boolean", static request => request.HasBoolean("accessToken"), 500),
        new("4.3 reads accessToken from the query", "api/4.3/accessToken-in-query")
        {
            Handle = Overlooks(Validate, static request => request.Query("accessToken") is not null, static request => request.SetMember("accessToken", request.Query("accessToken"))),
        },
    ];

    private static Func<Intercepted, Task<Reply>> ToUnknown(Func<Reply, Reply> change) => Seen.Changes(
        Validate,
        static (seen, request, reply) => reply.Status == 404 && request.Member("accessToken") is { } token && token.StartsWith("dbat_", StringComparison.Ordinal) && !seen.AccessTokens.ContainsKey(token),
        (_, _, reply) => change(reply));

    private static Mutation Malformed(string name, Func<string, bool> which) => new($"4.3 answers 404 to a malformed token: {name}", $"api/4.3/malformed-{name}")
    {
        Handle = Refuses(Validate, request => request.Member("accessToken") is { } token && which(token), 404, "ACCESS_TOKEN_NOT_FOUND"),
    };

    private static Mutation Odd(string name, Func<Intercepted, bool> which, int status) => new($"4.3 answers {status}: accessToken {name}", $"api/4.3/accessToken-{name}")
    {
        Handle = Refuses(Validate, request => request.IsAuthenticated() && which(request), status),
    };
}
