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

    /// <summary>Writes that this manager may send in any 60 minutes; 0 for no limit. Default: that of <see cref="PlatformOptions.WritesPerHour"/>.</summary>
    public int? WritesPerHour { get; set; }
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
