using System.Text.Json.Serialization;

namespace Drawbridge.Broker.Accounts.Products;

/// <summary>A kind of trading account that a broker offers (B2P-3.3).</summary>
public sealed record AccountProduct
{
    /// <summary>Its name in addresses and in the database: 1 to 32 of <c>a-z</c>, <c>0-9</c>, <c>-</c>. Never changed once accounts have it.</summary>
    public string Id { get; init; } = "standard";

    /// <summary>What traders read, by language; may be empty while there is one product.</summary>
    public IReadOnlyDictionary<string, string> Name { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A sentence about it, by language; may be empty.</summary>
    public IReadOnlyDictionary<string, string> Intro { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>With play money, on the platform of <see cref="Brokers.BrokerSettings.Demo"/>. No money is paid in or out, and no verification counts.</summary>
    public bool IsDemo { get; init; }

    /// <summary>
    /// Opening balance of a demo account in units of 10^-<c>moneyDigits</c> of its currency: 1000000 = 10,000.00 where there are two (B2P-3.3-4).
    /// </summary>
    public long OpeningBalance { get; init; }

    /// <summary>Trader group.</summary>
    public string GroupName { get; init; } = "Default";

    /// <summary>Currencies to choose from, first = preselected.</summary>
    public IReadOnlyList<string> Currencies { get; init; } = ["EUR", "USD", "GBP"];

    /// <summary>Leverages to choose from, × 100, first = preselected.</summary>
    public IReadOnlyList<int> LeveragesInCents { get; init; } = [3000, 10000, 50000];

    /// <summary>Account type: <c>HEDGED</c>, <c>NETTED</c> or <c>SPREAD_BETTING</c> (B2P-3.3-3).</summary>
    public string AccountType { get; init; } = "HEDGED";

    /// <summary>Access rights at the start, <c>NO_TRADING</c> for a KYC gate (WS-72).</summary>
    public string AccessRights { get; init; } = "FULL_ACCESS";

    /// <summary>Commission instead of swaps (B2P-3.3-17).</summary>
    public bool SwapFree { get; init; }

    /// <summary>The choice that a form begins with.</summary>
    [JsonIgnore]
    internal AccountChoice Preselected => new(Id, Currencies[0], LeveragesInCents[0]);
}
