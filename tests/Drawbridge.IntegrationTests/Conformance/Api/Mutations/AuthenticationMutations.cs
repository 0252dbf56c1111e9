using Drawbridge.Conformance.Crm;
using Drawbridge.IntegrationTests.Conformance.Harness;
using static Drawbridge.Conformance.Crm.CrmCall;
using static Drawbridge.IntegrationTests.Conformance.Api.Mutations.Broken;

namespace Drawbridge.IntegrationTests.Conformance.Api.Mutations;

/// <summary>Call 4.1 and <c>crmApiToken</c>.</summary>
internal static class AuthenticationMutations
{
    private const string Given = """{"crmApiToken":"dbct_given-to-anybody-who-asks-for-one"}""";

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("4.1 answers 201", "api/6.1.1/valid-password", "api/answers/4.1/status", "api/4.1/needs-no-crmApiToken")
        {
            Handle = Changes(Authenticate, static (_, reply) => reply.Status == 200, static reply => reply with { Status = 201 }),
        },
        new("4.1 takes any password", "api/6.1.1/invalid-password") { Handle = Answers(Authenticate, static request => request.Member("password") == "not-the-password-of-anybody", 200, Given) },
        new("4.1 answers a wrong password with 401", "api/6.1.1/invalid-password")
        {
            Handle = Changes(Authenticate, static (request, reply) => reply.Status == 403 && request.Member("password") == "not-the-password-of-anybody", static reply => reply with { Status = 401 }),
        },
        new("4.1 gives the token that it gave before", "api/4.1/never-repeated")
        {
            Handle = Seen.Changes(
                Authenticate, static (seen, request, reply) => reply.Status == 200 && seen.CrmApiTokens.Any(one => one.Value.Crm == request.Query("brokerCrmName")),
                static (seen, request, reply) => reply.With("crmApiToken", seen.CrmApiTokens.First(one => one.Value.Crm == request.Query("brokerCrmName")).Key)),
        },
        new("4.1 ends the token that it gave before", "api/4.1/earlier-token-stays-valid")
        {
            Within = ["api/4.1/earlier-token-stays-valid"],
            Handle = Seen.Refuses(
                Generate, static (seen, request) => request.Query("crmApiToken") is { } token && seen.CrmApiTokens.Count > 1 && token != seen.LastCrmApiToken, 403, "CH_CLIENT_AUTH_FAILURE"),
        },
        new("crmApiToken lives three days", "api/4.1/valid-for-a-week")
        {
            Handle = Seen.Refuses(
                Exchange, static (seen, request) => seen.CrmApiTokens.TryGetValue(request.Query("crmApiToken") ?? "", out var token) && Seen.Now(request) - token.At > TimeSpan.FromDays(3),
                403, "CH_CLIENT_AUTH_FAILURE"),
        },
        Refusal("missing", static request => request.IsOurs() && request.Object is { } body && !body.ContainsKey("password"), 403),
        Refusal("empty", static request => request.Member("password") == "", 403),
        Refusal("null", static request => request.HasNull("password"), 403),
        Refusal("number", static request => request.HasNumber("password"), 500),
        Refusal("object", static request => request.HasObject("password"), 500),
        Refusal("array", static request => request.HasArray("password"), 500),
        Refusal("boolean", static request => request.HasBoolean("password"), 500),
        Acceptance("white-space", static request => request.Member("password")?.EndsWith(' ') == true),
        Acceptance("long", static request => request.Member("password")?.Length == 10_000),
        Acceptance("unicode", static request => request.Member("password")?.Contains("🔑", StringComparison.Ordinal) == true),
        new("4.1 compares passwords without case", "api/4.1/password-other-case")
        {
            Handle = Seen.Changes(
                Authenticate, static (seen, request, reply) => reply.Status == 403 && seen.Passwords.ContainsKey(Altered.OtherCase(request.Member("password") ?? "") ?? ""),
                static (_, _, _) => Reply.Json(200, Given)),
        },
        new("4.1 takes the password of any CRM", "api/4.1/password-of-another-crm")
        {
            Handle = Seen.Changes(
                Authenticate, static (seen, request, reply) => reply.Status == 403 && request.Member("password") is { } password && IsOfThisHost(password) && !seen.Passwords.ContainsKey(password),
                static (_, _, _) => Reply.Json(200, Given)),
        },
        new("4.1 reads the password from the query", "api/4.1/password-in-query")
        {
            Handle = Overlooks(Authenticate, static request => request.Query("password") is not null, static request => request.SetMember("password", request.Query("password"))),
        },
        new("4.1 checks crmApiToken", "api/4.1/needs-no-crmApiToken") { Handle = Refuses(Authenticate, static request => request.Query("crmApiToken") is not null, 403) },
        .. WithToken.SelectMany(TokenOf),
        .. new[] { (Exchange, "6.1.2"), (Validate, "6.1.3"), (Generate, "6.1.4") }.Select(static one => new Mutation(
            $"{one.Item1.Number} repeats the userId beside an error for crmApiToken", $"api/{one.Item2}/invalid-crmApiToken", $"api/crmApiToken/{one.Item1.Number}/unknown")
        {
            Handle = Seen.Changes(one.Item1, static (seen, request, reply) => IsRefusedAsUnknown(seen, request, reply), static (_, _, reply) => reply.With("userId", 10345533)),
        }),
    ];

    /// <summary>Both passwords are made in the same way; those that cases make up are not.</summary>
    private static bool IsOfThisHost(string password) => password.StartsWith("dbss_", StringComparison.Ordinal) && !password.EndsWith(' ');

    private static bool IsRefusedAsUnknown(Seen seen, Intercepted request, Reply reply) =>
        reply.Status == 403 && request.IsAuthenticated() && !seen.CrmApiTokens.ContainsKey(request.Query("crmApiToken")!);

    private static Mutation Refusal(string name, Func<Intercepted, bool> which, int status) =>
        new($"4.1 answers {status} for a password that is {name}", $"api/4.1/password-{name}") { Handle = Refuses(Authenticate, which, status) };

    private static Mutation Acceptance(string name, Func<Intercepted, bool> which) => new($"4.1 takes a password: {name}", $"api/4.1/password-{name}") { Handle = Answers(Authenticate, which, 200, Given) };

    private static IEnumerable<Mutation> TokenOf(CrmCall call)
    {
        Mutation Of(string name, Func<Intercepted, bool> which, int status) => new($"{call.Number} answers {status}: crmApiToken {name}", $"api/crmApiToken/{call.Number}/{name}")
        {
            Handle = Changes(call, (request, reply) => reply.Status is 400 or 403 && request.IsOurs() && which(request), reply => reply with { Status = status }),
        };
        return
        [
            Of("absent", static request => request.Query("crmApiToken") is null && !request.Has("crmApiToken"), 401),
            Of("empty", static request => request.Query("crmApiToken") == "", 400),
            new Mutation($"{call.Number} answers 401: crmApiToken unknown", $"api/crmApiToken/{call.Number}/unknown")
            {
                Handle = Seen.Changes(call, static (seen, request, reply) => IsRefusedAsUnknown(seen, request, reply), static (_, _, reply) => reply with { Status = 401 }),
            },
            Of("malformed", static request => request.Query("crmApiToken") == "<no> token!" && request.Body != "{}" && (request.Path != LogOut.Path || request.Query("userId") is not null), 417),
            new Mutation($"{call.Number} takes the crmApiToken of any CRM", $"api/crmApiToken/{call.Number}/of-another-crm")
            {
                Handle = Seen.Changes(
                    call, (seen, request, reply) => reply.Status == 403 && request.IsOurs() && seen.CrmApiTokens.TryGetValue(request.Query("crmApiToken") ?? "", out var token) && token.Crm == ConformanceHost.OtherNames.BrokerCrmName,
                    static (_, _, _) => Reply.Json(200, """{"userId":1}""")),
            },
            new Mutation($"{call.Number} reads crmApiToken from the body", $"api/crmApiToken/{call.Number}/in-body")
            {
                Handle = Overlooks(call, static request => request.Has("crmApiToken"), static request => request.SetQuery("crmApiToken", request.Member("crmApiToken"))),
            },
        ];
    }
}
