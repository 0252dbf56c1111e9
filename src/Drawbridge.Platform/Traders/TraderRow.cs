using System.Text.Json;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Market;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Traders;

/// <summary>A trading account as stored. Money in 10^-<see cref="MoneyDigits"/> (WS-10).</summary>
internal sealed class TraderRow
{
    public long Login { get; init; }

    public string BrokerName { get; init; } = "";

    public string GroupName { get; init; } = "";

    public string DepositCurrency { get; init; } = "";

    public int MoneyDigits { get; init; }

    public string AccessRights { get; init; } = "";

    public string AccountType { get; init; } = "";

    public long Balance { get; init; }

    public long Bonus { get; init; }

    public long NonWithdrawableBonus { get; init; }

    public int LeverageInCents { get; init; }

    public int? MaxLeverage { get; init; }

    public string TotalMarginCalculationType { get; init; } = "";

    public string ContactDetails { get; init; } = "{}";

    public string? Name { get; init; }

    public string? LastName { get; init; }

    public string? Description { get; init; }

    public bool LimitedRisk { get; init; }

    public string? LimitedRiskMarginCalculationStrategy { get; init; }

    public bool SendOwnStatement { get; init; }

    public bool SendStatementToBroker { get; init; }

    public bool SwapFree { get; init; }

    /// <summary>Salted hash of the MD5 that travels (WS-13); never shown.</summary>
    public string PasswordHash { get; init; } = "";

    public DateTimeOffset RegisteredAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Epoch milliseconds, 0 for never (WS-71).</summary>
    public long ConnectedAt { get; init; }

    /// <summary>When a position was last opened or closed.</summary>
    public DateTimeOffset? LastDealAt { get; init; }

    public int OpenPositions { get; init; }

    /// <summary>The day that <see cref="LowestEquity"/> and <see cref="HighestEquity"/> are of; null when nothing ever moved.</summary>
    public DateTimeOffset? EquityDay { get; init; }

    /// <summary>Lowest equity of that day at the moments when something happened to the account.</summary>
    public long LowestEquity { get; init; }

    /// <summary>Highest equity of that day at the moments when something happened to the account.</summary>
    public long HighestEquity { get; init; }

    /// <summary>Everything but what is open.</summary>
    public long Total => Balance + Bonus + NonWithdrawableBonus;

    /// <summary>What the broker sees (B2P-3.3-18..20, WS-70), with what trading does to it at the moment.</summary>
    public TraderEntity ToEntity(AccountValue value = default)
    {
        var equity = Total + value.Unrealised;
        return new()
        {
            Login = Login,
            GroupName = GroupName,
            DepositCurrency = DepositCurrency,
            AccessRights = AccessRights,
            BrokerName = BrokerName,
            Name = Name,
            LastName = LastName,
            Description = Description,
            Balance = Balance,
            Bonus = Bonus,
            NonWithdrawableBonus = NonWithdrawableBonus,
            LeverageInCents = LeverageInCents,
            MaxLeverage = MaxLeverage,
            ContactDetails = JsonSerializer.Deserialize(ContactDetails, StoredJson.Default.ContactDetails),
            RegistrationTimestamp = RegisteredAt.ToUnixTimeMilliseconds(), // WS-14
            LastUpdateTimestamp = UpdatedAt.ToUnixTimeMilliseconds(),
            LastConnectionTimestamp = ConnectedAt,
            Equity = equity,
            CashEquity = Balance + value.Unrealised, // nothing here has copy fees
            UsedMargin = value.UsedMargin,
            FreeMargin = equity - value.UsedMargin,
            AccountType = AccountType,
            LimitedRisk = LimitedRisk,
            IsLimitedRisk = LimitedRisk,
            LimitedRiskMarginCalculationStrategy = LimitedRiskMarginCalculationStrategy,
            SendOwnStatement = SendOwnStatement,
            SendStatementToBroker = SendStatementToBroker,
            SwapFree = SwapFree,
            TotalMarginCalculationType = TotalMarginCalculationType,
            MoneyDigits = MoneyDigits, // B2P-0-11
        };
    }
}
