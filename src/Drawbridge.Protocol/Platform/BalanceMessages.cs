using System.Text.Json.Serialization;
using Drawbridge.Protocol.Values;

namespace Drawbridge.Protocol.Platform;

/// <summary>Body of call 3.5 (B2P-3.5-2..6).</summary>
public sealed record ChangeBalanceRequest
{
    /// <summary>Account number, equal to that of the path.</summary>
    public long? Login { get; init; }

    /// <summary>Amount in currency units, above zero; <see cref="Type"/> gives the direction.</summary>
    [JsonConverter(typeof(ExactDecimalConverter))]
    public decimal? PreciseAmount { get; init; }

    /// <summary>One of <see cref="BalanceChangeType"/>.</summary>
    public string? Type { get; init; }

    /// <summary>Internal remark.</summary>
    public string? Comment { get; init; }

    /// <summary>Remark that the trader sees.</summary>
    public string? ExternalNote { get; init; }

    /// <summary>The broker's own reference.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Where the money comes from or goes to.</summary>
    public string? Source { get; init; }

    /// <summary>True to skip the margin checks (DEC-12).</summary>
    public bool? SkipMarginCheck { get; init; }
}

/// <summary>Answer to call 3.5 (B2P-3.5-7).</summary>
public sealed record ChangeBalanceResponse
{
    /// <summary>Number in the balance history; absent for the credit types, which are not in it.</summary>
    public long? BalanceHistoryId { get; init; }
}

/// <summary>Values of <c>type</c> in call 3.5 (B2P-3.5-4).</summary>
public static class BalanceChangeType
{
    /// <summary>Raises the balance.</summary>
    public const string Deposit = "DEPOSIT";

    /// <summary>Lowers the balance.</summary>
    public const string Withdraw = "WITHDRAW";

    /// <summary>Raises the credit.</summary>
    public const string DepositCredit = "DEPOSIT_NONWITHDRAWABLE_BONUS";

    /// <summary>Lowers the credit.</summary>
    public const string WithdrawCredit = "WITHDRAW_NONWITHDRAWABLE_BONUS";
}

/// <summary>Body of WebServices 4.10 (WS-66).</summary>
public sealed record ChangeBonusRequest
{
    /// <summary>Account number, equal to that of the path.</summary>
    public long? Login { get; init; }

    /// <summary>Amount in currency units, above zero.</summary>
    [JsonConverter(typeof(ExactDecimalConverter))]
    public decimal? PreciseAmount { get; init; }

    /// <summary><c>DEPOSIT</c> or <c>WITHDRAW</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Internal remark.</summary>
    public string? Comment { get; init; }

    /// <summary>The broker's own reference.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Remark that the trader sees.</summary>
    public string? ExternalNote { get; init; }
}

/// <summary>Answer to WebServices 4.10 (WS-41).</summary>
public sealed record ChangeBonusResponse(long BonusHistoryId);
