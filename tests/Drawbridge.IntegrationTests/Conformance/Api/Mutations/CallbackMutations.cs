using Drawbridge.IntegrationTests.Conformance.Harness;
using static Drawbridge.Conformance.Crm.CrmCall;

namespace Drawbridge.IntegrationTests.Conformance.Api.Mutations;

/// <summary>The success page of the broker.</summary>
internal static class CallbackMutations
{
    private const string Page = "/sso/callback";
    private const string Nobody = "nobody_at_all";

    public static IReadOnlyList<Mutation> All { get; } =
    [
        Of("The success page fails", "opens", static async request => await request.ForwardAsync() is var reply && reply.Status == 200 ? reply with { Status = 500 } : reply),
        new("The success page uses the token up", "api/callback/token-is-kept")
        {
            Handle = Seen.By(static async (seen, request) =>
            {
                if (request.Path == Page && request.Query("token") is { } token)
                {
                    seen.Notes.TryAdd(token, "opened");
                }

                return request.Path == Exchange.Path && seen.Notes.ContainsKey(request.Member("code") ?? "")
                    ? Reply.Json(404, """{"error":"Not Found","message":"not known","code":"OT_TOKEN_NOT_FOUND"}""")
                    : await request.ForwardAsync();
            }),
        },
        Of("The success page does not look up brokerName", "unknown-brokerName", static request => Named(request).ForwardAsync()),
        Of("The success page does not look up brokerCrmName", "unknown-brokerCrmName", static request => CrmNamed(request).ForwardAsync()),
        Of("The success page does not look whose token it is", "another-brokers-token", static async request => await request.ForwardAsync() is var reply && reply.Status == 403 ? reply with { Status = 200 } : reply),
    ];

    private static Intercepted Named(Intercepted request) => request.Query("brokerName") == Nobody ? request.SetQuery("brokerName", ConformanceHost.Own.BrokerName) : request;

    private static Intercepted CrmNamed(Intercepted request) => request.Query("brokerCrmName") == Nobody ? request.SetQuery("brokerCrmName", ConformanceHost.Own.BrokerCrmName) : request;

    private static Mutation Of(string name, string fails, Func<Intercepted, Task<Reply>> handle) => new(name, $"api/callback/{fails}")
    {
        Handle = request => request.Path == Page ? handle(request) : request.ForwardAsync(),
    };
}
