using System.Text.Json.Serialization;
using Drawbridge.Protocol.Money;

namespace Drawbridge.Protocol.Platform;

/// <summary>Contact details of a trader (B2P-3.3-11). Every member is optional.</summary>
public sealed record ContactDetails
{
    /// <summary>Street address.</summary>
    public string? Address { get; init; }

    /// <summary>City.</summary>
    public string? City { get; init; }

    /// <summary>ISO 3166-1 numeric (WS-24).</summary>
    public int? CountryId { get; init; }

    /// <summary>Number of an identity document.</summary>
    public string? DocumentId { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Telephone number.</summary>
    public string? Phone { get; init; }

    /// <summary>State or region.</summary>
    public string? State { get; init; }

    /// <summary>Postal code.</summary>
    public string? ZipCode { get; init; }

    /// <summary>First-level partner.</summary>
    public string? IntroducingBroker1 { get; init; }

    /// <summary>Second-level partner.</summary>
    public string? IntroducingBroker2 { get; init; }
}

/// <summary>Body of call 3.3 (B2P-3.3-2..17).</summary>
public sealed record CreateTraderRequest
{
    /// <summary><c>FULL_ACCESS</c>, <c>CLOSE_ONLY</c>, <c>NO_TRADING</c> or <c>NO_LOGIN</c>; required.</summary>
    public string? AccessRights { get; init; }

    /// <summary><c>HEDGED</c>, <c>NETTED</c> or <c>SPREAD_BETTING</c>; required.</summary>
    public string? AccountType { get; init; }

    /// <summary>Opening balance in 10^-<c>moneyDigits</c>; required; a numeric string is accepted (B2P-3.3-4).</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? Balance { get; init; }

    /// <summary>Broker or white label; required.</summary>
    public string? BrokerName { get; init; }

    /// <summary>Deposit asset such as <c>EUR</c>; required.</summary>
    public string? DepositCurrency { get; init; }

    /// <summary>Trader group such as <c>Default</c>; required.</summary>
    public string? GroupName { get; init; }

    /// <summary>MD5 hex of the account's password; required.</summary>
    public string? HashedPassword { get; init; }

    /// <summary>Leverage × 100; required.</summary>
    public int? LeverageInCents { get; init; }

    /// <summary><c>MAX</c> (default), <c>SUM</c> or <c>NET</c>.</summary>
    public string? TotalMarginCalculationType { get; init; }

    /// <summary>Contact details, default empty.</summary>
    public ContactDetails? ContactDetails { get; init; }

    /// <summary>First name.</summary>
    public string? Name { get; init; }

    /// <summary>Last name.</summary>
    public string? LastName { get; init; }

    /// <summary>Free text of the broker.</summary>
    public string? Description { get; init; }

    /// <summary>Guaranteed stop losses.</summary>
    public bool? IsLimitedRisk { get; init; }

    /// <summary>How margin is computed with guaranteed stop losses.</summary>
    public string? LimitedRiskMarginCalculationStrategy { get; init; }

    /// <summary>Highest leverage × 100.</summary>
    public int? MaxLeverage { get; init; }

    /// <summary>Daily statement to the trader.</summary>
    public bool? SendOwnStatement { get; init; }

    /// <summary>Daily statement to the broker.</summary>
    public bool? SendStatementToBroker { get; init; }

    /// <summary>Commission instead of swaps (DEC-24).</summary>
    public bool? SwapFree { get; init; }
}

/// <summary>A trading account as the platform shows it (B2P-3.3-18..20, WS-70, WS-71). Money in 10^-<c>moneyDigits</c>.</summary>
public sealed record TraderEntity
{
    /// <summary>Account number.</summary>
    public long Login { get; init; }

    /// <summary>Trader group.</summary>
    public string? GroupName { get; init; }

    /// <summary>Deposit asset.</summary>
    public string? DepositCurrency { get; init; }

    /// <summary>Access rights.</summary>
    public string? AccessRights { get; init; }

    /// <summary>Broker or white label.</summary>
    public string? BrokerName { get; init; }

    /// <summary>First name.</summary>
    public string? Name { get; init; }

    /// <summary>Last name.</summary>
    public string? LastName { get; init; }

    /// <summary>Free text of the broker.</summary>
    public string? Description { get; init; }

    /// <summary>Balance.</summary>
    public long Balance { get; init; }

    /// <summary>Bonus.</summary>
    public long Bonus { get; init; }

    /// <summary>Bonus that cannot be withdrawn.</summary>
    public long NonWithdrawableBonus { get; init; }

    /// <summary>Leverage × 100.</summary>
    public int LeverageInCents { get; init; }

    /// <summary>Highest leverage × 100.</summary>
    public int? MaxLeverage { get; init; }

    /// <summary>Contact details.</summary>
    public ContactDetails? ContactDetails { get; init; }

    /// <summary>Time of registration, epoch milliseconds UTC.</summary>
    public long RegistrationTimestamp { get; init; }

    /// <summary>Time of the last change, epoch milliseconds UTC.</summary>
    public long LastUpdateTimestamp { get; init; }

    /// <summary>Time of the last connection, 0 or absent when never.</summary>
    public long? LastConnectionTimestamp { get; init; }

    /// <summary>Equity.</summary>
    public long Equity { get; init; }

    /// <summary>Lowest equity since 00:00 UTC.</summary>
    public long? MinEquityDaily { get; init; }

    /// <summary>Highest equity since 00:00 UTC.</summary>
    public long? MaxEquityDaily { get; init; }

    /// <summary>Equity without bonus.</summary>
    public long? CashEquity { get; init; }

    /// <summary>Margin in use.</summary>
    public long UsedMargin { get; init; }

    /// <summary>Margin that is free.</summary>
    public long FreeMargin { get; init; }

    /// <summary>Account type.</summary>
    public string? AccountType { get; init; }

    /// <summary>Guaranteed stop losses, first spelling.</summary>
    public bool LimitedRisk { get; init; }

    /// <summary>Guaranteed stop losses, second spelling.</summary>
    public bool IsLimitedRisk { get; init; }

    /// <summary>How margin is computed with guaranteed stop losses.</summary>
    public string? LimitedRiskMarginCalculationStrategy { get; init; }

    /// <summary>Daily statement to the trader.</summary>
    public bool SendOwnStatement { get; init; }

    /// <summary>Daily statement to the broker.</summary>
    public bool SendStatementToBroker { get; init; }

    /// <summary>Commission instead of swaps.</summary>
    public bool SwapFree { get; init; }

    /// <summary>How the total margin is computed.</summary>
    public string? TotalMarginCalculationType { get; init; }

    /// <summary>Decimals of the money keys, 0 to 8.</summary>
    public int MoneyDigits { get; init; } = 2;

    /// <summary>One of the money keys with the decimals of this account (WS-10): <c>trader.Money(trader.Balance)</c>.</summary>
    public MoneyAmount Money(long units) => new(units, MoneyDigits);
}

/// <summary>Answer to the list of traders (WS-33).</summary>
public sealed record TraderListResponse
{
    /// <summary>The accounts, newest registration first.</summary>
    public IReadOnlyList<TraderEntity> Trader { get; init; } = [];

    /// <summary>True when more accounts follow.</summary>
    public bool HasMore { get; init; }
}
