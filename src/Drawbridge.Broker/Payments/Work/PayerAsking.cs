using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Payments.Providers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Payments.Work;

/// <summary>
/// Asks providers where the trader pays, and how it stands when they say nothing. What could not be asked is asked again until it is
/// too old, without the trader.
/// </summary>
internal sealed class PayerAsking(PaymentStore store, PaymentProviders providers, TimeProvider time, IOptions<PaymentOptions> options)
{
    /// <summary>
    /// Where the trader pays (FLOW-DEPOSIT-2). Asked again, the provider says the same. Null when it cannot be asked now or does not take the
    /// payment: its state tells which.
    /// </summary>
    public async Task<Uri?> AskAsync(BrokerEntity broker, Payment payment, CancellationToken cancellationToken)
    {
        if (payment.ReturnUrl is not { } returnUrl || await providers.FindAsync(broker, payment.Provider, cancellationToken) is not { } provider)
        {
            return null;
        }

        try
        {
            if (await provider.AskPayerAsync(payment, new Uri(QueryHelpers.AddQueryString(returnUrl, "reference", payment.Reference)), cancellationToken) is not { } asked)
            {
                await store.ApplyAsync(payment.Id, PaymentEvent.ProviderDeclined, $"not taken by {payment.Provider}", cancellationToken);
                return null;
            }

            await store.ApplyAsync(payment.Id, PaymentEvent.PayerAsked, detail: null, cancellationToken, asked.ProviderReference);
            return asked.PayUrl;
        }
        catch (HttpRequestException)
        {
            return null; // nothing is lost: it is asked again
        }
    }

    /// <summary>Asks in the trader's place. How long to wait before the next step; null when the payment has gone on.</summary>
    public async Task<TimeSpan?> StepAsync(BrokerEntity broker, Payment payment, CancellationToken cancellationToken)
    {
        if (Age(payment) >= options.Value.AskPayerFor)
        {
            await store.ApplyAsync(payment.Id, PaymentEvent.ProviderExpired, $"{payment.Provider} could not be asked", cancellationToken);
            return null;
        }

        await AskAsync(broker, payment, cancellationToken);
        return await store.FindAsync(payment.Id, cancellationToken) is { State: PaymentState.Created } ? options.Value.RetryAfter : null;
    }

    /// <summary>Asks how a payment stands of which nothing was heard: less and less often, and not for ever.</summary>
    public async Task<TimeSpan?> LookAsync(BrokerEntity broker, Payment payment, CancellationToken cancellationToken)
    {
        var age = Age(payment);
        if (age < options.Value.StatusAfter)
        {
            return options.Value.StatusAfter - age;
        }

        if (await providers.FindAsync(broker, payment.Provider, cancellationToken) is { } provider && await FindReportAsync(provider, payment, cancellationToken) is { } report
            && report.EventFor(payment) is { } happened)
        {
            await store.ApplyAsync(payment.Id, happened, report.DetailFor(payment, "asked"), cancellationToken, report.ProviderReference);
            return null;
        }

        if (age < options.Value.AwaitPayerFor)
        {
            return age < options.Value.LookAgainAfter ? age : options.Value.LookAgainAfter;
        }

        await store.ApplyAsync(payment.Id, PaymentEvent.ProviderExpired, $"{payment.Provider} said nothing final", cancellationToken);
        return null;
    }

    private static async Task<ProviderReport?> FindReportAsync(IPaymentProvider provider, Payment payment, CancellationToken cancellationToken)
    {
        try
        {
            return await provider.FindStatusAsync(payment, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private TimeSpan Age(Payment payment) => time.GetUtcNow() - payment.CreatedAt;
}
