using System.Collections.Concurrent;
using Drawbridge.Conformance.Crm;
using Drawbridge.IntegrationTests.Conformance.Harness;
using static Drawbridge.Conformance.Crm.CrmCall;
using static Drawbridge.IntegrationTests.Conformance.Api.Mutations.Broken;

namespace Drawbridge.IntegrationTests.Conformance.Api.Mutations;

/// <summary>Call 4.2, and OT tokens.</summary>
internal static class ExchangeMutations
{
    private const string SomeAccessToken = "dbat_made-up-in-a-place-where-none-belongs";

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("4.2 leaves accessToken out", "api/6.1.2/valid-code") { Handle = Changes(Exchange, static (_, reply) => reply.Text("accessToken") is not null, static reply => reply.Without("accessToken")) },
        new("4.2 writes userId as text", "api/4.2/userId-is-a-number")
        {
            Handle = Changes(Exchange, static (_, reply) => reply.Text("userId") is not null, static reply => reply.With("userId", reply.Text("userId"))),
        },
        new("4.2 names another user for in-app tokens", "api/4.2/in-app-code", "api/4.4/several-users", "api/other-broker/works-for-itself")
        {
            Handle = Seen.Changes(Exchange, static (seen, request, reply) => reply.Status == 200 && seen.InApp.ContainsKey(request.Member("code")!), static (_, _, reply) => reply.With("userId", 1)),
        },
        new("4.2 gives accessToken for in-app tokens", "api/4.2/in-app-code-gives-no-accessToken")
        {
            Handle = Seen.Changes(
                Exchange, static (seen, request, reply) => reply.Status == 200 && seen.InApp.ContainsKey(request.Member("code")!), static (_, _, reply) => reply.With("accessToken", SomeAccessToken)),
        },
        new("4.2 gives accessToken always", "api/4.2/without-keep-no-accessToken") { Handle = ToLogInsWithoutKeep(static reply => reply.With("accessToken", SomeAccessToken)) },
        new("4.2 writes null as accessToken", "api/4.2/without-keep-no-accessToken") { Handle = ToLogInsWithoutKeep(static reply => reply.With("accessToken", null)) },
        new("A new OT token cancels the one before", "api/4.2/side-by-side")
        {
            Within = ["api/4.2/side-by-side"],
            Handle = Seen.Refuses(Exchange, static (seen, request) => seen.InApp.TryGetValue(request.Member("code") ?? "", out _) && request.Member("code") != seen.LastCode, 404, "OT_TOKEN_NOT_FOUND"),
        },
        new("4.2 stops after forty exchanges", "api/4.2/64-at-once")
        {
            Within = ["api/4.2/64-at-once"],
            Handle = Seen.Refuses(Exchange, static (seen, _) => seen.Next() > 40, 503, "BUSY"),
        },
        new("4.2 names a user beside the error for an unknown token", "api/6.1.2/invalid-code") { Handle = ToUnknown(static reply => reply.With("userId", 10345533)) },
        new("4.2 answers an unknown token with 410", "api/4.2/unknown") { Handle = ToUnknown(static reply => reply with { Status = 410 }) },
        new("4.2 answers an unknown token with another code", "api/4.2/unknown-code-name") { Handle = ToUnknown(static reply => reply.With("code", "NOT_FOUND")) },
        new("4.2 compares tokens without case", "api/4.2/other-case")
        {
            Handle = Overlooks(Exchange, static request => request.Member("code")?.StartsWith("DBOT_", StringComparison.Ordinal) == true, static request => request.SetMember("code", Altered.OtherCase(request.Member("code")!))),
        },
        Malformed("punctuation", static code => code.Contains("<b>", StringComparison.Ordinal)),
        Malformed("white-space", static code => code.EndsWith(' ')),
        Malformed("unicode", static code => code.Contains("🔑", StringComparison.Ordinal)),
        Malformed("short", static code => code == "abc"),
        Malformed("long", static code => code.Length == 10_000),
        Odd("missing", static request => request.Object is { } body && !body.ContainsKey("code") && !body.ContainsKey("crmApiToken"), 417),
        Odd("empty", static request => request.Member("code") == "", 417),
        Odd("null", static request => request.HasNull("code"), 417),
        Odd("number", static request => request.HasNumber("code"), 500),
        Odd("object", static request => request.HasObject("code"), 500),
        Odd("array", static request => request.HasArray("code"), 500),
        Odd("boolean", static request => request.HasBoolean("code"), 500),
        new("4.2 reads code from the query", "api/4.2/code-in-query")
        {
            Handle = Overlooks(Exchange, static request => request.Query("code") is not null, static request => request.SetMember("code", request.Query("code"))),
        },
        new("4.2 names the user of a used token", "api/4.2/used-gives-nothing", "api/4.2/race-losers") { Handle = ToUsed(static reply => reply.With("userId", 10345533)) },
        new("4.2 answers a used token with 410", "api/4.2/used", "api/4.2/race-losers", "api/4.2/used-wins-over-expired") { Handle = ToUsed(static reply => reply with { Status = 410 }) },
        new("4.2 lets two through that come at once", "api/4.2/race") { Handle = TwoWinners() },
        new("4.2 uses a token up before crmApiToken is checked", "api/4.2/refused-crmApiToken-keeps-code") { Handle = UsesUpOn(static reply => reply.Text("code") == "CH_CLIENT_AUTH_FAILURE") },
        new("4.2 uses a token up before the names are checked", "api/4.2/refused-names-keep-code") { Handle = UsesUpOn(static reply => reply.Text("code") == "BROKER_ID_INVALID") },
        new("4.2 uses a token up before its broker is checked", "api/other-broker/4.2/code-is-kept") { Handle = UsesUpOn(static reply => reply.Text("code") == "BROKER_ID_MISMATCH") },
        new("OT tokens live half a minute", "api/6.1.7/valid-within-a-minute")
        {
            Handle = Seen.Changes(
                Exchange, static (seen, request, reply) => reply.Status == 200 && seen.InApp.TryGetValue(request.Member("code")!, out var at) && Seen.Now(request) - at > TimeSpan.FromSeconds(30),
                static (_, _, _) => Reply.Json(410, """{"error":"Gone","message":"Token has expired","code":"CID_TOKEN_EXPIRED"}""")),
        },
        new("OT tokens of log-ins are made with the form", "api/6.1.7/log-in-token-valid-within-a-minute")
        {
            Handle = Seen.Changes(
                Exchange, static (seen, request, reply) => reply.Status == 200 && seen.LogInTimes.TryGetValue(request.Member("code")!, out var at) && Seen.Now(request) - at > TimeSpan.FromSeconds(30),
                static (_, _, _) => Reply.Json(410, """{"error":"Gone","message":"Token has expired","code":"CID_TOKEN_EXPIRED"}""")),
        },
        new("OT tokens of 4.4 never expire", "api/6.1.7/expires-after-a-minute", "api/4.2/expired")
        {
            Handle = Seen.Changes(Exchange, static (seen, request, reply) => reply.Status == 410 && seen.InApp.ContainsKey(request.Member("code")!), static (_, _, _) => Reply.Json(200, """{"userId":1}""")),
        },
        new("OT tokens of log-ins never expire", "api/6.1.7/log-in-token-expires-after-a-minute")
        {
            Handle = Seen.Changes(Exchange, static (seen, request, reply) => reply.Status == 410 && seen.LogIns.ContainsKey(request.Member("code")!), static (_, _, _) => Reply.Json(200, """{"userId":1}""")),
        },
        new("4.2 answers an expired token with 404", "api/4.2/expired") { Handle = Changes(Exchange, static (_, reply) => reply.Status == 410, static reply => reply with { Status = 404 }) },
        new("4.2 answers a used token with 410 once its minute is over", "api/4.2/used-wins-over-expired")
        {
            Handle = Seen.Changes(
                Exchange, static (seen, request, reply) => reply.Status == 404 && seen.InApp.TryGetValue(request.Member("code") ?? "", out var at) && Seen.Now(request) - at > TimeSpan.FromSeconds(60),
                static (_, _, reply) => reply with { Status = 410 }),
        },
    ];

    private static Func<Intercepted, Task<Reply>> ToUnknown(Func<Reply, Reply> change) => Seen.Changes(
        Exchange, static (seen, request, reply) => reply.Status == 404 && request.Member("code") is { } code && code.StartsWith("dbot_", StringComparison.Ordinal) && !seen.IsCode(code), (_, _, reply) => change(reply));

    private static Func<Intercepted, Task<Reply>> ToUsed(Func<Reply, Reply> change) =>
        Seen.Changes(Exchange, static (seen, request, reply) => reply.Status == 404 && seen.IsCode(request.Member("code")), (_, _, reply) => change(reply));

    private static Func<Intercepted, Task<Reply>> ToLogInsWithoutKeep(Func<Reply, Reply> change) => Seen.Changes(
        Exchange, static (seen, request, reply) => reply.Status == 200 && seen.LogIns.TryGetValue(request.Member("code")!, out var keep) && !keep, (_, _, reply) => change(reply));

    private static Mutation Malformed(string name, Func<string, bool> which) => new($"4.2 answers 404 to a malformed code: {name}", $"api/4.2/malformed-{name}")
    {
        Handle = Refuses(Exchange, request => request.Member("code") is { } code && which(code), 404, "OT_TOKEN_NOT_FOUND"),
    };

    private static Mutation Odd(string name, Func<Intercepted, bool> which, int status) => new($"4.2 answers {status}: code {name}", $"api/4.2/code-{name}")
    {
        Handle = Refuses(Exchange, request => request.IsAuthenticated() && which(request), status),
    };

    private static Func<Intercepted, Task<Reply>> UsesUpOn(Func<Reply, bool> refusal) => Seen.By(async (seen, request) =>
    {
        if (request.Path != Exchange.Path)
        {
            return await request.ForwardAsync();
        }

        var code = request.Member("code") ?? "";
        if (seen.Notes.ContainsKey(code))
        {
            return Reply.Json(404, """{"error":"Not Found","message":"used","code":"OT_TOKEN_NOT_FOUND"}""");
        }

        var reply = await request.ForwardAsync();
        if (refusal(reply))
        {
            seen.Notes.TryAdd(code, "used up");
        }

        return reply;
    });

    private static Func<Intercepted, Task<Reply>> TwoWinners()
    {
        var underWay = new ConcurrentDictionary<string, int>();
        return async request =>
        {
            if (request.Path != Exchange.Path || request.Member("code") is not { } code)
            {
                return await request.ForwardAsync();
            }

            var alone = underWay.AddOrUpdate(code, 1, static (_, count) => count + 1) == 1;
            var reply = await request.ForwardAsync();
            underWay.AddOrUpdate(code, 0, static (_, count) => count - 1);
            return !alone && reply.Status == 404 ? Reply.Json(200, """{"userId":1}""") : reply;
        };
    }
}
