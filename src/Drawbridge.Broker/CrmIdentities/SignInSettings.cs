using System.Text.Json.Serialization;
using Drawbridge.Broker.CredentialCheck;
using Drawbridge.Broker.CrmLogin;

namespace Drawbridge.Broker.CrmIdentities;

/// <summary>Where a broker's users log in.</summary>
public enum SignInMethod
{
    /// <summary>Here: passwords are kept and checked here. The default.</summary>
    Here,

    /// <summary>At the broker's own CRM, by OAuth 2 or OpenID Connect; it keeps passwords and addresses.</summary>
    CrmLogin,

    /// <summary>In the form here, whose content the broker's own CRM checks; it keeps passwords and addresses.</summary>
    CredentialCheck,
}

/// <summary>How users of a broker log in, and who looks after their passwords.</summary>
public sealed record SignInSettings
{
    /// <summary>Where. Default here.</summary>
    public SignInMethod Method { get; init; }

    /// <summary>The CRM's login; needed by the method of that name.</summary>
    public CrmLoginSettings? CrmLogin { get; init; }

    /// <summary>The CRM's check; needed by the method of that name.</summary>
    public CredentialCheckSettings? CredentialCheck { get; init; }

    /// <summary>The CRM's pages for what it looks after itself.</summary>
    public CrmPages Pages { get; init; } = new();

    /// <summary>Whether passwords and addresses are kept by the CRM.</summary>
    [JsonIgnore]
    internal bool CrmKeepsUsers => Method != SignInMethod.Here;
}

/// <summary>Pages of the broker's own CRM; where there is none, our page says to look there without a link.</summary>
public sealed record CrmPages
{
    /// <summary>Where an account is opened.</summary>
    public Uri? SignUp { get; init; }

    /// <summary>Where a forgotten password is set anew.</summary>
    public Uri? ResetPassword { get; init; }

    /// <summary>Where the password is changed.</summary>
    public Uri? ChangePassword { get; init; }

    /// <summary>Where the e-mail address is changed.</summary>
    public Uri? ChangeEmail { get; init; }

    [JsonIgnore]
    internal IEnumerable<(string Name, Uri? Url)> All =>
        [(nameof(SignUp), SignUp), (nameof(ResetPassword), ResetPassword), (nameof(ChangePassword), ChangePassword), (nameof(ChangeEmail), ChangeEmail)];
}
