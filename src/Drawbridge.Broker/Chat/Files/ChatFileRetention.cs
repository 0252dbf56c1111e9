using System.Globalization;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Chat.Files;

/// <summary>Erases files of conversations when their time is over.</summary>
internal sealed class ChatFileRetention(ChatFileStore store) : IJobHandler
{
    public const string Name = "chat-file";

    /// <inheritdoc/>
    public string Queue => Name;

    /// <inheritdoc/>
    public Task HandleAsync(Job job, CancellationToken cancellationToken) =>
        store.TryEraseAsync(long.Parse(job.Payload, CultureInfo.InvariantCulture), "retention", cancellationToken);
}
