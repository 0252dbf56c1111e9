using System.Text.Json.Serialization;

namespace Drawbridge.Broker.Ribbons.Audiences;

/// <summary>
/// Which traders of its broker a campaign is for: those for whom everything holds that is said here. Each has to be known to the platform and not
/// blocked. What nothing is said about does not matter.
/// </summary>
internal sealed record RibbonAudience
{
    /// <summary>Preferred languages, any of them.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Countries of residence by their codes of ISO 3166-1, any of them.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Tags, any of them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Tags, none of them.</summary>
    public IReadOnlyList<string> WithoutTags { get; init; } = [];

    /// <summary>Partners who brought the trader, any of them.</summary>
    public IReadOnlyList<string> Partners { get; init; } = [];

    /// <summary>Whether a partner brought the trader at all.</summary>
    public bool? HasPartner { get; init; }

    /// <summary>Signed up at least so many whole days ago.</summary>
    public int? SignedUpBeforeDays { get; init; }

    /// <summary>Signed up at most so many whole days ago.</summary>
    public int? SignedUpWithinDays { get; init; }

    /// <summary>A level of KYC that <see cref="KycApproved"/> is about.</summary>
    public string? KycLevel { get; init; }

    /// <summary>Whether that level is approved.</summary>
    public bool? KycApproved { get; init; }

    /// <summary>Whether a deposit has reached an account.</summary>
    public bool? HasDeposited { get; init; }

    /// <summary>The first deposit was at most so many whole days ago.</summary>
    public int? FirstDepositWithinDays { get; init; }

    /// <summary>The first deposit was at least so many whole days ago.</summary>
    public int? FirstDepositBeforeDays { get; init; }

    /// <summary>Currency of <see cref="DepositedAtLeast"/> and <see cref="DepositedAtMost"/>.</summary>
    public string? DepositedCurrency { get; init; }

    /// <summary>Deposits less withdrawals through the cashier in that currency, at least.</summary>
    public decimal? DepositedAtLeast { get; init; }

    /// <summary>Deposits less withdrawals through the cashier in that currency, at most.</summary>
    public decimal? DepositedAtMost { get; init; }

    /// <summary>What one account of the trader has to be.</summary>
    public AccountFilter Accounts { get; init; } = new();

    /// <summary>Whether it has to be looked at every midnight, since days pass.</summary>
    [JsonIgnore]
    public bool CountsDays => (SignedUpBeforeDays ?? SignedUpWithinDays ?? FirstDepositBeforeDays ?? FirstDepositWithinDays) is not null;
}

/// <summary>Which accounts. All that is said has to hold for one and the same.</summary>
internal sealed record AccountFilter
{
    /// <summary>With play money or not.</summary>
    public bool? Demo { get; init; }

    /// <summary>Ids of the broker's kinds of account, any of them.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Currencies, any of them.</summary>
    public IReadOnlyList<string> Currencies { get; init; } = [];

    /// <summary>Numbers of accounts, any of them.</summary>
    public IReadOnlyList<long> Logins { get; init; } = [];

    /// <summary>At least so much on it, in the one currency of <see cref="Currencies"/>, as read from the platform last. An account that was never read does not count.</summary>
    public decimal? BalanceAtLeast { get; init; }

    /// <summary>At most so much on it, likewise.</summary>
    public decimal? BalanceAtMost { get; init; }

    /// <summary>Whether it asks for the balance, which has to be read then.</summary>
    [JsonIgnore]
    public bool AsksForBalance => (BalanceAtLeast ?? BalanceAtMost) is not null;

    /// <summary>Whether it says nothing.</summary>
    [JsonIgnore]
    public bool IsEmpty => Demo is null && Products.Count == 0 && Currencies.Count == 0 && Logins.Count == 0 && !AsksForBalance;
}
