using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Payments;

/// <summary>Has providers pay out what accounts have given (FLOW-WITHDRAW-2), and gives it back when they cannot (FLOW-WITHDRAW-4).</summary>
internal sealed class PaymentPayouts(PaymentStore store, IEnumerable<IPaymentProvider> providers, IOptions<PaymentOptions> options)
{
    /// <summary>How long to wait before the next step; null when the payment has gone on.</summary>
    public async Task<TimeSpan?> StepAsync(Payment payment, CancellationToken cancellationToken)
    {
        if (providers.FirstOrDefault(provider => provider.Name == payment.Provider) is not { } provider)
        {
            return options.Value.LookAgainAfter; // not configured any more: staff sees a payout that does not go on
        }

        if (payment.State == PaymentState.PayoutDue
            && await store.ApplyAsync(payment.Id, PaymentEvent.PayoutBegun, detail: null, cancellationToken) is null)
        {
            return null;
        }

        ProviderStatus status;
        try
        {
            // The provider knows the reference again, so that telling it twice pays once.
            status = await provider.PayOutAsync(payment, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return options.Value.RetryAfter;
        }

        switch (status)
        {
            case ProviderStatus.Succeeded:
                await store.ApplyAsync(payment.Id, PaymentEvent.PayoutConfirmed, detail: null, cancellationToken);
                return null;
            case ProviderStatus.Failed or ProviderStatus.Expired:
                await store.ApplyAsync(payment.Id, PaymentEvent.PayoutFailed, "the provider could not pay out", cancellationToken);
                return null;
            default:
                return options.Value.LookAgainAfter; // the notification comes first, as a rule
        }
    }
}
