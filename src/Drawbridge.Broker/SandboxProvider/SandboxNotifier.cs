using System.Globalization;
using System.Text.Json;
using Drawbridge.Broker.Payments.Notifications;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.SandboxProvider;

/// <summary>Sends the notifications of the provider for development, signed as those of a real one.</summary>
internal sealed class SandboxNotifier(PaymentNotifications notifications, SandboxPaymentProvider provider, SandboxStore store, TimeProvider time) : IJobHandler
{
    private const string QueueName = "sandbox-notification";

    /// <inheritdoc/>
    public string Queue => QueueName;

    public static JobRequest Request(string reference, string status) => new(QueueName, $"{reference} {status}");

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var parts = job.Payload.Split(' ');
        if (await store.FindByReferenceAsync(parts[0], cancellationToken) is not { } payment)
        {
            throw new JobFailedException("There is no such payment.");
        }

        var notice = new PaymentNotice(parts[0], parts[1], payment.Money.ToDecimal(), payment.Currency, payment.ProviderReference);
        var body = JsonSerializer.SerializeToUtf8Bytes(notice, PaymentNoticeJson.Default.PaymentNotice);
        var now = time.GetUtcNow();
        var id = string.Create(CultureInfo.InvariantCulture, $"sbx-{job.Id}");
        var refused = await notifications.TakeAsync(
            provider.Name,
            new(id, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), provider.NotificationSecret.Sign(id, now, body), body),
            cancellationToken);
        if (refused is not null)
        {
            throw new JobFailedException($"The notification was refused: {refused.Code}.");
        }
    }
}
