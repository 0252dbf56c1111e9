using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Drawbridge.Platform.Journal;

/// <summary>The last calls between the two sides, in this process's memory only.</summary>
internal sealed class CallJournal
{
    public const int Capacity = 2_000;

    /// <summary>Characters of all that is kept: some 64 MB. Usual calls have a few hundred each.</summary>
    public const int LongestText = 32 * 1024 * 1024;

    public const int MostReaders = 64;

    private const int LongestQueue = 500;

    private readonly Lock _gate = new();
    private readonly Queue<JournalEntry> _entries = new();
    private readonly List<Channel<object>> _readers = [];
    private long _lastId;
    private long _text;

    /// <summary>Number of the newest entry, 0 before the first.</summary>
    public long LastId
    {
        get
        {
            lock (_gate)
            {
                return _lastId;
            }
        }
    }

    /// <summary>Keeps a call, tells who listens, and returns its number. The oldest ones go when there are too many or they are too long.</summary>
    public long Add(JournalEntry entry)
    {
        lock (_gate)
        {
            var numbered = entry with { Id = ++_lastId };
            _entries.Enqueue(numbered);
            _text += numbered.TextLength;
            while (_entries.Count > Capacity || (_text > LongestText && _entries.Count > 1))
            {
                _text -= _entries.Dequeue().TextLength;
            }

            Publish(numbered);
            return numbered.Id;
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

    /// <summary>Forgets every call. Numbers go on.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _text = 0;
        }
    }

    /// <summary>The entry of that number, null when it is not kept (any more).</summary>
    public JournalEntry? Find(long id)
    {
        lock (_gate)
        {
            return _entries.FirstOrDefault(entry => entry.Id == id);
        }
    }

    /// <summary>What is kept and fits, oldest first, and the number of the oldest that is kept at all.</summary>
    public JournalPage Read(JournalFilter filter)
    {
        IReadOnlyList<JournalEntry> all;
        lock (_gate)
        {
            all = [.. _entries];
        }

        return new(filter.Apply(all), all.Count > 0 ? all[0].Id : null);
    }

    /// <summary>
    /// What is kept and fits after an entry, then everything new that fits. Nothing is lost or repeated in between. Null: only what is
    /// new. False when too many listen already.
    /// </summary>
    public bool TrySubscribe(long? after, JournalFilter filter, [NotNullWhen(true)] out JournalSubscription? subscription)
    {
        lock (_gate)
        {
            if (_readers.Count >= MostReaders)
            {
                subscription = null;
                return false;
            }

            // A reader that does not keep up loses the oldest; it can ask for them again by their number.
            var channel = Channel.CreateBounded<object>(new BoundedChannelOptions(LongestQueue) { FullMode = BoundedChannelFullMode.DropOldest });
            _readers.Add(channel);
            subscription = new(channel.Reader, filter, after is { } id ? [.. _entries.Where(entry => entry.Id > id && filter.Matches(entry))] : [], () => Remove(channel));
            return true;
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
}

/// <summary>A session of an application is over.</summary>
/// <param name="SessionIdHint">The first eight hexadecimal digits of the SHA-256 of its id.</param>
/// <param name="Reason"><c>logout</c> in an application, <c>broker</c> when the broker asked for it (call 3.12), or <c>instrument</c>.</param>
internal sealed record SessionEnded(string SessionIdHint, string Reason);
