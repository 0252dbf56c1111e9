using System.Collections.Concurrent;
using System.Security.Cryptography;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Conformance.PlatformSide.Crm;

/// <summary>What the played CRM says: what a case has told it to say, and otherwise what a CRM says that knows nobody.</summary>
/// <param name="password">What call 4.1 must carry.</param>
internal sealed class CrmScript(string? password)
{
    private readonly ConcurrentDictionary<(string Path, string Mentioned), Func<CrmCallSeen, CrmReply>> _replies = new();
    private readonly ConcurrentDictionary<string, bool> _tokens = new(StringComparer.Ordinal);

    /// <summary>What to say to calls of a path that mention a text in query or body. The last word counts.</summary>
    public void When(string path, string mentioned, Func<CrmCallSeen, CrmReply> reply) => _replies[(path, mentioned)] = reply;

    /// <summary>Whether a token was given by call 4.1.</summary>
    public bool Knows(string? crmApiToken) => crmApiToken is not null && _tokens.ContainsKey(crmApiToken);

    public CrmReply ReplyTo(CrmCallSeen call)
    {
        if (_replies.FirstOrDefault(said => said.Key.Path == call.Path && call.Mentions(said.Key.Mentioned)).Value is { } reply)
        {
            return reply(call);
        }

        if (call.Path == CrmPaths.CrmApiToken)
        {
            return call.Member("password") == password ? NewToken() : CrmReply.Refused(403, CrmErrorCode.ClientAuthFailure);
        }

        if (!call.Path.StartsWith("/oauth2/", StringComparison.Ordinal) || !call.Query.Any(static pair => pair.Key == "crmApiToken"))
        {
            return new CrmReply(200, "{}");
        }

        return !Knows(call.Parameter("crmApiToken")) ? CrmReply.Refused(403, CrmErrorCode.ClientAuthFailure)
            : call.Path == CrmPaths.Logout ? new CrmReply(204)
            : CrmReply.Refused(404, CrmErrorCode.OneTimeTokenNotFound);
    }

    private CrmReply NewToken()
    {
        var token = $"crmApiToken-{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        _tokens[token] = true;
        return new CrmReply(200, $$"""{"crmApiToken":"{{token}}"}""");
    }
}
