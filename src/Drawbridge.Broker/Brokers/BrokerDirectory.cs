using Drawbridge.Storage;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Brokers;

/// <summary>The CRMs and brokers of this installation, in memory, the same on every node soon after a change.</summary>
internal sealed class BrokerDirectory(BrokerStore store, Database database, ILogger<BrokerDirectory> log) : IDisposable
{
    /// <summary>Channel on which a change of the directory is announced to every node.</summary>
    public const string Channel = "brokers";

    private readonly SemaphoreSlim _reloading = new(1, 1);
    private IDisposable? _subscription;
    private volatile BrokerDirectorySnapshot _current = new([], []);

    /// <summary>The directory as it is now. No I/O.</summary>
    public BrokerDirectorySnapshot Current => _current;

    /// <summary>Loads the directory and follows its changes from then on.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription ??= database.Subscribe(Channel, payload => _ = ReloadQuietlyAsync(payload));
        await ReloadAsync(cancellationToken);
    }

    /// <summary>Reads everything again.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _reloading.WaitAsync(cancellationToken);
        try
        {
            _current = await store.LoadAsync(cancellationToken);
        }
        finally
        {
            _reloading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        _reloading.Dispose();
    }

    private async Task ReloadQuietlyAsync(string reason)
    {
        try
        {
            await ReloadAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // The old directory stays in force; the next change or start reads again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            BrokersLog.ReloadFailed(log, e, reason);
        }
    }
}
