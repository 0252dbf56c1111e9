using System.Collections.Concurrent;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Payments.Providers;

namespace Drawbridge.IntegrationTests.Payments;

/// <summary>A payment provider in memory that knows references again. What it says of a payout depends on the reference alone.</summary>
internal sealed class TestProvider : IPaymentProvider
{
    public const string ProviderName = "test";

    private readonly ConcurrentDictionary<string, ProviderStatus> _payouts = new(StringComparer.Ordinal);
    private readonly Func<Payment, ProviderStatus> _decide;
    private int _calls;

    public TestProvider(Func<Payment, ProviderStatus> decide) => _decide = decide;

    public string Name => ProviderName;

    public Drawbridge.Protocol.Webhooks.WebhookSecret NotificationSecret { get; } = Drawbridge.Protocol.Webhooks.WebhookSecret.New();

    /// <summary>References that were paid out.</summary>
    public IReadOnlyCollection<string> PaidOut => [.. _payouts.Where(static pair => pair.Value == ProviderStatus.Succeeded).Select(static pair => pair.Key)];

    public Task<PayerRequest?> AskPayerAsync(Payment payment, Uri returnUrl, CancellationToken cancellationToken) =>
        Task.FromResult<PayerRequest?>(new PayerRequest("p-" + payment.Reference, new Uri("https://pay.example.test/" + payment.Reference)));

    public Task<ProviderReport> PayOutAsync(Payment payment, CancellationToken cancellationToken)
    {
        var status = _payouts.GetOrAdd(payment.Reference, _ => _decide(payment));
        return Interlocked.Increment(ref _calls) % 5 == 0
            ? throw new HttpRequestException("The answer was lost.")
            : Task.FromResult(new ProviderReport(status));
    }

    public Task<ProviderReport?> FindStatusAsync(Payment payment, CancellationToken cancellationToken) =>
        Task.FromResult(_payouts.TryGetValue(payment.Reference, out var status) ? new ProviderReport(status) : null);
}
