using Drawbridge.Broker.CrmIdentities;

namespace Drawbridge.Broker.CredentialCheck;

/// <summary>What the CRM says of an address and a password. Closed family.</summary>
internal abstract record CredentialCheckResult
{
    private CredentialCheckResult()
    {
    }

    /// <summary>They are right, and whose they are.</summary>
    public sealed record Right(CrmIdentity Identity) : CredentialCheckResult;

    /// <summary>They are wrong. Which, the CRM does not say.</summary>
    public sealed record Wrong : CredentialCheckResult;

    /// <summary>They are right, but their owner may not log in.</summary>
    public sealed record Blocked : CredentialCheckResult;

    /// <summary>No answer that could be used, in time.</summary>
    public sealed record Unavailable(string Reason) : CredentialCheckResult;
}
