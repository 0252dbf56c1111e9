namespace Drawbridge.Platform.Hosting;

/// <summary>Settings of the platform's side, under <c>Drawbridge:Platform</c>.</summary>
/// <remarks>Lists that stay empty stand for what their comment says. Nothing in here is ever logged.</remarks>
public sealed class PlatformOptions
{
    public const string Section = "Drawbridge:Platform";

    /// <summary>Where the state lives: <c>sqlite:/path/file.db</c> or <c>postgres://user:password@host/database</c>.</summary>
    public string Database { get; set; } = "sqlite:.drawbridge/platform.db";

    /// <summary>Folder of the keys that encrypt what must stay readable. Default: whatever the host set up for Data Protection.</summary>
    public string? KeysDirectory { get; set; }

    /// <summary>The CRMs that the brokers use (BID-1).</summary>
    public IList<CrmOptions> Crms { get; } = [];

    /// <summary>The brokers and white labels (BID-2).</summary>
    public IList<BrokerOptions> Brokers { get; } = [];

    /// <summary>Environments that can hold accounts (B2P-3.4-6). Empty: <c>live</c> and <c>demo</c>.</summary>
    public IList<string> Environments { get; } = [];

    /// <summary>Who may call (B2P-0-9).</summary>
    public IList<ManagerOptions> Managers { get; } = [];

    /// <summary>Trader groups. Empty: one, <c>Default</c>, with id 1.</summary>
    public IList<TraderGroupOptions> Groups { get; } = [];

    /// <summary>Currencies of accounts and their decimals. Empty: EUR, USD, GBP, CHF, JPY with 2 and BTC, ETH with 8.</summary>
    public IList<DepositAssetOptions> DepositAssets { get; } = [];

    /// <summary>Writes that one manager may send in any 60 minutes (B2P-0-13). Default 10,000; 0 switches the limit off.</summary>
    public int WritesPerHour { get; set; } = 10_000;

    /// <summary>Accounts in one answer of the list (WS-55). Default 100,000.</summary>
    public int TradersPerList { get; set; } = 100_000;

    /// <summary>Addresses or networks (<c>10.0.0.0/24</c>) that may call (B2P-0-19). Empty: everybody.</summary>
    public IList<string> AllowedCallers { get; } = [];

    /// <summary>Chooses the course of the simulated prices. Default 0, which is what the simulated application draws.</summary>
    public uint MarketSeed { get; set; }

    /// <summary>Filters closed positions by the time of closing. Default: by the time of opening, as documented (DEC-25).</summary>
    public bool ClosedPositionsByCloseTime { get; set; }

    /// <summary>Writes the columns of closed positions in the older order, <c>entryPrice</c> and <c>dealId</c> last (DEC-25).</summary>
    public bool ClosedPositionsInOlderOrder { get; set; }

    /// <summary>How long a handoff token can be redeemed (B2P-redeem-7). Default 60 seconds.</summary>
    public TimeSpan HandoffTokenLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one call to a CRM may take. Default 10 seconds.</summary>
    public TimeSpan CrmTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>PEM file with the authorities of the CRMs' certificates. Default: those of the operating system.</summary>
    public string? CrmAuthorityFile { get; set; }

    /// <summary>Offers the developer's instrument below <c>/instrument</c>: journal, faults, clock, triggers, snapshots. Default on.</summary>
    public bool Instrument { get; set; } = true;

    /// <summary>What requests of the instrument must carry as <c>Authorization: Bearer</c>. Default: none is asked for.</summary>
    public string? InstrumentKey { get; set; }

    /// <summary>For tests only: lets a CRM on this machine be called by plain http.</summary>
    public bool AllowHttpToCrmOnLoopback { get; set; }

    /// <summary>Rounds of PBKDF2 for what replaces a password. Tests that log in thousands of times have fewer.</summary>
    internal int PasswordIterations { get; set; } = 100_000;

    internal IReadOnlyList<string> EffectiveEnvironments => Environments.Count > 0 ? [.. Environments] : ["live", "demo"];

    internal IReadOnlyList<TraderGroupOptions> EffectiveGroups => Groups.Count > 0 ? [.. Groups] : [new() { Id = 1, Name = "Default" }];

    internal IReadOnlyList<DepositAssetOptions> EffectiveDepositAssets => DepositAssets.Count > 0
        ? [.. DepositAssets]
        : [New("EUR", 2), New("USD", 2), New("GBP", 2), New("CHF", 2), New("JPY", 2), New("BTC", 8), New("ETH", 8)];

    private static DepositAssetOptions New(string name, int digits) => new() { Name = name, MoneyDigits = digits };
}

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

/// <summary>A back-office user whose credentials the CRM uses (B2P-0-9).</summary>
public sealed class ManagerOptions
{
    /// <summary>Manager id.</summary>
    public long Login { get; set; }

    /// <summary>The password; or give its MD5.</summary>
    public string? Password { get; set; }

    /// <summary>MD5 hex of the password; or give the password.</summary>
    public string? PasswordMd5 { get; set; }

    /// <summary>Names of the trader groups that are granted (B2P-0-17). Empty: all.</summary>
    public IList<string> AllowedGroups { get; } = [];

    /// <summary>Brokers that are out of reach (B2P-0-17, B2P-0-18).</summary>
    public IList<string> DisabledBrokerName { get; } = [];

    /// <summary>May pull the list of users (INV-33). Default: yes.</summary>
    public bool AuthenticatesUsers { get; set; } = true;

    /// <summary>Reaches every group.</summary>
    public bool SuperAdmin { get; set; }
}

/// <summary>A trader group.</summary>
public sealed class TraderGroupOptions
{
    /// <summary>Unique number.</summary>
    public long Id { get; set; }

    /// <summary>Unique name.</summary>
    public string Name { get; set; } = "";

    /// <summary>What people read about it.</summary>
    public string? Description { get; set; }
}

/// <summary>A currency that accounts can be in.</summary>
public sealed class DepositAssetOptions
{
    /// <summary>Such as <c>EUR</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>moneyDigits</c> of its accounts, 0 to 8.</summary>
    public int MoneyDigits { get; set; } = 2;
}
