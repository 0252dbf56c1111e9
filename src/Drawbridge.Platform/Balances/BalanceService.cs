using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Balances;

/// <summary>Balances, credits and bonuses of accounts. There is no idempotency key: the same call twice moves money twice (B2P-3.5-13).</summary>
internal sealed class BalanceService(BalanceStore store)
{
    private const int LongestText = 1000;

    private static readonly string[] BalanceTypes =
        [BalanceChangeType.Deposit, BalanceChangeType.Withdraw, BalanceChangeType.DepositCredit, BalanceChangeType.WithdrawCredit];

    private static readonly string[] BonusTypes = [BalanceChangeType.Deposit, BalanceChangeType.Withdraw];

    /// <summary>Call 3.5. Success means that the money has moved, before anybody pays out (B2P-3.5-12).</summary>
    public async Task<Outcome<ChangeBalanceResponse>> ChangeAsync(
        Manager manager, long login, ChangeBalanceRequest request, CancellationToken cancellationToken)
    {
        if (Check(login, request.Login, request.PreciseAmount, request.Type, BalanceTypes) is { } fault)
        {
            return fault;
        }

        if (new[] { request.Comment, request.ExternalNote, request.ExternalId, request.Source }.Any(static text => text?.Length > LongestText))
        {
            return PlatformFault.Invalid("A text is longer than 1,000 characters.");
        }

        var changed = await store.ChangeAsync(
            login,
            (trader, value) => TraderReach.Denial(manager, trader) is { } denied ? denied : BalanceRules.Decide(request, trader!, value),
            cancellationToken);
        return changed switch
        {
            Outcome<long>.Done { Value: var id } => new ChangeBalanceResponse
            {
                // B2P-3.5-7: the credit types are not in the balance history
                BalanceHistoryId = request.Type is BalanceChangeType.Deposit or BalanceChangeType.Withdraw ? id : null,
            },
            Outcome<long>.Refused { Fault: var refusal } => refusal,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>WebServices 4.10 (WS-66, WS-67).</summary>
    public async Task<Outcome<ChangeBonusResponse>> ChangeBonusAsync(
        Manager manager, long login, ChangeBonusRequest request, CancellationToken cancellationToken)
    {
        if (Check(login, request.Login, request.PreciseAmount, request.Type, BonusTypes) is { } fault)
        {
            return fault;
        }

        if (new[] { request.Comment, request.ExternalNote, request.ExternalId }.Any(static text => text?.Length > LongestText))
        {
            return PlatformFault.Invalid("A text is longer than 1,000 characters.");
        }

        var changed = await store.ChangeAsync(
            login,
            (trader, value) => TraderReach.Denial(manager, trader) is { } denied ? denied : BalanceRules.Decide(request, trader!, value),
            cancellationToken);
        return changed switch
        {
            Outcome<long>.Done { Value: var id } => new ChangeBonusResponse(id),
            Outcome<long>.Refused { Fault: var refusal } => refusal,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static PlatformFault? Check(long login, long? loginInBody, decimal? amount, string? type, string[] types)
    {
        var missing = new (string Key, bool IsMissing)[]
        {
            ("login", loginInBody is null), // B2P-3.5-2
            ("preciseAmount", amount is null), // B2P-3.5-3
            ("type", string.IsNullOrEmpty(type)), // B2P-3.5-4
        }.Where(static entry => entry.IsMissing).Select(static entry => entry.Key).ToList();
        return missing.Count > 0 ? PlatformFault.Missing(missing)
            : loginInBody != login ? TraderPath.Unequal
            : types.Contains(type, StringComparer.Ordinal) ? null
            : PlatformFault.Invalid($"type must be one of {string.Join(", ", types)}.");
    }
}
