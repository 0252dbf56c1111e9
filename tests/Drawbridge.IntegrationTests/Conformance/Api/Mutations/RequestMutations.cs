using Drawbridge.Conformance.Crm;
using Drawbridge.IntegrationTests.Conformance.Harness;
using static Drawbridge.Conformance.Crm.CrmCall;
using static Drawbridge.IntegrationTests.Conformance.Api.Mutations.Broken;

namespace Drawbridge.IntegrationTests.Conformance.Api.Mutations;

/// <summary>Bodies, answers, errors, paths, order and speed, for each call.</summary>
internal static class RequestMutations
{
    private const string Telltale = "telltale-4f6e2b";

    public static IReadOnlyList<Mutation> All { get; } =
    [
        .. WithBody.SelectMany(BodyOf),
        .. CrmCall.All.SelectMany(EveryOf),
        new("4.2 refuses bodies above 32 kB", "api/requests/4.2/large-unknown-key") { Handle = Refuses(Exchange, static request => request.Body.Length > 32 * 1024, 413) },
        new("Unknown paths answer with a page", "api/paths/unknown")
        {
            Handle = static async request => request.Path.StartsWith("/oauth2/nothing", StringComparison.Ordinal)
                ? (Reply.Json(404, "<html>Not found</html>")).WithHeader("Content-Type", "text/html")
                : await request.ForwardAsync(),
        },
        new("The calls are served below /cid, too", "api/paths/no-prefix")
        {
            Handle = static request =>
            {
                request.Http.Request.Path = request.Path.StartsWith("/cid/", StringComparison.Ordinal) ? request.Path["/cid".Length..] : request.Path;
                return request.ForwardAsync();
            },
        },
        new("crmApiToken may be called token", "api/paths/old-token-parameter")
        {
            Handle = Overlooks(Generate, static request => request.Query("token") is not null, static request => request.SetQuery("crmApiToken", request.Query("token"))),
        },
        new("4.3 is answered by a redirect", "api/paths/no-redirect")
        {
            Within = ["api/paths/no-redirect"],
            Handle = Changes(Validate, static (_, reply) => reply.Status == 200, static _ => Reply.Json(307, "").WithHeader("Location", "https://elsewhere.example.test/")),
        },
        new("4.1 looks at the password before the names", "api/order/4.1/names-before-password")
        {
            Handle = Refuses(Authenticate, static request => request.Query("brokerName") == Nobody && request.Object is { } body && !body.ContainsKey("password"), 400, "MISSING_REQUIRED_PARAMETER"),
        },
    ];

    private const string Nobody = "nobody-of-this-name";

    private static IEnumerable<Mutation> BodyOf(CrmCall call)
    {
        Mutation Odd(string name, Func<Intercepted, bool> which, int status = 500) => new($"{call.Number} answers {status}: {name}", $"api/requests/{call.Number}/{name}")
        {
            Handle = Refuses(call, request => request.Method == "POST" && request.IsWellMeant(call) && which(request), status),
        };
        return
        [
            Odd("cut-off", static request => request.Body.StartsWith("{\"", StringComparison.Ordinal) && !request.Body.TrimEnd().EndsWith('}')),
            Odd("no-json", static request => request.Body.StartsWith("brokers=", StringComparison.Ordinal)),
            Odd("empty-body", static request => request.Body.Length == 0),
            Odd("array", static request => request.Body.StartsWith('[')),
            Odd("null", static request => request.Body == "null"),
            Odd("text", static request => request.Body.StartsWith('"')),
            Odd("too-deep", static request => request.Body.StartsWith("{\"a\":{\"a\":", StringComparison.Ordinal)),
            Odd("charset", static request => request.Http.Request.ContentType?.Contains("charset", StringComparison.Ordinal) == true, 415),
            Odd("content-type", static request => request.Http.Request.ContentType == "text/plain", 415),
            Odd("white-space", static request => request.Body.StartsWith('\r'), 400),
            new Mutation($"{call.Number} says that its JSON is text", $"api/answers/{call.Number}/json")
            {
                Handle = Changes(call, static (_, reply) => reply.Status == 200, static reply => reply.WithHeader("Content-Type", "text/plain")),
            },
            new Mutation($"{call.Number} answers 201", $"api/answers/{call.Number}/status")
            {
                Within = [$"api/answers/{call.Number}/*"],
                Handle = Changes(call, static (_, reply) => reply.Status == 200 && reply.Text("accessToken") is null, static reply => reply with { Status = 201 }),
            },
            new Mutation($"{call.Number} takes its time", $"api/speed/{call.Number}")
            {
                Within = [$"api/speed/{call.Number}"],
                Handle = request =>
                {
                    if (request.Path == call.Path)
                    {
                        SlowTime.Of(request).Pass(TimeSpan.FromSeconds(3));
                    }

                    return request.ForwardAsync();
                },
            },
            new Mutation($"{call.Number} looks at the names before it reads the body", $"api/order/{call.Number}/body-before-names")
            {
                Handle = Refuses(call, static request => request.Query("brokerName") == Nobody && request.Body == "{\"cut\":", 401, "BROKER_ID_INVALID"),
            },
        ];
    }

    private static IEnumerable<Mutation> EveryOf(CrmCall call)
    {
        Mutation Error(string name, Func<Reply, Reply> change) => new($"Errors of {call.Number}: {name}", $"api/errors/{call.Number}/{name}")
        {
            Handle = Changes(call, static (request, reply) => reply.Status >= 400 && (request.Body.Contains(Telltale, StringComparison.Ordinal) || request.Query("userId")?.Contains(Telltale, StringComparison.Ordinal) == true), change),
        };
        List<Mutation> all =
        [
            Error("shape", static reply => reply.Without("message")),
            Error("reason", static reply => reply.With("error", "oops")),
            Error("nothing-given", static reply => reply.With("userId", null)),
            Error("no-insides", static reply => reply.With("message", "TypeError\n    at handle (/srv/node_modules/crm/index.js:12)")),
            Error("no-echo", static reply => reply.With("message", $"{Telltale} is not right")),
            new Mutation($"Errors of {call.Number} may be kept", $"api/errors/{call.Number}/no-store") { Handle = Changes(call, static (_, reply) => reply.Status >= 400, static reply => reply.WithHeader("Cache-Control", null)) },
            new Mutation($"Answers of {call.Number} may be kept", $"api/answers/{call.Number}/no-store") { Handle = Changes(call, static (_, reply) => reply.Status < 300, static reply => reply.WithHeader("Cache-Control", "private")) },
            new Mutation($"{call.Number} refuses what it does not know", $"api/requests/{call.Number}/unknown-names") { Handle = Refuses(call, static request => request.Query("addedLater") is not null, 400) },
            new Mutation($"GET does at {call.Number} what POST does", $"api/paths/{call.Number}/get") { Handle = Answers(call, static request => request.Method == "GET", 200) },
            new Mutation($"PUT does at {call.Number} what POST does", $"api/paths/{call.Number}/put")
            {
                Handle = Overlooks(call, static request => request.Method == "PUT", static request => request.Http.Request.Method = "POST"),
            },
        ];
        if (call != Authenticate)
        {
            all.Add(new Mutation($"{call.Number} looks at crmApiToken before the names", $"api/order/{call.Number}/names-before-crmApiToken")
            {
                Handle = Refuses(call, static request => request.Query("brokerName") == Nobody && request.Query("crmApiToken") == "<no> token!", 403, "CH_CLIENT_AUTH_FAILURE"),
            });
            all.Add(new Mutation($"{call.Number} looks at its fields before crmApiToken", $"api/order/{call.Number}/crmApiToken-before-required")
            {
                Handle = Refuses(
                    call, static request => request.IsOurs() && request.Query("crmApiToken") == "<no> token!" && (request.Body == "{}" || request.Path == LogOut.Path && request.Query("userId") is null), 400,
                    "MISSING_REQUIRED_PARAMETER"),
            });
        }

        return all;
    }
}
