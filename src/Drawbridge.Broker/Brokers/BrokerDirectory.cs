using Drawbridge.Storage;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Brokers;

/// <summary>
/// The CRMs and brokers of this installation, in memory, the same on every node soon after a change. Only what changed is read again, so that one
/// change costs the same whether there are ten brokers or ten thousand.
/// </summary>
internal sealed class BrokerDirectory(BrokerStore store, Database database, ILogger<BrokerDirectory> log) : IDisposable
{
    /// <summary>Channel on which a change of the directory is announced to every node.</summary>
    public const string Channel = "brokers";

    /// <summary>Announces a version of the configuration.</summary>
    public const string VersionPayload = "version";

    private const string BrokerPayloadPrefix = "broker:";

    private readonly SemaphoreSlim _reloading = new(1, 1);
    private IDisposable? _subscription;
    private volatile BrokerDirectorySnapshot _current = new([], []);
    private long _version = -1;

    /// <summary>The directory as it is now. No I/O.</summary>
    public BrokerDirectorySnapshot Current => _current;

    /// <summary>Announces a change of one broker that is no version of the configuration, such as another logo.</summary>
    public static string PayloadOf(long brokerId) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{BrokerPayloadPrefix}{brokerId}");

    /// <summary>Loads the directory and follows its changes from then on.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription ??= database.Subscribe(Channel, payload => _ = HearAsync(payload));
        await ReloadAsync(cancellationToken);
    }

    /// <summary>Reads everything again.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => ExclusivelyAsync(
        async () => (_version, _current) = await store.LoadAsync(cancellationToken), cancellationToken);

    /// <summary>Reads one broker again.</summary>
    public Task ReloadAsync(long brokerId, CancellationToken cancellationToken) => ExclusivelyAsync(
        async () => _current = await store.LoadAsync(_current, [], [brokerId], cancellationToken), cancellationToken);

    /// <summary>Reads what the configuration changed since it was read last; nothing when that is nothing.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (await store.FindVersionAsync(cancellationToken) == Interlocked.Read(ref _version))
        {
            return;
        }

        await ExclusivelyAsync(
            async () =>
            {
                if (_version < 0)
                {
                    (_version, _current) = await store.LoadAsync(cancellationToken);
                    return;
                }

                var (version, crms, brokers) = await store.ListChangedAsync(_version, cancellationToken);
                if (version != _version)
                {
                    _current = await store.LoadAsync(_current, crms, brokers, cancellationToken);
                    Interlocked.Exchange(ref _version, version);
                }
            },
            cancellationToken);
    }

    /// <summary>The same; what goes wrong is logged, and the directory of before stays in force until the next time.</summary>
    public async Task FollowQuietlyAsync(string reason)
    {
        try
        {
            await FollowAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // The old directory stays in force; the next change or start reads again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            BrokersLog.ReloadFailed(log, e, reason);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        _reloading.Dispose();
    }

    private async Task HearAsync(string payload)
    {
        try
        {
            if (payload.StartsWith(BrokerPayloadPrefix, StringComparison.Ordinal))
            {
                await ReloadAsync(long.Parse(payload.AsSpan(BrokerPayloadPrefix.Length), System.Globalization.CultureInfo.InvariantCulture), CancellationToken.None);
            }
            else if (payload == VersionPayload)
            {
                await FollowAsync(CancellationToken.None);
            }
            else
            {
                await ReloadAsync(CancellationToken.None);
            }
        }
#pragma warning disable CA1031 // The old directory stays in force; the next change or start reads again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            BrokersLog.ReloadFailed(log, e, payload);
        }
    }

    private async Task ExclusivelyAsync(Func<Task> read, CancellationToken cancellationToken)
    {
        await _reloading.WaitAsync(cancellationToken);
        try
        {
            await read();
        }
        finally
        {
            _reloading.Release();
        }
    }
}
