using Drawbridge.Broker.Brokers;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Money;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Payments.Work;

/// <summary>
/// Finds out whether a call 3.5 without a usable answer happened (B2P-3.5-13). No other movement of ours is open on the account meanwhile, so
/// its balance must be what it was before, or that and the movement. Anything else is left to staff, with what was seen.
/// </summary>
internal sealed class PaymentReconciler(PaymentStore store, BrokerPlatform platform, TimeProvider time, IOptions<PaymentOptions> options)
{
    /// <summary>How long to wait before the next step; null when the payment has gone on.</summary>
    public async Task<TimeSpan?> LookAsync(BrokerEntity broker, Payment payment, CancellationToken cancellationToken)
    {
        if (await store.FindOpenMovementAsync(payment.Id, cancellationToken) is not { } movement)
        {
            return null;
        }

        var settled = movement.SentAt + options.Value.SettleAfter - time.GetUtcNow();
        if (settled > TimeSpan.Zero)
        {
            return settled; // it may still arrive
        }

        if (movement.BalanceBefore is not { } before)
        {
            // Whoever opened it stopped before the call, and cannot make it any more.
            await store.SettleAsync(payment.Id, PaymentEvent.FoundNotApplied, balanceHistoryId: null, "nothing was sent", cancellationToken);
            return null;
        }

        var client = await platform.ForAsync(broker, cancellationToken);
        if (await client.Traders.GetAsync(payment.TraderLogin, cancellationToken) is not PlatformResult<TraderEntity>.Answered { Value: var trader })
        {
            return options.Value.RetryAfter;
        }

        string Text(long units) => new MoneyAmount(units, payment.MoneyDigits).ToString();
        var evidence = $"balance before {Text(before)}, movement {Text(movement.Amount)}, balance now {Text(trader.Balance)} {payment.Currency}";
        var found = trader.Balance == before + movement.Amount ? PaymentEvent.FoundApplied
            : trader.Balance == before ? PaymentEvent.FoundNotApplied
            : (PaymentEvent?)null;
        if (found is null)
        {
            await store.NoteEvidenceAsync(payment, movement, evidence, cancellationToken);
            return options.Value.LookAgainAfter;
        }

        await store.SettleAsync(payment.Id, found.Value, balanceHistoryId: null, evidence, cancellationToken);
        return null;
    }
}
