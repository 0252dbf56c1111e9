using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Payments.Providers;
using Drawbridge.Protocol.Webhooks;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.SandboxProvider;

/// <summary>A payment provider that moves no money: a page to pay on, and notifications as a real one sends them.</summary>
internal sealed class SandboxPaymentProvider(SandboxStore store, IOptions<SandboxOptions> options) : IPaymentProvider
{
    public const string ProviderName = "sandbox";

    public const string PayPath = "/sandbox-pay";

    private static readonly string[] Kept = ["brokerName", "brokerCrmName", "lang", "theme", "source"];

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <summary>Of this process: it notifies itself.</summary>
    public WebhookSecret NotificationSecret { get; } = WebhookSecret.New();

    /// <inheritdoc/>
    public async Task<PayerRequest?> AskPayerAsync(Payment payment, Uri returnUrl, CancellationToken cancellationToken)
    {
        var asked = await store.EnsureAsync(payment, returnUrl, cancellationToken);
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(returnUrl.Query);
        var page = new UriBuilder(returnUrl) { Path = PayPath, Query = "" }.Uri.OriginalString;
        foreach (var name in Kept.Where(query.ContainsKey))
        {
            page = Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(page, name, query[name].ToString());
        }

        return new(asked.ProviderReference, new Uri(Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(page, "payment", asked.ProviderReference)));
    }

    /// <inheritdoc/>
    public async Task<ProviderReport> PayOutAsync(Payment payment, CancellationToken cancellationToken)
    {
        var asked = await store.EnsureAsync(payment, returnUrl: null, cancellationToken);
        switch (asked.Scenario)
        {
            case SandboxScenario.Decline:
                await store.DecideAsync(asked, "failed", [], cancellationToken);
                break;
            case SandboxScenario.Pending:
                await store.DecideAsync(asked, "succeeded", [("succeeded", options.Value.Later)], cancellationToken);
                return asked.Status == "pending" ? new(ProviderStatus.Pending) : ReportOf(asked);
            default:
                await store.DecideAsync(asked, "succeeded", [], cancellationToken);
                break;
        }

        return await FindStatusAsync(payment, cancellationToken) ?? new(ProviderStatus.Pending);
    }

    /// <inheritdoc/>
    public async Task<ProviderReport?> FindStatusAsync(Payment payment, CancellationToken cancellationToken) =>
        await store.FindByReferenceAsync(payment.Reference, cancellationToken) is { } asked ? ReportOf(asked) : null;

    private static ProviderReport ReportOf(SandboxPayment payment) =>
        new(ProviderReport.StatusOf(payment.Status) ?? ProviderStatus.Pending, payment.Money.ToDecimal(), payment.Currency);
}
