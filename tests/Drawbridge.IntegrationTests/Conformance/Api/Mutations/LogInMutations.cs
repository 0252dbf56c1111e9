using Drawbridge.IntegrationTests.Conformance.Harness;
using static Drawbridge.Conformance.Crm.CrmCall;

namespace Drawbridge.IntegrationTests.Conformance.Api.Mutations;

/// <summary>OT tokens of several log-ins, and what tokens look like.</summary>
internal static class LogInMutations
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new(
            "The success page has a token that is none", "api/6.1.5/log-in-gives-a-token", "api/4.2/without-keep-no-accessToken", "api/6.1.6/first-users-token", "api/6.1.6/second-users-token")
        {
            Handle = Seen.By(static async (_, request) =>
            {
                var reply = await request.ForwardAsync();
                return IsLogInWithoutKeep(request, reply) ? reply.WithHeader("Location", reply.Headers["Location"].ToString().Replace("token=dbot_", "token=dbot-", StringComparison.Ordinal)) : reply;
            }),
        },
        new("A second log-in gives the first one's token", "api/6.1.5/second-log-in-gives-another") { Within = ["api/6.1.5/second-log-in-gives-another"], Handle = SameLocation() },
        new("All users get the same token", "api/6.1.6/different-tokens") { Within = ["api/6.1.6/different-tokens"], Handle = SameLocation() },
        new("A log-in's token names nobody", "api/6.1.6/first-users-token")
        {
            Handle = Seen.Changes(Exchange, static (seen, request, reply) => reply.Status == 200 && seen.LogIns.TryGetValue(request.Member("code")!, out var keep) && !keep, static (_, _, reply) => reply.With("userId", 1)),
        },
        new("Every log-in's token names the first user", "api/6.1.6/second-users-token")
        {
            Within = ["api/6.1.6/second-users-token"],
            Handle = Seen.Changes(
                Exchange, static (_, _, reply) => reply.Status == 200,
                static (seen, _, reply) => reply.With("userId", long.Parse(seen.Notes.GetOrAdd("first", reply.Text("userId")!), System.Globalization.CultureInfo.InvariantCulture))),
        },
        Sample("4.4 gives a token twice", "ot-never-repeated", static (seen, _, reply) => seen.Next() % 2 == 0 ? reply.With("token", seen.LastCode) : reply),
        Sample("OT tokens have dots in them", "ot-characters", static (_, _, reply) => reply.With("token", reply.Text("token") + ".a")),
        Sample("OT tokens are very long", "ot-length", static (_, _, reply) => reply.With("token", string.Concat(Enumerable.Repeat(reply.Text("token"), 6)))),
        Sample("OT tokens are numbers in a row", "ot-entropy", static (seen, _, reply) => reply.With("token", $"dbot_{seen.Next():D40}")),
        Access("Access tokens have dots in them", "access-characters", static access => access + ".a"),
        Access("Access tokens are short", "access-length", static access => access[..19]),
        Mix("accessToken-as-code", static (seen, request) => request.Path == Exchange.Path && seen.AccessTokens.ContainsKey(request.Member("code") ?? "")),
        Mix("code-as-accessToken", static (seen, request) => request.Path == Validate.Path && seen.IsCode(request.Member("accessToken"))),
        Mix("crmApiToken-as-code", static (_, request) => request.Path == Exchange.Path && request.Member("code") == request.Query("crmApiToken")),
        Mix("crmApiToken-as-accessToken", static (_, request) => request.Path == Validate.Path && request.Member("accessToken") == request.Query("crmApiToken")),
        Mix("code-as-crmApiToken", static (seen, request) => request.Path == Generate.Path && seen.IsCode(request.Query("crmApiToken"))),
        Mix("accessToken-as-crmApiToken", static (seen, request) => request.Path == Generate.Path && seen.AccessTokens.ContainsKey(request.Query("crmApiToken") ?? "")),
        Mix("password-as-crmApiToken", static (seen, request) => request.Path == Generate.Path && seen.Passwords.ContainsKey(request.Query("crmApiToken") ?? "")),
    ];

    private static bool IsLogInWithoutKeep(Intercepted request, Reply reply) =>
        request.Path == "/auth/login" && reply.Status == 303 && !request.Body.Contains("keep=true", StringComparison.Ordinal);

    private static Func<Intercepted, Task<Reply>> SameLocation() => Seen.By(static async (seen, request) =>
    {
        var reply = await request.ForwardAsync();
        return IsLogInWithoutKeep(request, reply) ? reply.WithHeader("Location", seen.Notes.GetOrAdd("location", reply.Headers["Location"].ToString())) : reply;
    });

    private static Mutation Sample(string name, string fails, Func<Seen, Intercepted, Reply, Reply> change) => new(name, $"api/tokens/{fails}")
    {
        Within = ["api/tokens/ot-*"], Handle = Seen.Changes(Generate, static (_, _, reply) => reply.Status == 200, change),
    };

    private static Mutation Access(string name, string fails, Func<string, string> change) => new(name, $"api/tokens/{fails}")
    {
        Within = ["api/tokens/access-*"],
        Handle = Broken.Changes(Exchange, static (_, reply) => reply.Text("accessToken") is not null, reply => reply.With("accessToken", change(reply.Text("accessToken")!))),
    };

    private static Mutation Mix(string name, Func<Seen, Intercepted, bool> which) => new($"Kinds of tokens are mixed up: {name}", $"api/tokens/{name}")
    {
        Handle = Seen.By((seen, request) => which(seen, request) ? Task.FromResult(Reply.Json(200, """{"userId":1}""")) : request.ForwardAsync()),
    };
}
