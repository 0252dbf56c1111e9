using System.Globalization;

namespace Drawbridge.Broker.Console.Webhooks;

/// <summary>What staff reads about a notification to the CRM.</summary>
internal static class WebhookWords
{
    public static (string Text, string Tone) Of(DateTimeOffset? deliveredAt, DateTimeOffset? givenUpAt, int attempts, int? lastStatus) =>
        deliveredAt is not null ? ("Delivered", "good")
        : givenUpAt is not null ? ($"Given up, {Status(lastStatus)}", "bad")
        : attempts > 0 ? ($"Tried {attempts.ToString(CultureInfo.InvariantCulture)}×, {Status(lastStatus)}", "warn")
        : ("Not sent", "calm");

    private static string Status(int? status) => status is null or 0 ? "no answer" : $"HTTP {status.Value.ToString(CultureInfo.InvariantCulture)}";
}
