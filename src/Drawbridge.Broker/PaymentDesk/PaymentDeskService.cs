using Drawbridge.Broker.Management;
using Drawbridge.Broker.Payments;
using Drawbridge.Storage;

namespace Drawbridge.Broker.PaymentDesk;

/// <summary>How a person's word about a payment ended.</summary>
internal abstract record DeskResult
{
    private DeskResult()
    {
    }

    /// <summary>The payment goes on from there.</summary>
    public sealed record Changed(Payment Payment) : DeskResult;

    /// <summary>There is none of that reference at those brokers.</summary>
    public sealed record NoPayment : DeskResult;

    /// <summary>The payment is not, or no longer, in a state for this; nothing was changed.</summary>
    public sealed record WrongState : DeskResult;
}

/// <summary>A person's word about a payment, whichever way it comes: by management API or from the console.</summary>
internal sealed class PaymentDeskService(PaymentDeskStore desk, PaymentStore store)
{
    /// <summary>Approves, rejects or retries.</summary>
    /// <param name="scope">The brokers of the one who decides.</param>
    /// <param name="reference">The payment.</param>
    /// <param name="what">The decision.</param>
    /// <param name="detail">Who, and why; stands in the payment's history.</param>
    /// <param name="also">What belongs to the same write; when it throws, nothing happens.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<DeskResult> DecideAsync(
        BrokerScope scope, string reference, PaymentEvent what, string detail, Func<DbSession, Task>? also, CancellationToken cancellationToken) =>
        await desk.FindAsync(scope, reference, cancellationToken) is not { } payment ? new DeskResult.NoPayment()
        : await store.ApplyAsync(payment.Id, what, detail, cancellationToken, also: also) is { } changed ? new DeskResult.Changed(changed)
        : new DeskResult.WrongState();

    /// <summary>Says of a call whose outcome is unknown whether the platform carried it out.</summary>
    /// <param name="scope">The brokers of the one who decides.</param>
    /// <param name="reference">The payment.</param>
    /// <param name="happened">Whether the platform carried the call out.</param>
    /// <param name="detail">Who, and why; stands in the payment's history.</param>
    /// <param name="also">What belongs to the same write; when it throws, nothing happens.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<DeskResult> SettleAsync(
        BrokerScope scope, string reference, bool happened, string detail, Func<DbSession, Task>? also, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(scope, reference, cancellationToken) is not { } payment)
        {
            return new DeskResult.NoPayment();
        }

        var what = happened ? PaymentEvent.FoundApplied : PaymentEvent.FoundNotApplied;
        return PaymentMachine.IsUnknown(payment.State)
            && await store.SettleAsync(payment.Id, what, balanceHistoryId: null, detail, cancellationToken, also) is { } changed
            ? new DeskResult.Changed(changed)
            : new DeskResult.WrongState();
    }
}
