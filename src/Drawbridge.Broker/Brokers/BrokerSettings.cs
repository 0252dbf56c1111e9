using System.Text.Json.Serialization;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Branding;
using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Protocol.Brokers;

namespace Drawbridge.Broker.Brokers;

/// <summary>How a CRM treats requests without broker identification (BID-22, DEC-3).</summary>
public enum IdentificationMode
{
    /// <summary>Both names are mandatory (BID-21). The default.</summary>
    Required,

    /// <summary>Absent names are resolved from host name, token and subject (BID-23).</summary>
    Optional,
}

/// <summary>Whether traders log in at each broker apart.</summary>
public enum UserSharing
{
    /// <summary>A user of one broker is a stranger to every other. The default.</summary>
    Apart,

    /// <summary>One login for all brokers of the CRM that say so (BID-45): address, password, second step and passkeys. All else stays each broker's own.</summary>
    Shared,
}

/// <summary>Settings of one CRM, shared by its brokers (BID-1).</summary>
public sealed record CrmSettings
{
    /// <summary>Whether broker identification may be absent.</summary>
    public IdentificationMode Identification { get; init; } = IdentificationMode.Required;

    /// <summary>Whether its brokers share their users, unless they say otherwise.</summary>
    public UserSharing Users { get; init; }

    /// <summary>Return an <c>inappToken</c> in 4.2 and 4.3 and check it in 4.4 (P2B-IT-1). Off by default.</summary>
    public bool IssueInAppTokens { get; init; }

    /// <summary>Supported languages, ISO 639-1 (SCR-45). Default: every one that the screens have texts in.</summary>
    public IReadOnlyList<string> Languages { get; init; } = TextCatalogue.Languages;

    /// <summary>Language when nothing else decides; one of <see cref="Languages"/> (SCR-45).</summary>
    public string DefaultLanguage { get; init; } = "en";
}

/// <summary>Settings of one broker or white label (BID-2, MOD-41).</summary>
public sealed record BrokerSettings
{
    /// <summary>Parent broker of a white label (BID-43), null for a broker of its own.</summary>
    public BrokerName? Parent { get; init; }

    /// <summary>Whether it shares its users with the other brokers of the CRM that do; null = as the CRM says.</summary>
    public UserSharing? Users { get; init; }

    /// <summary>False: every call answers <c>CH_INSUFFICIENT_PERMISSIONS</c> (P2B-0-11).</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Who says who the users are (MOD-5). May be changed while everything runs (FLOW-MIGRATE-3, MOD-43).</summary>
    public IdentityOption Identity { get; init; }

    /// <summary>
    /// True while <see cref="Identity"/> is being changed: tokens and calls of both options are accepted, our own first (FLOW-MIGRATE-2, FLOW-MIGRATE-7, MOD-44).
    /// </summary>
    public bool SwitchingIdentity { get; init; }

    /// <summary>Name that traders read.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Legal entity shown on every screen (SCR-64).</summary>
    public required string LegalEntity { get; init; }

    /// <summary>Regulator or jurisdiction shown on every screen (SCR-64).</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>Accent colour of the screens, <c>#rrggbb</c> (SCR-73).</summary>
    public string AccentColor { get; init; } = "#2563eb";

    /// <summary>How the screens look beside that, and what they have to say.</summary>
    public BrandSettings Brand { get; init; } = new();

    /// <summary>Theme when the request names none: <c>light</c> or <c>dark</c> (SCR-24).</summary>
    public string DefaultTheme { get; init; } = "light";

    /// <summary>Host names that belong to this broker alone (BID-23, BID-28); empty = any host.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Allow-listed success URLs, at least one (SCR-51, SCR-53).</summary>
    public required IReadOnlyList<SuccessUrl> SuccessUrls { get; init; }

    /// <summary>Where the close control leads; default the success URL without token (SCR-69, DEC-22).</summary>
    public Uri? CloseUrl { get; init; }

    /// <summary>Address of cTrader Web for embedding and links (SCR-80), null = not offered. Under handoff it waits: the way there takes a token of ours.</summary>
    public Uri? WebUrl { get; init; }

    /// <summary>Which modules are offered (MOD-14).</summary>
    public ModuleSettings Modules { get; init; } = new();

    /// <summary>
    /// The broker's other sites that show cTrader Web (MOD-6): exact origins such as <c>https://www.example.com</c>, which may have the broker's pages in a frame
    /// and hand over tokens. Default none.
    /// </summary>
    public IReadOnlyList<string> WebOrigins { get; init; } = [];

    /// <summary>Where the broker's half of the platform is reached.</summary>
    public required PlatformConnection Platform { get; init; }

    /// <summary>Where demo accounts are opened (B2P-0-5), null = none are offered.</summary>
    public PlatformConnection? Demo { get; init; }

    /// <summary>The kinds of account that traders can open, first = preselected.</summary>
    public IReadOnlyList<AccountProduct> Accounts { get; init; } = [new()];

    /// <summary>How many accounts a trader can have who opens them without the broker's help. Default 20.</summary>
    public int MaximumAccounts { get; init; } = 20;

    /// <summary>Lifetime of access tokens, null = no expiry (P2B-AT-4).</summary>
    public TimeSpan? AccessTokenLifetime { get; init; }

    /// <summary>An access token that was not validated for this long ends, null = however long it lies idle. At least an hour; counted to a twenty-fourth of it.</summary>
    public TimeSpan? AccessTokenIdleLifetime { get; init; }

    /// <summary>What traders agree to before they trade, with its versions (FLOW-CREATE-8).</summary>
    public IReadOnlyList<UserAgreement> Agreements { get; init; } = [];

    /// <summary>Where traders log in, and who keeps their passwords and addresses.</summary>
    public SignInSettings SignIn { get; init; } = new();

    /// <summary>Whether traders log in with a second factor.</summary>
    public SecondFactorPolicy SecondFactor { get; init; }

    /// <summary>Whether traders can log in with passkeys. Default true.</summary>
    public bool Passkeys { get; init; } = true;

    /// <summary>How traders pay in and out.</summary>
    public CashierSettings Cashier { get; init; } = new();

    /// <summary>How traders prove who they are.</summary>
    public KycSettings Kyc { get; init; } = new();

    /// <summary>Actions that the broker defines itself (SCR-6).</summary>
    public IReadOnlyList<CustomAction> Actions { get; init; } = [];

    /// <summary>Firebase events of the screens, null = switched off (SCR-40, SCR-44).</summary>
    public FirebaseEvents? Firebase { get; init; }

    /// <summary>The partner programme (MOD-9).</summary>
    public PartnerSettings Partners { get; init; } = new();

    /// <summary>Whether tokens that we issue open screens and applications.</summary>
    [JsonIgnore]
    internal bool TakesOwnTokens => Identity == IdentityOption.Sso || SwitchingIdentity;

    /// <summary>Whether tokens that the platform issues open screens.</summary>
    [JsonIgnore]
    internal bool TakesPlatformTokens => Identity == IdentityOption.Handoff || SwitchingIdentity;

    /// <summary>Whether the platform's calls are answered: not of a disabled broker (P2B-0-11), and not where the platform knows the users itself (FLOW-HANDOFF-10).</summary>
    [JsonIgnore]
    internal bool AnswersPlatform => Enabled && TakesOwnTokens;
}

/// <summary>An allowed target of the success redirect (SCR-50..53).</summary>
/// <param name="Url">Absolute https address without <c>token</c>.</param>
/// <param name="Source">Application it is for (<c>Web</c>, <c>Android</c>, <c>iOS</c>, <c>MacOS</c>, <c>Desktop</c>), null = all others.</param>
public sealed record SuccessUrl(Uri Url, string? Source = null);

/// <summary>Where and as whom the broker calls the platform (B2P-0-5). The manager's password hash is kept apart, encrypted.</summary>
/// <param name="BaseUrl"><c>https://HOST:PORT</c>.</param>
/// <param name="ManagerLogin">Manager id of call 3.1.</param>
/// <param name="EnvironmentName">Environment of the accounts, such as <c>live</c>.</param>
/// <param name="SecondBaseUrl">The same platform over the other of two connections (CONN-6, CONN-11), null = there is only one.</param>
public sealed record PlatformConnection(Uri BaseUrl, long ManagerLogin, string EnvironmentName = "live", Uri? SecondBaseUrl = null)
{
    /// <summary>All ways to the platform, the preferred one first.</summary>
    [JsonIgnore]
    public IReadOnlyList<Uri> Endpoints => SecondBaseUrl is { } second ? [BaseUrl, second] : [BaseUrl];
}

/// <summary>Names of the Firebase events put on the URL of each stage (SCR-42..44); null = none at that stage.</summary>
public sealed record FirebaseEvents
{
    /// <summary>When signup was sent and the confirmation of the address opens.</summary>
    public string? EmailConfirmation { get; init; }

    /// <summary>When signup was sent and account creation opens.</summary>
    public string? AccountCreation { get; init; }

    /// <summary>When the success page opens after signup.</summary>
    public string? SignupComplete { get; init; }

    /// <summary>When the success page opens after login.</summary>
    public string? LoginComplete { get; init; }

    /// <summary>When the amount of a deposit is asked for.</summary>
    public string? Deposit { get; init; }

    /// <summary>When the trader comes back from the payment provider.</summary>
    public string? DepositReturn { get; init; }

    /// <summary>When a further account is asked for.</summary>
    public string? FurtherAccount { get; init; }

    internal IEnumerable<(string Setting, string? Name)> All =>
    [
        (nameof(EmailConfirmation), EmailConfirmation), (nameof(AccountCreation), AccountCreation), (nameof(SignupComplete), SignupComplete), (nameof(LoginComplete), LoginComplete),
        (nameof(Deposit), Deposit), (nameof(DepositReturn), DepositReturn), (nameof(FurtherAccount), FurtherAccount),
    ];
}
