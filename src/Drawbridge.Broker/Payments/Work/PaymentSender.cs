using Drawbridge.Broker.Brokers;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Payments.Work;

/// <summary>Makes call 3.5 for a payment: each at most once, because the platform knows no repetition (B2P-3.5-13).</summary>
internal sealed class PaymentSender(PaymentStore store, BrokerPlatform platform, IOptions<PaymentOptions> options)
{
    /// <summary>How long to wait before it is tried again; null when the payment has gone on.</summary>
    public async Task<TimeSpan?> SendAsync(BrokerEntity broker, Payment payment, MovementPurpose purpose, CancellationToken cancellationToken)
    {
        if (await store.BeginSendingAsync(payment, purpose, cancellationToken) is null)
        {
            return options.Value.RetryAfter; // something else of this account is under way
        }

        // The balance before tells afterwards whether a call without an answer arrived. It is read now that nothing else of ours can change it.
        var client = await platform.ForAsync(broker, cancellationToken);
        if (await client.Traders.GetAsync(payment.TraderLogin, cancellationToken) is not PlatformResult<TraderEntity>.Answered { Value: var trader })
        {
            await store.SettleAsync(payment.Id, PaymentEvent.PlatformNotReached, balanceHistoryId: null, "the account could not be read", CancellationToken.None);
            return null;
        }

        if (!await store.TryMarkSentAsync(payment, trader.Balance, cancellationToken))
        {
            return null; // somebody took it for abandoned and settled it
        }

        var change = new ChangeBalanceRequest
        {
            PreciseAmount = payment.Money.ToDecimal(),
            Type = purpose == MovementPurpose.Debit ? BalanceChangeType.Withdraw : BalanceChangeType.Deposit,
            ExternalId = payment.Reference,
            Comment = purpose == MovementPurpose.Refund ? $"Withdrawal {payment.Reference} could not be paid out" : payment.Reference,
        };
        var (what, historyId, evidence) = await client.Balances.ChangeAsync(payment.TraderLogin, change, cancellationToken) switch
        {
            PlatformResult<long?>.Answered answered => (PaymentEvent.PlatformApplied, answered.Value, null), // FLOW-DEPOSIT-3
            PlatformResult<long?>.Refused { Status: 429 or 401 } refused => (PaymentEvent.PlatformNotReached, null, Text(refused)),
            PlatformResult<long?>.Refused refused => (PaymentEvent.PlatformRefused, null, Text(refused)),
            PlatformResult<long?>.NotSent notSent => (PaymentEvent.PlatformNotReached, null, notSent.Reason),
            PlatformResult<long?>.Ambiguous ambiguous => (PaymentEvent.PlatformUnknown, (long?)null, (string?)ambiguous.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        // Whatever stops this node now: what is known must be written down if at all possible.
        await store.SettleAsync(payment.Id, what, historyId, evidence, CancellationToken.None);
        return null;
    }

    private static string Text(PlatformResult<long?>.Refused refused) => $"{refused.Status} {refused.ErrorCode}";
}
