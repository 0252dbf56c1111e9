using Drawbridge.Broker.CrmIdentities;

namespace Drawbridge.Broker.CrmLogin;

/// <summary>What the CRM's servers say of a code. Closed family.</summary>
internal abstract record CrmLoginResult
{
    private CrmLoginResult()
    {
    }

    /// <summary>Who logged in.</summary>
    public sealed record Identified(CrmIdentity Identity) : CrmLoginResult;

    /// <summary>It did not answer, or says that it cannot now.</summary>
    public sealed record Unavailable(string Reason) : CrmLoginResult;

    /// <summary>It refused the code, or its answer is none that can be used.</summary>
    public sealed record Unusable(string Reason) : CrmLoginResult;
}
