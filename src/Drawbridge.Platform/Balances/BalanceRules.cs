using Drawbridge.Platform.Market;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Money;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Balances;

/// <summary>Whether an amount may change, and to what. Exact: decimals on the wire, integers on the account (WS-11, B2P-0-11).</summary>
internal static class BalanceRules
{
    private static readonly PlatformFault BadAmount = new(
        PlatformErrorCode.ChangeBalanceBadAmount, "preciseAmount must be above zero and have no more decimals than the account's currency."); // B2P-3.5-9, ERR-29

    private static readonly PlatformFault NotEnough = new(PlatformErrorCode.NotEnoughMoney, "There is not enough money on the account."); // B2P-3.5-10, ERR-28

    /// <summary>What call 3.5 does to an account. The direction comes from the type only (B2P-3.5-4).</summary>
    public static Outcome<MoneyChange> Decide(ChangeBalanceRequest request, TraderRow trader, AccountValue value = default)
    {
        var (kind, sign) = request.Type switch
        {
            BalanceChangeType.Deposit => (MoneyKind.Balance, 1),
            BalanceChangeType.Withdraw => (MoneyKind.Balance, -1),
            BalanceChangeType.DepositCredit => (MoneyKind.Credit, 1), // WS-68
            BalanceChangeType.WithdrawCredit => (MoneyKind.Credit, -1),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var change = Decide(kind, request.Type, sign, request.PreciseAmount!.Value, trader, value, request.SkipMarginCheck ?? false);
        return change is Outcome<MoneyChange>.Done { Value: var moved }
            ? moved with { Comment = request.Comment, ExternalNote = request.ExternalNote, ExternalId = request.ExternalId, Source = request.Source } // B2P-3.5-5
            : change;
    }

    /// <summary>What WebServices 4.10 does to an account.</summary>
    public static Outcome<MoneyChange> Decide(ChangeBonusRequest request, TraderRow trader, AccountValue value = default)
    {
        var sign = request.Type == BalanceChangeType.Deposit ? 1 : -1;
        var change = Decide(MoneyKind.Bonus, request.Type!, sign, request.PreciseAmount!.Value, trader, value, skipMarginCheck: false); // WS-67
        return change is Outcome<MoneyChange>.Done { Value: var moved }
            ? moved with { Comment = request.Comment, ExternalNote = request.ExternalNote, ExternalId = request.ExternalId }
            : change;
    }

    private static Outcome<MoneyChange> Decide(
        MoneyKind kind, string type, int sign, decimal amount, TraderRow trader, AccountValue value, bool skipMarginCheck)
    {
        if (amount <= 0 || !MoneyAmount.TryFromDecimal(amount, trader.MoneyDigits, out var exact))
        {
            return BadAmount;
        }

        if (sign < 0)
        {
            // Skipping the margin check may leave a negative balance and a stop-out (B2P-3.5-6), never a negative bonus.
            var isCovered = skipMarginCheck || exact.Units <= FreeMargin(kind, trader, value);
            var isEnough = isCovered && (exact.Units <= Total(kind, trader) || (kind == MoneyKind.Balance && skipMarginCheck));
            if (!isEnough)
            {
                return NotEnough;
            }
        }

        var units = sign * exact.Units;
        return Fits(trader, units) ? new MoneyChange(kind, type, units) : BadAmount;
    }

    private static long Total(MoneyKind kind, TraderRow trader) => kind switch
    {
        MoneyKind.Balance => trader.Balance,
        MoneyKind.Credit => trader.NonWithdrawableBonus,
        _ => trader.Bonus,
    };

    /// <summary>What may go while everything that is open keeps its margin. Bonus does not stand in for money that is withdrawn.</summary>
    private static Int128 FreeMargin(MoneyKind kind, TraderRow trader, AccountValue value)
    {
        var cash = (Int128)trader.Balance + value.Unrealised - value.UsedMargin;
        return value == default ? long.MaxValue // nothing is open
            : kind == MoneyKind.Balance ? cash
            : cash + trader.Bonus + trader.NonWithdrawableBonus;
    }

    /// <summary>The account's amounts and their sum stay what a long can hold.</summary>
    private static bool Fits(TraderRow trader, long units)
    {
        var equity = (Int128)trader.Balance + trader.Bonus + trader.NonWithdrawableBonus + units;
        var balance = (Int128)trader.Balance + units;
        return equity >= long.MinValue && equity <= long.MaxValue && balance >= long.MinValue && balance <= long.MaxValue;
    }
}
