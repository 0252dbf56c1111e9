namespace Drawbridge.Platform.Hosting;

/// <summary>One CRM.</summary>
public sealed class CrmOptions
{
    /// <summary>Unique name, assigned by the platform operator (BID-5).</summary>
    public string BrokerCrmName { get; set; } = "";

    /// <summary>The one https URL of its endpoints and screens (P2B-0-2).</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>What the platform sends in call 4.1 (P2B-4.1-2).</summary>
    public string Password { get; set; } = "";
}

/// <summary>One broker or white label.</summary>
public sealed class BrokerOptions
{
    /// <summary>Unique name, assigned by the platform operator (BID-5).</summary>
    public string BrokerName { get; set; } = "";

    /// <summary>The CRM it uses.</summary>
    public string BrokerCrmName { get; set; } = "";

    /// <summary>What people read. Default: the name.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Of a white label: the <c>brokerName</c> above it (BID-43).</summary>
    public string? Parent { get; set; }

    /// <summary>Password of call 4.1 if the CRM has one per broker. Default: the CRM's.</summary>
    public string? CrmPassword { get; set; }

    /// <summary>Where the broker's users log in. Default: at their CRM.</summary>
    public IdentityMode Identity { get; set; }

    /// <summary>Login/signup screen. Default <c>{BaseUrl}/auth/login</c>.</summary>
    public string? LoginUrl { get; set; }

    /// <summary>The broker's client area, for people.</summary>
    public string? ClientAreaUrl { get; set; }

    /// <summary>Origins of the broker's other sites that may show the app in a frame, beside the client area (FLOW-EMBED-2).</summary>
    public IList<string> WebOrigins { get; } = [];

    /// <summary>Other screens.</summary>
    public ScreenOptions Screens { get; set; } = new();

    /// <summary>Where the broker is told of invitations (INV-11, INV-23).</summary>
    public InviteOptions Invite { get; set; } = new();

    /// <summary>Addresses whose visit tells an application to close the screen (SCR-50).</summary>
    public IList<string> SuccessUrls { get; } = [];

    /// <summary>Languages the broker's screens have, ISO 639-1. Empty: <c>en</c>.</summary>
    public IList<string> Languages { get; } = [];
}

/// <summary>The webhooks of Invite. What has no address is not sent.</summary>
public sealed class InviteOptions
{
    /// <summary>Address of the webhook "attribution", https.</summary>
    public string? AttributionUrl { get; set; }

    /// <summary>Address of the webhook "new user", https.</summary>
    public string? NewUserUrl { get; set; }

    /// <summary>What the broker gave out; it is sent as it is behind <c>Basic</c> (INV-12).</summary>
    public string? Token { get; set; }

    /// <summary>How long an invited user stays with a partner before another partner's link counts (INV-42). Default: for good.</summary>
    public TimeSpan? GuaranteedPeriod { get; set; }
}

/// <summary>Where a broker's users log in.</summary>
public enum IdentityMode
{
    /// <summary>At the CRM: single sign-on.</summary>
    Sso,

    /// <summary>At the platform, which hands them over to the broker's screens by one-time tokens of its own.</summary>
    Handoff,
}

/// <summary>Addresses of a broker's screens. Those left out are not offered.</summary>
public sealed class ScreenOptions
{
    /// <summary>Deposit.</summary>
    public string? Deposit { get; set; }

    /// <summary>Withdrawal.</summary>
    public string? Withdraw { get; set; }

    /// <summary>KYC.</summary>
    public string? Kyc { get; set; }

    /// <summary>Generic action.</summary>
    public string? Action { get; set; }

    /// <summary>Chat.</summary>
    public string? Chat { get; set; }

    /// <summary>Account creation, for further accounts of a user.</summary>
    public string? NewAccount { get; set; }

    /// <summary>Change of password.</summary>
    public string? ChangePassword { get; set; }

    /// <summary>Change of e-mail.</summary>
    public string? ChangeEmail { get; set; }

    /// <summary>Values of <c>actionType</c> that an application offers, each with a control of its own (SCR-33). Empty: one control without.</summary>
    public IList<string> ActionTypes { get; } = [];

    internal IEnumerable<(string Name, string? Url)> Addresses =>
    [
        (nameof(Deposit), Deposit),
        (nameof(Withdraw), Withdraw),
        (nameof(Kyc), Kyc),
        (nameof(Action), Action),
        (nameof(Chat), Chat),
        (nameof(NewAccount), NewAccount),
        (nameof(ChangePassword), ChangePassword),
        (nameof(ChangeEmail), ChangeEmail),
    ];
}
