using Microsoft.Extensions.Logging;

namespace Drawbridge.Storage.Notifications;

/// <summary>Who wants to hear of what, in this process.</summary>
internal sealed partial class NotificationHub(ILogger logger)
{
    private readonly Lock _gate = new();
    private Subscription[] _subscriptions = [];

    public IDisposable Subscribe(string channel, Action<string> handler)
    {
        if (channel.Contains('\n', StringComparison.Ordinal))
        {
            throw new ArgumentException("A channel's name has no line break.", nameof(channel));
        }

        var subscription = new Subscription(this, channel, handler);
        lock (_gate)
        {
            _subscriptions = [.. _subscriptions, subscription];
        }

        return subscription;
    }

    public void Publish(string channel, string payload)
    {
        foreach (var subscription in Volatile.Read(ref _subscriptions))
        {
            if (subscription.Channel == channel)
            {
                Call(subscription, payload);
            }
        }
    }

    public void PublishMissed()
    {
        foreach (var subscription in Volatile.Read(ref _subscriptions))
        {
            Call(subscription, Database.MissedPayload);
        }
    }

    private void Call(Subscription subscription, string payload)
    {
        try
        {
            subscription.Handler(payload);
        }
        catch (Exception e)
        {
            HandlerFailed(e, subscription.Channel);
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            _subscriptions = [.. _subscriptions.Where(other => other != subscription)];
        }
    }

    [LoggerMessage(LogLevel.Error, "A handler of notifications on {Channel} failed")]
    private partial void HandlerFailed(Exception exception, string channel);

    private sealed class Subscription(NotificationHub hub, string channel, Action<string> handler) : IDisposable
    {
        public string Channel => channel;

        public Action<string> Handler => handler;

        public void Dispose() => hub.Remove(this);
    }
}
