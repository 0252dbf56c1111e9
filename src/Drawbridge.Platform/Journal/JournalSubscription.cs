using System.Threading.Channels;

namespace Drawbridge.Platform.Journal;

/// <summary>One who listens to the journal, until disposed.</summary>
internal sealed class JournalSubscription(ChannelReader<object> reader, JournalFilter filter, IReadOnlyList<JournalEntry> backlog, Action remove) : IDisposable
{
    /// <summary>What was kept already.</summary>
    public IReadOnlyList<JournalEntry> Backlog { get; } = backlog;

    /// <summary><see cref="JournalEntry"/>, those that fit, and <see cref="SessionEnded"/>, as they come.</summary>
    public IAsyncEnumerable<object> ReadAllAsync(CancellationToken cancellationToken) =>
        reader.ReadAllAsync(cancellationToken).Where(item => item is not JournalEntry entry || filter.Matches(entry));

    public void Dispose() => remove();
}
