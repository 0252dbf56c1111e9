using System.Globalization;
using System.Threading.Channels;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Chat;

/// <summary>
/// Wakes the open screens of a trader when something changes in the conversation, on whichever node that happened. A signal says nothing but that:
/// what changed is read by who was woken.
/// </summary>
internal sealed class ChatSignals : IDisposable
{
    private const int MostOfUser = 4;
    private const int MostOfNode = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, List<ChatSignal>> _byUser = [];
    private readonly IDisposable _subscription;
    private int _open;

    public ChatSignals(Database database) => _subscription = database.Subscribe(ChatStore.Channel, Wake);

    public static string PayloadOf(long userId) => userId.ToString(CultureInfo.InvariantCulture);

    /// <summary>A signal for a user's screen, to be disposed when it closes; null when there are too many.</summary>
    public ChatSignal? TryOpen(long userId)
    {
        lock (_gate)
        {
            var own = _byUser.GetValueOrDefault(userId, []);
            if (own.Count >= MostOfUser || _open >= MostOfNode)
            {
                return null;
            }

            var signal = new ChatSignal(this, userId);
            own.Add(signal);
            _byUser[userId] = own;
            _open++;
            return signal;
        }
    }

    public void Dispose() => _subscription.Dispose();

    internal void Close(ChatSignal signal)
    {
        lock (_gate)
        {
            if (!_byUser.TryGetValue(signal.UserId, out var own) || !own.Remove(signal))
            {
                return;
            }

            _open--;
            if (own.Count == 0)
            {
                _byUser.Remove(signal.UserId);
            }
        }
    }

    private void Wake(string payload)
    {
        lock (_gate)
        {
            var woken = payload == Database.MissedPayload
                ? _byUser.Values.SelectMany(static own => own)
                : long.TryParse(payload, NumberStyles.None, CultureInfo.InvariantCulture, out var userId) ? _byUser.GetValueOrDefault(userId, []) : [];
            foreach (var signal in woken)
            {
                signal.Raise();
            }
        }
    }
}

/// <summary>Raised any number of times before it is waited for, it is raised once.</summary>
internal sealed class ChatSignal(ChatSignals owner, long userId) : IDisposable
{
    private readonly Channel<string> _raised =
        Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public long UserId => userId;

    public void Raise() => _raised.Writer.TryWrite("changed");

    /// <summary>Completes when it is raised, and lowers it.</summary>
    public Task<string> TakeAsync(CancellationToken cancellationToken) => _raised.Reader.ReadAsync(cancellationToken).AsTask();

    public void Dispose() => owner.Close(this);
}
