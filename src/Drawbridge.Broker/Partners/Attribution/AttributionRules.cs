namespace Drawbridge.Broker.Partners.Attribution;

/// <summary>Which of several partners whose links a user opened is said to have brought the user.</summary>
public enum TouchModel
{
    /// <summary>The last one before the signup.</summary>
    LastTouch,

    /// <summary>The first one within the window.</summary>
    FirstTouch,
}

/// <summary>
/// The rules of a broker by which users are attributed to partners. New rules hold for what happens from then on (INV-6). The defaults hold until a
/// broker has others, so changing one changes results of the past.
/// </summary>
public sealed record AttributionRules
{
    /// <summary>Longest window and longest protected period.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>Among several touches, which counts. Default the last.</summary>
    public TouchModel Model { get; init; } = TouchModel.LastTouch;

    /// <summary>How long before the signup a touch still counts. Default 30 days.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether a code that the user typed goes before links, whenever they were opened. Default yes.</summary>
    public bool CodeOverLink { get; init; } = true;

    /// <summary>How long a user stays with a partner before the platform may name another one (INV-42). Default 90 days; 0 = not at all.</summary>
    public TimeSpan ProtectedPeriod { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Whether the platform may move a user to another partner after the protected period (INV-19). Default yes; staff always may.</summary>
    public bool Reattribution { get; init; } = true;

    /// <summary>How long after the signup the platform may still name the partner of a user who has none. Default 30 days.</summary>
    public TimeSpan LateWindow { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether partners may be said to have brought themselves. Default no.</summary>
    public bool SelfReferrals { get; init; }

    /// <summary>Whether a person counts who has an account with this broker already, under another spelling of the mailbox. Default no.</summary>
    public bool Duplicates { get; init; }
}

/// <summary>Rules from one time on.</summary>
/// <param name="From">Since when they hold; never before they were written down, so that no result of the past changes.</param>
/// <param name="Rules">The rules.</param>
internal sealed record AttributionRulesVersion(DateTimeOffset From, AttributionRules Rules);
