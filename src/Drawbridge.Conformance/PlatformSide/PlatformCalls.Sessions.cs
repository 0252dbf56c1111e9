using System.Text.Json.Nodes;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.PlatformSide.Crm;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Conformance.PlatformSide;

/// <summary>Log-ins of applications, which the protocol alone cannot start.</summary>
internal sealed partial class PlatformCalls
{
    private const string Sessions = "/app/api/sessions";

    /// <summary>The CRM that the runner plays.</summary>
    public PlayedCrm PlayedCrm => Run.Context.PlayedCrm ?? throw new ConfigurationFaultException("nobody plays the CRM that the platform calls", "Give crmUrl, crmCertificateFile and crmPassword in the plan.");

    /// <summary>Opens a session with a token of the success page.</summary>
    public Task<Answer> OpenAsync(string code, BrokerNames? names = null, string? partner = null) => StartAsync(
        "logs in in an application", new JsonObject { ["brokerName"] = (names ?? Target.Names).BrokerName, ["source"] = "Web", ["token"] = Learnt(code, "OT token"), ["u"] = partner });

    /// <summary>Opens a session with a stored access token.</summary>
    public Task<Answer> ReopenAsync(string accessToken) => StartAsync(
        "starts an application again", new JsonObject { ["brokerName"] = Broker, ["source"] = "Web", ["accessToken"] = Learnt(accessToken, "accessToken") });

    /// <summary>Opens a session at a broker whose users log in at the platform.</summary>
    public Task<Answer> OpenByPasswordAsync(long login) =>
        StartAsync("logs in at the platform", new JsonObject { ["brokerName"] = Target.Handoff!.BrokerName, ["login"] = login, ["password"] = AccountPassword });

    /// <summary>A token of the success page that the played CRM exchanges for a user.</summary>
    public string NewCode(long userId, string? accessToken = null, string? inAppToken = null)
    {
        var code = NewWord("code");
        var user = new JsonObject { ["userId"] = userId };
        foreach (var (name, value) in new[] { ("accessToken", accessToken), ("inappToken", inAppToken) })
        {
            if (value is not null)
            {
                user[name] = Learnt(value, name);
            }
        }

        PlayedCrm.When(CrmPaths.AuthorizeOneTime, code, new CrmReply(200, user.ToJsonString()));
        return code;
    }

    /// <summary>An open session of a user.</summary>
    public async Task<string> NewSessionAsync(long userId, string? accessToken = null, string? inAppToken = null, BrokerNames? names = null, string? partner = null)
    {
        var answer = await OpenAsync(NewCode(userId, accessToken, inAppToken), names, partner);
        return answer.IsSuccess && answer.Text("sessionId") is { Length: > 0 } session ? Learnt(session, "session") : throw Missing("a session of an application", answer, "4.2");
    }

    public Task<Answer> ReadSessionAsync(string session, long? accountId = null) => Anonymous.SendAsync(
        "looks at the application", Request(HttpMethod.Get, $"{Sessions}/{session}", body: null, ("ctidTraderAccountId", accountId?.ToString(provider: null))));

    public Task<Answer> EndSessionAsync(string session) => Anonymous.SendAsync("logs out in the application", Request(HttpMethod.Delete, $"{Sessions}/{session}"));

    public Task<Answer> StartActionAsync(string session) => Anonymous.SendAsync("starts an in-app action", Request(HttpMethod.Post, $"{Sessions}/{session}/onetime-tokens"));

    /// <summary>What the played CRM was asked that mentions a text.</summary>
    public IReadOnlyList<CrmCallSeen> Asked(string path, string mentioned) => [.. PlayedCrm.Seen.Where(call => call.Path == path && call.Mentions(mentioned))];

    /// <summary>The one call that mentions a text.</summary>
    public CrmCallSeen AskedOnce(string path, string mentioned)
    {
        var seen = Asked(path, mentioned);
        Check.That(seen.Count == 1, $"one call of {path}", $"{Text(seen.Count)}");
        Run.Note($"the CRM got {seen[0].Method} {seen[0].Path} with {string.Join(", ", seen[0].Query.Select(static pair => pair.Key))}{(seen[0].Text.Length > 0 ? $" and {seen[0].Text}" : "")}");
        return seen[0];
    }

    private Task<Answer> StartAsync(string text, JsonObject body) => Anonymous.SendAsync(text, Request(HttpMethod.Post, Sessions, body));
}
