namespace Drawbridge.Broker.CrmLogin;

/// <summary>The login of a broker's own CRM: an OAuth 2 authorization server with a user info endpoint, or an OpenID provider. All addresses are https.</summary>
public sealed record CrmLoginSettings
{
    /// <summary>Where a browser is sent to log in.</summary>
    public required Uri AuthorizationUrl { get; init; }

    /// <summary>Where a code is exchanged, server to server.</summary>
    public required Uri TokenUrl { get; init; }

    /// <summary>Where it says who the user is.</summary>
    public required Uri UserInfoUrl { get; init; }

    /// <summary>What it calls us.</summary>
    public required string ClientId { get; init; }

    /// <summary>How we show that we are that client. Default by header.</summary>
    public ClientAuthentication ClientAuthentication { get; init; }

    /// <summary>Its name for itself, compared with <c>iss</c> of what it answers; null = none is known and none is compared.</summary>
    public string? Issuer { get; init; }

    /// <summary>What is asked for. With <c>openid</c> among them an ID token is demanded and checked. Default <c>openid email profile</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "email", "profile"];

    /// <summary>Where the user info says what.</summary>
    public CrmLoginClaims Claims { get; init; } = new();

    /// <summary>True when every address of the CRM is known to be its owner's. Default false: only <c>email_verified</c> counts.</summary>
    public bool EmailsAreVerified { get; init; }

    /// <summary>
    /// Whether its login may be shown in a frame. Default false, as most refuse that against clickjacking: in a frame the login opens in a
    /// window of its own.
    /// </summary>
    public bool MayBeFramed { get; init; }

    /// <summary>Whether it understands <c>prompt=create</c> (Initiating User Registration via OpenID Connect 1.0), so that a signup goes there directly. Default false.</summary>
    public bool SignUpByPrompt { get; init; }

    internal bool IsOpenId => Scopes.Contains("openid", StringComparer.Ordinal);
}

/// <summary>How a client authenticates at the token endpoint (RFC 6749, 2.3.1).</summary>
public enum ClientAuthentication
{
    /// <summary><c>client_secret_basic</c>: in the header. The default.</summary>
    Basic,

    /// <summary><c>client_secret_post</c>: in the form.</summary>
    Post,

    /// <summary><c>none</c>: a public client, protected by PKCE alone.</summary>
    None,
}

/// <summary>Members of the user info; a dot leads into an object, such as <c>data.id</c>.</summary>
public sealed record CrmLoginClaims
{
    /// <summary>The stable id of the user at the CRM: text or a whole number that never changes and is never given to anybody else.</summary>
    public string Subject { get; init; } = "sub";

    /// <summary>E-mail address.</summary>
    public string Email { get; init; } = "email";

    /// <summary>Whether that is known to be its owner's.</summary>
    public string EmailVerified { get; init; } = "email_verified";

    /// <summary>First name.</summary>
    public string FirstName { get; init; } = "given_name";

    /// <summary>Last name.</summary>
    public string LastName { get; init; } = "family_name";

    /// <summary>Language, of which the first two letters count.</summary>
    public string Language { get; init; } = "locale";

    /// <summary>Country of residence, which counts where it is a code of two letters.</summary>
    public string Country { get; init; } = "address.country";

    /// <summary>Code of a partner that the user typed at the sign-up of the CRM; counts for who is new here.</summary>
    public string PartnerCode { get; init; } = "partner_code";

    /// <summary>Identifier of the partner who brought the user to the CRM; counts for who is new here and whose address here names none. Default null: not looked for.</summary>
    public string? PartnerId { get; init; }
}
