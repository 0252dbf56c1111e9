using System.Threading.Channels;
using Drawbridge.Broker.Chat;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Console.Chat;

/// <summary>Wakes the open pages of staff when something changes in a conversation, on whichever node that happened.</summary>
internal sealed class DeskSignals : IDisposable
{
    private const int MostOfMember = 12;
    private const int MostOfNode = 1_000;

    private readonly Lock _gate = new();
    private readonly List<DeskSignal> _open = [];
    private readonly IDisposable _subscription;

    public DeskSignals(Database database) => _subscription = database.Subscribe(ChatStore.Channel, Wake);

    /// <summary>A signal for a page, to be disposed when it closes; null when there are too many.</summary>
    public DeskSignal? TryOpen(long staffId)
    {
        lock (_gate)
        {
            if (_open.Count >= MostOfNode || _open.Count(signal => signal.StaffId == staffId) >= MostOfMember)
            {
                return null;
            }

            var signal = new DeskSignal(this, staffId);
            _open.Add(signal);
            return signal;
        }
    }

    public void Dispose() => _subscription.Dispose();

    internal void Close(DeskSignal signal)
    {
        lock (_gate)
        {
            _open.Remove(signal);
        }
    }

    private void Wake(string payload)
    {
        lock (_gate)
        {
            foreach (var signal in _open)
            {
                signal.Raise(payload);
            }
        }
    }
}

/// <summary>Collects whose conversations changed until somebody looks.</summary>
internal sealed class DeskSignal(DeskSignals owner, long staffId) : IDisposable
{
    private const int MostCollected = 100;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _raised = new(StringComparer.Ordinal);
    private readonly Channel<bool> _bell =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public long StaffId => staffId;

    public void Raise(string payload)
    {
        lock (_gate)
        {
            _raised.Add(_raised.Count < MostCollected ? payload : Database.MissedPayload);
        }

        _bell.Writer.TryWrite(true);
    }

    /// <summary>Waits until something changed, and takes whose it was.</summary>
    public async Task<IReadOnlyCollection<string>> TakeAsync(CancellationToken cancellationToken)
    {
        await _bell.Reader.ReadAsync(cancellationToken);
        lock (_gate)
        {
            var taken = _raised.ToList();
            _raised.Clear();
            return taken;
        }
    }

    public void Dispose() => owner.Close(this);
}
