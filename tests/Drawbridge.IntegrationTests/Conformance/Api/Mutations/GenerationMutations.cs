using System.Globalization;
using Drawbridge.Conformance.Crm.InApp;
using Drawbridge.IntegrationTests.Conformance.Harness;
using static Drawbridge.Conformance.Crm.CrmCall;
using static Drawbridge.IntegrationTests.Conformance.Api.Mutations.Broken;

namespace Drawbridge.IntegrationTests.Conformance.Api.Mutations;

/// <summary>Call 4.4.</summary>
internal static class GenerationMutations
{
    private const string Given = """{"token":"dbot_given-to-anybody-who-asks-for-one"}""";

    private static readonly string Nobody = GenerationCases.NobodysUserId.ToString(CultureInfo.InvariantCulture);

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("4.4 answers 201", "api/6.1.4/valid-userId", "api/4.4/userId-as-text")
        {
            Within = ["api/6.1.4/*", "api/4.4/*"], Handle = Changes(Generate, static (_, reply) => reply.Status == 200, static reply => reply with { Status = 201 }),
        },
        new("4.4 gives a token beside the error for an unknown user", "api/6.1.4/invalid-userId") { Handle = ToNobody(static reply => reply.With("token", "dbot_given-to-nobody-at-all")) },
        new("4.4 answers an unknown user with 403", "api/4.4/unknown-user") { Handle = ToNobody(static reply => reply with { Status = 403 }) },
        new("4.4 answers an unknown user with another code", "api/4.4/unknown-user-code-name") { Handle = ToNobody(static reply => reply.With("code", "NOT_FOUND")) },
        new("4.4 gives tokens of one user to all", "api/4.4/several-users")
        {
            Within = ["api/4.4/several-users"],
            Handle = Seen.By(static (seen, request) => request.Path == Generate.Path
                ? request.SetMember("userId", long.Parse(seen.Notes.GetOrAdd("first", request.Member("userId")!), CultureInfo.InvariantCulture)).ForwardAsync()
                : request.ForwardAsync()),
        },
        new("4.4 gives two users the same token, one after the other", "api/4.4/different-for-two-users")
        {
            Within = ["api/4.4/different-for-two-users"],
            Handle = Seen.Changes(
                Generate, static (_, _, reply) => reply.Status == 200,
                static (seen, _, reply) => seen.Next() % 2 == 0 ? reply.With("token", seen.Notes["token"]) : reply.With("token", seen.Notes["token"] = reply.Text("token")!)),
        },
        Odd("missing", static request => request.Object is { } body && !body.ContainsKey("userId") && !body.ContainsKey("crmApiToken"), 404),
        Odd("null", static request => request.HasNull("userId"), 404),
        Odd("text", static request => request.Member("userId") == "nobody", 404),
        Odd("fraction", static request => request.Member("userId") == "1.5", 404),
        Odd("boolean", static request => request.HasBoolean("userId"), 404),
        Odd("object", static request => request.HasObject("userId"), 500),
        Odd("array", static request => request.HasArray("userId"), 500),
        Odd("as-text", static request => request.Body.Contains("\"userId\":\"", StringComparison.Ordinal) && request.Member("userId") != "nobody", 400),
        Odd("zero", static request => request.Member("userId") == "0", 500),
        Odd("negative", static request => request.Member("userId") == "-1", 500),
        Odd("huge", static request => request.Body.Contains("99999999999999999999", StringComparison.Ordinal), 500),
        new("4.4 checks an inappToken though none is ever given", "api/inapp-token/ignored-where-none-is-given")
        {
            Handle = Refuses(Generate, static request => request.Query("inappToken") is not null, 403, "CH_CLIENT_AUTH_FAILURE"),
        },
    ];

    /// <summary>At a broker that gives an <c>inappToken</c>.</summary>
    public static IReadOnlyList<Mutation> Lenient { get; } =
    [
        InApp("missing", static (_, request) => request.Query("inappToken") is null),
        InApp("empty", static (_, request) => request.Query("inappToken") == ""),
        InApp("malformed", static (_, request) => request.Query("inappToken")?.Contains('!', StringComparison.Ordinal) == true),
        InApp("unknown", static (seen, request) => request.Query("inappToken") is { } token && token.StartsWith("dbit_", StringComparison.Ordinal) && !seen.InAppTokens.ContainsKey(token)),
        InApp("of-another-user", static (seen, request) => seen.InAppTokens.TryGetValue(request.Query("inappToken") ?? "", out var user) && user != request.Member("userId")),
        InApp("ends-with-log-out", static (seen, request) => seen.InAppTokens.TryGetValue(request.Query("inappToken") ?? "", out var user) && user == request.Member("userId")),
        new("4.4 uses the inappToken up", "api/inapp-token/reusable")
        {
            Within = ["api/inapp-token/reusable"],
            Handle = Seen.Refuses(Generate, static (seen, _) => seen.Next() > 1, 403, "CH_CLIENT_AUTH_FAILURE"),
        },
        new("A new inappToken ends the one before", "api/inapp-token/side-by-side")
        {
            Within = ["api/inapp-token/side-by-side"],
            Handle = Seen.Refuses(Generate, static (seen, _) => seen.InAppTokens.Count > 1, 403, "CH_CLIENT_AUTH_FAILURE"),
        },
    ];

    private static Func<Intercepted, Task<Reply>> ToNobody(Func<Reply, Reply> change) => Changes(Generate, static (request, reply) => reply.Status == 404 && request.Member("userId") == Nobody, change);

    private static Mutation Odd(string name, Func<Intercepted, bool> which, int status) => new($"4.4 answers {status}: userId {name}", $"api/4.4/userId-{name}")
    {
        Handle = Refuses(Generate, request => request.IsAuthenticated() && which(request), status),
    };

    private static Mutation InApp(string name, Func<Seen, Intercepted, bool> which) => new($"4.4 does not mind an inappToken: {name}", $"api/inapp-token/{name}")
    {
        Handle = Seen.Changes(Generate, (seen, request, reply) => reply.Text("code") == "CH_CLIENT_AUTH_FAILURE" && which(seen, request), static (_, _, _) => Reply.Json(200, Given)),
    };
}
