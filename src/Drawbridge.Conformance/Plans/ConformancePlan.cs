using Drawbridge.Conformance.Cases;

namespace Drawbridge.Conformance.Plans;

/// <summary>What is looked at, what it offers and how it is reached. One file holds all of it; secrets may stand there as <c>${env:NAME}</c> or <c>${file:PATH}</c>.</summary>
public sealed record ConformancePlan
{
    /// <summary>What reports call the target.</summary>
    public required string Name { get; init; }

    /// <summary>The broker's side, when that is looked at. Exactly one of the two is given.</summary>
    public BrokerTarget? Broker { get; init; }

    /// <summary>The platform's side, when that is looked at.</summary>
    public PlatformTarget? PlatformTarget { get; init; }

    /// <summary>Drawbridge's platform that the broker under test talks to; null when there is none, and cases that need its journal are skipped.</summary>
    public PlatformDesk? Platform { get; init; }

    /// <summary>Screens: languages, themes, sizes, fields.</summary>
    public ScreenPlan Screens { get; init; } = new();

    /// <summary>Where mails can be read: an address with <c>{email}</c> in it that answers with the text of the mails to that person, newest first. Null = nowhere.</summary>
    public string? Mailbox { get; init; }

    /// <summary>Cases that are left out, and why.</summary>
    public IReadOnlyList<PlanException> Skip { get; init; } = [];

    /// <summary>Cases that are known to fail, and why. One that passes nevertheless fails the run.</summary>
    public IReadOnlyList<PlanException> ExpectedFailures { get; init; } = [];

    /// <summary>Whether requirements that Drawbridge has inferred fail the run as published ones do.</summary>
    public bool Strict { get; init; }

    public PlanLimits Limits { get; init; } = new();

    public Side Side => PlatformTarget is null ? Side.Broker : Side.Platform;
}

/// <summary>Cases, and why they are treated in their own way.</summary>
/// <param name="Cases">An identifier, or a pattern with <c>*</c>.</param>
/// <param name="Reason">For the reader of the report.</param>
public sealed record PlanException(string Cases, string Reason);

/// <summary>Bounds of a run.</summary>
public sealed record PlanLimits
{
    /// <summary>How long one case may take, waiting not counted. Default 60 s.</summary>
    public TimeSpan Case { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one call may take. Default 10 s.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Calls at once, 1 to 64. Default 8.</summary>
    public int Calls { get; init; } = 8;

    /// <summary>Browser tabs at once, 1 to 16; 0 for as many as there are processors.</summary>
    public int Tabs { get; init; }
}

/// <summary>The names that identify a broker (BID-1, BID-2).</summary>
public sealed record BrokerNames(string BrokerName, string BrokerCrmName);

/// <summary>Somebody who can log in.</summary>
/// <param name="Email">The address.</param>
/// <param name="Password">The password.</param>
/// <param name="UserId">The platform's identifier of the user, where it is known: calls 4.4 can be looked at without a browser then.</param>
/// <param name="Account">The number of a live account of the user, with which in-app screens are opened; not needed where Drawbridge's platform is in the plan, which knows it.</param>
public sealed record PlanUser(string Email, string Password, long? UserId = null, long? Account = null)
{
    /// <summary>Never shows the password.</summary>
    public override string ToString() => Email;
}

/// <summary>Somebody who logs in at the platform, and whom the CRM knows.</summary>
/// <param name="TradingLogin">Number of a live account.</param>
/// <param name="Password">The account's password at the platform.</param>
/// <param name="ForeignLogin">Number of an account of somebody else at the same broker; null when the plan knows none.</param>
public sealed record HandoffUser(long TradingLogin, string Password, long? ForeignLogin = null)
{
    /// <summary>Never shows the password.</summary>
    public override string ToString() => $"account {TradingLogin}";
}

/// <summary>The broker's side under test.</summary>
public sealed record BrokerTarget
{
    /// <summary>The one address that all calls and screens are relative to (P2B-0-2), without a slash at its end.</summary>
    public required Uri Url { get; init; }

    public required BrokerNames Names { get; init; }

    /// <summary>What call 4.1 carries.</summary>
    public required string CrmPassword { get; init; }

    /// <summary>PEM file with authorities that are trusted besides the operating system's; null for none.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The port on which plain http may be tried (CONF-6.1.8-1); null = port 80 when <see cref="Url"/> has 443, else the same port.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Where the success page is (SCR-51).</summary>
    public required Uri SuccessUrl { get; init; }

    /// <summary>Traders to log in with; the first has a live account. Cases that need more are skipped when there are not enough.</summary>
    public IReadOnlyList<PlanUser> Users { get; init; } = [];

    /// <summary>Who logs in at the platform, under handoff; null under SSO.</summary>
    public HandoffUser? HandoffUser { get; init; }

    /// <summary>Where the CRM is told of invited users (INV-11, INV-23); null = nowhere.</summary>
    public InvitePlan? Invite { get; init; }

    /// <summary>Another broker or white label of the same CRM, and a trader of it.</summary>
    public SecondBroker? Second { get; init; }

    /// <summary>A broker of another CRM on the same installation.</summary>
    public OtherCrm? Other { get; init; }

    /// <summary>A broker of the same CRM that is disabled; null = none.</summary>
    public BrokerNames? Disabled { get; init; }

    /// <summary>What it offers, as the plan says; what follows from the rest of the plan is added by <see cref="PlanCapabilities"/>.</summary>
    public IReadOnlySet<Capability> Offers { get; init; } = new HashSet<Capability>();

    /// <summary>Other platforms and brands that must not be named on screens, besides those that the runner knows (SCR-63).</summary>
    public IReadOnlyList<string> ForbiddenWords { get; init; } = [];

    /// <summary>Words that must stand on log-in and sign-up: the legal entity, the jurisdiction (SCR-64).</summary>
    public IReadOnlyList<string> LegalWords { get; init; } = [];
}

/// <summary>Another broker or white label of the same CRM.</summary>
public sealed record SecondBroker(BrokerNames Names, PlanUser? User = null, string? CrmPassword = null);

/// <summary>A broker of another CRM at the same address.</summary>
public sealed record OtherCrm(BrokerNames Names, string CrmPassword);

/// <summary>Drawbridge's platform as the runner uses it.</summary>
public sealed record PlatformDesk
{
    /// <summary>Its address.</summary>
    public required Uri Url { get; init; }

    /// <summary>The key of its instrument; null when it asks for none.</summary>
    public string? InstrumentKey { get; init; }

    /// <summary>Whether its clock moves the broker's too, so that waiting takes no time.</summary>
    public bool VirtualTime { get; init; }

    public string? AuthorityFile { get; init; }
}
