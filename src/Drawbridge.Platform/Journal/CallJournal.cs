using System.Threading.Channels;

namespace Drawbridge.Platform.Journal;

/// <summary>The last calls between the two sides, in this process's memory only.</summary>
internal sealed class CallJournal
{
    public const int Capacity = 2_000;

    private const int LongestQueue = 500;

    private readonly Lock _gate = new();
    private readonly Queue<JournalEntry> _entries = new();
    private readonly List<Channel<object>> _readers = [];
    private long _lastId;

    /// <summary>Keeps a call and tells who listens. The oldest one goes when there are more than <see cref="Capacity"/>.</summary>
    public void Add(JournalEntry entry)
    {
        lock (_gate)
        {
            var numbered = entry with { Id = ++_lastId };
            _entries.Enqueue(numbered);
            if (_entries.Count > Capacity)
            {
                _entries.Dequeue();
            }

            Publish(numbered);
        }
    }

    /// <summary>Tells who listens that a session is over.</summary>
    public void Announce(SessionEnded ended)
    {
        lock (_gate)
        {
            Publish(ended);
        }
    }

    /// <summary>The entries after one, oldest first.</summary>
    public IReadOnlyList<JournalEntry> After(long id)
    {
        lock (_gate)
        {
            return [.. _entries.Where(entry => entry.Id > id)];
        }
    }

    /// <summary>What is kept after an entry, then everything new. Nothing is lost or repeated in between. Null: only what is new.</summary>
    public Subscription Subscribe(long? after)
    {
        // A reader that does not keep up loses the oldest; it can ask for them again by their number.
        var channel = Channel.CreateBounded<object>(new BoundedChannelOptions(LongestQueue) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            _readers.Add(channel);
            return new(this, channel, after is { } id ? [.. _entries.Where(entry => entry.Id > id)] : []);
        }
    }

    private void Publish(object item) => _readers.ForEach(reader => reader.Writer.TryWrite(item));

    private void Remove(Channel<object> reader)
    {
        lock (_gate)
        {
            _readers.Remove(reader);
        }
    }

    /// <summary>One who listens, until disposed.</summary>
    internal sealed class Subscription(CallJournal journal, Channel<object> channel, IReadOnlyList<JournalEntry> backlog) : IDisposable
    {
        public IReadOnlyList<JournalEntry> Backlog { get; } = backlog;

        /// <summary><see cref="JournalEntry"/> and <see cref="SessionEnded"/>, as they come.</summary>
        public IAsyncEnumerable<object> ReadAllAsync(CancellationToken cancellationToken) => channel.Reader.ReadAllAsync(cancellationToken);

        public void Dispose() => journal.Remove(channel);
    }
}

/// <summary>A session of an application is over.</summary>
/// <param name="SessionIdHint">The first eight hexadecimal digits of the SHA-256 of its id.</param>
/// <param name="Reason"><c>logout</c> in an application, or <c>broker</c> when the broker asked for it (call 3.12).</param>
internal sealed record SessionEnded(string SessionIdHint, string Reason);
