namespace Drawbridge.Broker.Kyc.Settings;

/// <summary>How traders of a broker prove who they are (SCR-5, MOD-12). The compliance logic is the broker's own (FLOW-KYC-2).</summary>
public sealed record KycSettings
{
    /// <summary>What can be proven, the first without <c>kycType</c>. None: the broker asks for no verification.</summary>
    public IReadOnlyList<KycLevel> Levels { get; init; } = [];

    /// <summary>When answers and files are erased.</summary>
    public KycRetention Retention { get; init; } = new();

    internal KycLevel? Find(string? id) => id is null ? (Levels.Count > 0 ? Levels[0] : null) : Levels.FirstOrDefault(level => level.Id == id);
}

/// <summary>One thing that can be proven, such as the identity, or where the money comes from.</summary>
public sealed record KycLevel
{
    /// <summary>What <c>kycType</c> names (SCR-33): letters, digits, <c>-</c> and <c>_</c>, at most 64.</summary>
    public required string Id { get; init; }

    /// <summary>Heading, by language; the CRM's default language must be there.</summary>
    public required IReadOnlyDictionary<string, string> Title { get; init; }

    /// <summary>What it is about, by language.</summary>
    public IReadOnlyDictionary<string, string> Intro { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the trader does, in this order. May be empty where a provider asks for everything on its own page.</summary>
    public IReadOnlyList<KycStep> Steps { get; init; } = [];

    /// <summary>Who decides: <c>manual</c> for the broker's staff, or the name of a provider of the CRM.</summary>
    public string Provider { get; init; } = KycNames.Manual;

    /// <summary>Access rights that the accounts get with the approval (WS-72), such as <c>FULL_ACCESS</c>. Null: they stay as they are.</summary>
    public string? AccessRights { get; init; }

    /// <summary>Days for which an approval holds. Null: for good.</summary>
    public int? ValidDays { get; init; }

    /// <summary>Access rights when the approval has run out, such as <c>CLOSE_ONLY</c>. Null: they stay as they are.</summary>
    public string? AccessRightsAfterExpiry { get; init; }

    /// <summary>Firebase event when the summary opens (SCR-43); null = none.</summary>
    public string? ReviewEventName { get; init; }

    /// <summary>Firebase event when it was sent off (SCR-43); null = none.</summary>
    public string? SubmittedEventName { get; init; }

    internal KycStep? FindStep(string id) => Steps.FirstOrDefault(step => step.Id == id);
}

/// <summary>When answers and files are erased, in days. The record that there was a verification stays.</summary>
public sealed record KycRetention
{
    /// <summary>A draft that nobody goes on with. Default 90.</summary>
    public int DraftDays { get; init; } = 90;

    /// <summary>After a rejection that the trader does nothing about. Default 180.</summary>
    public int RejectedDays { get; init; } = 180;

    /// <summary>After an approval has run out. Default 1,826, which is five years.</summary>
    public int ExpiredDays { get; init; } = 1826;
}

/// <summary>Words that settings and addresses share.</summary>
internal static class KycNames
{
    /// <summary>The provider that is the broker's own staff.</summary>
    public const string Manual = "manual";

    /// <summary>Addresses behind <c>/inapp/kyc</c> that are no steps.</summary>
    public static readonly IReadOnlyList<string> Reserved = ["review", "submit", "status", "withdraw", "again", "done"];
}
