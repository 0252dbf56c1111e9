using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Payments.Providers;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Payments.Work;

/// <summary>Has providers pay out what accounts have given (FLOW-WITHDRAW-2), and gives it back when they cannot (FLOW-WITHDRAW-4).</summary>
internal sealed class PaymentPayouts(PaymentStore store, PaymentProviders providers, IOptions<PaymentOptions> options)
{
    /// <summary>How long to wait before the next step; null when the payment has gone on.</summary>
    public async Task<TimeSpan?> StepAsync(BrokerEntity broker, Payment payment, CancellationToken cancellationToken)
    {
        if (await providers.FindAsync(broker, payment.Provider, cancellationToken) is not { } provider)
        {
            return options.Value.LookAgainAfter; // not configured any more: staff sees a payout that does not go on
        }

        if (payment.State == PaymentState.PayoutDue
            && await store.ApplyAsync(payment.Id, PaymentEvent.PayoutBegun, detail: null, cancellationToken) is null)
        {
            return null;
        }

        ProviderReport report;
        try
        {
            // The provider knows the reference again, so that telling it twice pays once.
            report = await provider.PayOutAsync(payment, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return options.Value.RetryAfter;
        }

        if (report.EventFor(payment) is not { } happened)
        {
            return options.Value.LookAgainAfter; // the notification comes first, as a rule
        }

        await store.ApplyAsync(payment.Id, happened, report.DetailFor(payment, "answered by"), cancellationToken, report.ProviderReference);
        return null;
    }
}
