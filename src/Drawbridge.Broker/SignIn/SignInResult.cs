using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Users;

namespace Drawbridge.Broker.SignIn;

/// <summary>How a login or signup ended. Closed family.</summary>
internal abstract record SignInResult
{
    private SignInResult()
    {
    }

    /// <summary>The user is who he says; <paramref name="IsNew"/> if the account was created just now.</summary>
    public sealed record SignedIn(BrokerUser User, bool IsNew) : SignInResult;

    /// <summary>Wrong address or password, or a signup that cannot be done. Nobody learns which.</summary>
    public sealed record Refused : SignInResult;

    /// <summary>The right password of a blocked user.</summary>
    public sealed record Blocked : SignInResult;

    /// <summary>The broker's own CRM cannot say whether the password is right.</summary>
    public sealed record Unavailable : SignInResult;

    /// <summary>The right password of somebody whom the broker's own CRM knows, but who cannot have an account here; why.</summary>
    public sealed record Unlinked(CrmLinkResult Result) : SignInResult;

    /// <summary>Too many attempts (FLOW-AUTH-7).</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : SignInResult;
}
