using System.Globalization;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Documents;

/// <summary>Erases files that arrived in part, or that nothing kept.</summary>
internal sealed class DocumentLeftovers(DocumentStore store) : IJobHandler
{
    private const string Name = "document-leftover";

    private static readonly TimeSpan After = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public string Queue => Name;

    public static JobRequest Request(long id, DateTimeOffset now)
    {
        var text = id.ToString(CultureInfo.InvariantCulture);
        return new(Name, text) { DedupeKey = text, RunAt = now + After };
    }

    /// <inheritdoc/>
    public Task HandleAsync(Job job, CancellationToken cancellationToken) =>
        store.TryEraseArrivingAsync(long.Parse(job.Payload, CultureInfo.InvariantCulture), "not kept", cancellationToken);
}
