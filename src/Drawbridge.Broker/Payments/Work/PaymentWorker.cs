using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Payments.Work;

/// <summary>Goes on with a payment until it has to wait for somebody. Each step is written down before it is made.</summary>
internal sealed class PaymentWorker(
    PaymentStore store, PaymentSender sender, PaymentReconciler reconciler, PaymentPayouts payouts, PayerAsking asking, BrokerDirectory directory, JobQueue jobs, TimeProvider time,
    IOptions<PaymentOptions> options) : IJobHandler
{
    private const string Name = "payment";

    /// <inheritdoc/>
    public string Queue => Name;

    public static JobRequest Request(long paymentId)
    {
        var text = paymentId.ToString(CultureInfo.InvariantCulture);
        return new(Name, text) { DedupeKey = text };
    }

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var id = long.Parse(job.Payload, CultureInfo.InvariantCulture);
        if (await store.FindAsync(id, cancellationToken) is not { } payment || PaymentMachine.IsSettled(payment.State))
        {
            return;
        }

        if (directory.Current.FindBroker(payment.BrokerId) is not { } broker)
        {
            throw new JobFailedException("The broker is no longer configured.");
        }

        BrokerLogScope.DescribeJob(broker);

        if (await StepAsync(broker, payment, cancellationToken) is { } pause)
        {
            await jobs.EnqueueAsync(Request(id) with { RunAt = time.GetUtcNow() + pause }, CancellationToken.None);
        }
    }

    /// <summary>Somebody is sending, or began to and stopped without a word: then the call may have been made.</summary>
    private async Task<TimeSpan?> TakeOverAsync(Payment payment, CancellationToken cancellationToken)
    {
        if (await store.FindOpenMovementAsync(payment.Id, cancellationToken) is { } movement
            && movement.SentAt + options.Value.SettleAfter - time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
        {
            return wait;
        }

        await store.SettleAsync(
            payment.Id, PaymentEvent.PlatformUnknown, balanceHistoryId: null, "whoever was sending stopped", cancellationToken);
        return null;
    }

    /// <summary>How long to wait before the next step; null when somebody else goes on.</summary>
    private async Task<TimeSpan?> StepAsync(BrokerEntity broker, Payment payment, CancellationToken cancellationToken)
    {
        switch (payment.State)
        {
            case PaymentState.Created:
                return await asking.StepAsync(broker, payment, cancellationToken);
            case PaymentState.AwaitingPayer:
                return await asking.LookAsync(broker, payment, cancellationToken);
            case PaymentState.Confirmed:
                return await sender.SendAsync(broker, payment, MovementPurpose.Credit, cancellationToken);
            case PaymentState.DebitDue:
                return await sender.SendAsync(broker, payment, MovementPurpose.Debit, cancellationToken);
            case PaymentState.RefundDue:
                return await sender.SendAsync(broker, payment, MovementPurpose.Refund, cancellationToken);
            case PaymentState.Crediting or PaymentState.Debiting or PaymentState.Refunding:
                return await TakeOverAsync(payment, cancellationToken);
            case PaymentState.CreditUnknown or PaymentState.DebitUnknown or PaymentState.RefundUnknown:
                return await reconciler.LookAsync(broker, payment, cancellationToken);
            case PaymentState.PayoutDue or PaymentState.PayingOut:
                return await payouts.StepAsync(broker, payment, cancellationToken);
            default:
                return null; // staff
        }
    }
}
