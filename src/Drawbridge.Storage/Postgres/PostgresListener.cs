using Drawbridge.Storage.Notifications;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Drawbridge.Storage.Postgres;

/// <summary>
/// One connection that listens, from the first subscription on. All our channels are one of PostgreSQL's, so that subscribing needs
/// no round trip; the first line of a payload names ours.
/// </summary>
internal sealed partial class PostgresListener : IAsyncDisposable
{
    public const string Channel = "drawbridge";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly string _connectionString;
    private readonly NotificationHub _hub;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task? _loop;

    public PostgresListener(string connectionString, NotificationHub hub, ILogger logger)
    {
        // Its own connection, outside the pool; the keep-alive notices a server that went away without saying so.
        _connectionString = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 10 }.ConnectionString;
        _hub = hub;
        _logger = logger;
    }

    public void Start()
    {
        lock (_gate)
        {
            if (!_stop.IsCancellationRequested)
            {
                _loop ??= Task.Run(LoopAsync);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task? loop;
        lock (_gate)
        {
            _stop.Cancel();
            loop = _loop;
        }

        await (loop ?? Task.CompletedTask);
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        var pause = FirstPause;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(onListening: () => pause = FirstPause);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                ListeningInterrupted(e, pause);
            }

            // Real time, whatever clock the product runs on: this waits for a server to come back.
            await Task.Delay(pause, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task ListenAsync(Action onListening)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        connection.Notification += (_, notification) => Dispatch(notification.Payload);
        await connection.OpenAsync(_stop.Token);
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(_stop.Token);
        }

        onListening();
        _hub.PublishMissed();
        while (true)
        {
            await connection.WaitAsync(_stop.Token);
        }
    }

    private void Dispatch(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        if (end >= 0)
        {
            _hub.Publish(text[..end], text[(end + 1)..]);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Listening to PostgreSQL was interrupted; it is tried again in {Pause}")]
    private partial void ListeningInterrupted(Exception exception, TimeSpan pause);
}
