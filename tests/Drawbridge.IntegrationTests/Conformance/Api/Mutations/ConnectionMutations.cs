using Drawbridge.Conformance.Crm;
using Drawbridge.IntegrationTests.Conformance.Harness;
using static Drawbridge.IntegrationTests.Conformance.Api.Mutations.Broken;

namespace Drawbridge.IntegrationTests.Conformance.Api.Mutations;

/// <summary>Plain http, and servers with other certificates.</summary>
internal static class ConnectionMutations
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("The calls are served over plain http", "api/6.1.8/http-is-unsuccessful") { Handle = OverHttp(static request => request.Method == "POST" && request.Path == CrmCall.Authenticate.Path) },
        new("Screens are shown over plain http", "api/6.1.8/http-screen") { Handle = OverHttp(static request => request.Method == "GET") },
        new("Plain http leads to https, tokens and all", "api/6.1.8/redirect-repeats-no-token")
        {
            Handle = static request => request.Http.Request.IsHttps
                ? request.ForwardAsync()
                : Task.FromResult(Reply.Json(308, "").WithHeader("Location", $"https://{request.Http.Request.Host}{request.Path}{request.Http.Request.QueryString}")),
        },
        new("4.1 fails over https", "api/6.1.8/https-is-successful")
        {
            Within = ["api/6.1.8/*"], Handle = Refuses(CrmCall.Authenticate, static request => request.Http.Request.IsHttps && request.Member("password") != "not-the-password-of-anybody", 500),
        },
        Server("expired", TestServers.Expired, "api/6.1.9/not-expired", "api/6.1.9/days-left"),
        Server("not yet valid", TestServers.NotBegun, "api/6.1.9/begun"),
        Server("about to end", TestServers.AboutToEnd, "api/6.1.9/days-left"),
        Server("for another host", TestServers.OtherHost, "api/6.1.9/name"),
        Server("of nobody whom one trusts", TestServers.Untrusted, "api/6.1.9/trusted"),
        Server("without the one between", TestServers.Incomplete, "api/6.1.9/chain-complete", "api/6.1.9/trusted"),
        Server("signed with SHA-1", TestServers.Sha1, "api/6.1.9/strong-key"),
        new("The server speaks TLS 1.0", "api/6.1.9/no-old-tls") { Within = ["api/6.1.9/no-old-tls"], Server = static _ => TestServers.OldTlsAsync() },
        new("The server speaks no TLS that is any good", "api/6.1.9/tls-1.2") { Within = ["api/6.1.9/tls-1.2"], Server = static _ => TestServers.NoTlsAsync() },
    ];

    private static Func<Intercepted, Task<Reply>> OverHttp(Func<Intercepted, bool> which) => request =>
    {
        if (!request.Http.Request.IsHttps && which(request))
        {
            request.Http.Request.Scheme = "https";
        }

        return request.ForwardAsync();
    };

    private static Mutation Server(string name, Func<TestServers.Certified> certified, params string[] fails) => new($"The certificate is {name}", fails)
    {
        Within = ["api/6.1.9/*"], Server = folder => TestServers.TlsAsync(certified(), folder),
    };
}
