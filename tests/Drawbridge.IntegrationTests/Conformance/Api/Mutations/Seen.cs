using System.Collections.Concurrent;
using System.Web;
using Drawbridge.Conformance.Crm;
using Drawbridge.IntegrationTests.Conformance.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Conformance.Api.Mutations;

/// <summary>What a mutation has seen of a run, so that it can tell one kind of token or user from another.</summary>
internal sealed class Seen
{
    /// <summary>OT tokens of call 4.4.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> InApp { get; } = new();

    /// <summary>OT tokens of log-ins, and whether "Keep me logged in" was chosen.</summary>
    public ConcurrentDictionary<string, bool> LogIns { get; } = new();

    /// <summary>When each log-in gave its OT token.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> LogInTimes { get; } = new();

    /// <summary>Access tokens and their users.</summary>
    public ConcurrentDictionary<string, string> AccessTokens { get; } = new();

    /// <summary>Values of <c>inappToken</c> and their users.</summary>
    public ConcurrentDictionary<string, string> InAppTokens { get; } = new();

    /// <summary>Values of <c>crmApiToken</c>, and the CRM and time of each.</summary>
    public ConcurrentDictionary<string, (string? Crm, DateTimeOffset At)> CrmApiTokens { get; } = new();

    /// <summary>Passwords that call 4.1 has taken, and their CRMs.</summary>
    public ConcurrentDictionary<string, string> Passwords { get; } = new();

    /// <summary>The <c>crmApiToken</c> that was given last.</summary>
    public string? LastCrmApiToken { get; private set; }

    /// <summary>The OT token that call 4.4 gave last.</summary>
    public string? LastCode { get; private set; }

    /// <summary>Anything else.</summary>
    public ConcurrentDictionary<string, string> Notes { get; } = new();

    private int _count;

    public int Next() => Interlocked.Increment(ref _count);

    public bool IsCode(string? code) => code is not null && (InApp.ContainsKey(code) || LogIns.ContainsKey(code));

    public static DateTimeOffset Now(Intercepted request) => request.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>A mutation that sees everything that goes by. What <paramref name="handle"/> makes of an answer is noted, too.</summary>
    public static Func<Intercepted, Task<Reply>> By(Func<Seen, Intercepted, Task<Reply>> handle)
    {
        var seen = new Seen();
        return async request =>
        {
            var keep = request.Body.Contains("keep=true", StringComparison.Ordinal);
            var reply = await handle(seen, request);
            seen.Note(request, reply, keep);
            return reply;
        };
    }

    /// <summary>The same for answers to one call.</summary>
    public static Func<Intercepted, Task<Reply>> Changes(CrmCall call, Func<Seen, Intercepted, Reply, bool> which, Func<Seen, Intercepted, Reply, Reply> change) => By(async (seen, request) =>
    {
        var reply = await request.ForwardAsync();
        return request.Path == call.Path && which(seen, request, reply) ? change(seen, request, reply) : reply;
    });

    /// <summary>The same for requests of one call that are refused before they are looked at.</summary>
    public static Func<Intercepted, Task<Reply>> Refuses(CrmCall call, Func<Seen, Intercepted, bool> which, int status, string code) => By((seen, request) =>
        request.Path == call.Path && which(seen, request) ? Task.FromResult(Reply.Json(status, $$"""{"error":"Refused","message":"refused","code":"{{code}}"}""")) : request.ForwardAsync());

    private void Note(Intercepted request, Reply reply, bool keep)
    {
        if (request.Path == "/auth/login" && reply.Status == 303)
        {
            if (HttpUtility.ParseQueryString(new Uri(reply.Headers["Location"].ToString()).Query)["token"] is { } code)
            {
                LogIns.TryAdd(code, keep);
                LogInTimes.TryAdd(code, Now(request));
            }

            return;
        }

        if (reply.Status is < 200 or >= 300 || !request.Path.StartsWith("/oauth2/", StringComparison.Ordinal))
        {
            return;
        }

        if (reply.Text("token") is { } token)
        {
            LastCode = token;
            InApp.TryAdd(token, Now(request));
        }

        if (reply.Text("accessToken") is { } access)
        {
            AccessTokens.TryAdd(access, reply.Text("userId") ?? "");
        }

        if (reply.Text("inappToken") is { } inApp)
        {
            InAppTokens.TryAdd(inApp, reply.Text("userId") ?? "");
        }

        if (reply.Text("crmApiToken") is { } crmApiToken)
        {
            LastCrmApiToken = crmApiToken;
            CrmApiTokens.TryAdd(crmApiToken, (request.Query("brokerCrmName"), Now(request)));
            Passwords.TryAdd(request.Member("password") ?? "", request.Query("brokerCrmName") ?? "");
        }
    }
}
