using Microsoft.AspNetCore.WebUtilities;

namespace DotnetBroker;

/// <summary>The way back to the application.</summary>
public class SuccessUrls(BrokerSettings settings, OneTimeTokens tokens)
{
    /// <summary>With an OT token that is made now, right before the redirect (SCR-50, SCR-57).</summary>
    public string Of(BrokerUser user, TokenPurpose purpose, bool keep) => QueryHelpers.AddQueryString(Without(), "token", tokens.Issue(user, purpose, keep).Reveal());

    /// <summary>Without a token, it closes the screen and nothing else (DEC-22).</summary>
    public string Without() => QueryHelpers.AddQueryString(
        Target.AbsoluteUri, new Dictionary<string, string?>(StringComparer.Ordinal) { ["brokerName"] = settings.BrokerName, ["brokerCrmName"] = settings.BrokerCrmName }); // SCR-52

    /// <summary>The configured one and no other (SCR-53).</summary>
    protected virtual Uri Target => settings.SuccessUrl;
}
