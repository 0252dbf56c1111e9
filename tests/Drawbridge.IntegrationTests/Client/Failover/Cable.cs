using System.Net;
using System.Net.Sockets;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.Client.Failover;

/// <summary>A connection to a platform that can be cut, and can fall silent. It carries bytes and understands none of them.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly int _target;
    private readonly int _port;
    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly List<Task> _work = [];
    private TcpListener _listener;
    private TaskCompletionSource? _silence;
    private int _held;
    private (int Count, TaskCompletionSource Reached)? _awaited;

    private Cable(int target, TcpListener listener)
    {
        (_target, _listener) = (target, listener);
        _port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Address = new Uri($"https://localhost:{_port}");
        _work.Add(AcceptAsync(listener));
    }

    public Uri Address { get; }

    /// <summary>Pieces that went from the client to the platform.</summary>
    public int Carried { get; private set; }

    public static Cable To(Uri platform)
    {
        var listener = new TcpListener(IPAddress.Loopback, TestPorts.Take());
        listener.Start();
        return new(platform.Port, listener);
    }

    /// <summary>Nobody listens any more, and what is open breaks.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _listener.Stop();
            CloseAll();
        }
    }

    /// <summary>Connections are taken, and nothing comes through.</summary>
    public void FallSilent()
    {
        lock (_gate)
        {
            _silence = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _held = 0;
        }
    }

    /// <summary>Completes when so many pieces wait in the silence.</summary>
    public Task HoldsAsync(int count)
    {
        lock (_gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited = (count, reached);
            TellAwaited();
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    /// <summary>It works again. What was sent into the silence arrives now, late.</summary>
    public void Revive()
    {
        lock (_gate)
        {
            _silence?.SetResult();
            _silence = null;
            if (_listener.Server.IsBound)
            {
                return;
            }

            _listener = new(IPAddress.Loopback, _port);
            _listener.Start();
            _work.Add(AcceptAsync(_listener));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] work;
        lock (_gate)
        {
            _listener.Stop();
            CloseAll();
            _silence?.TrySetResult();
            work = [.. _work];
        }

        await Task.WhenAll(work);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                lock (_gate)
                {
                    _work.Add(CarryAsync(client));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        var platform = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        lock (_gate)
        {
            _sockets.UnionWith([client, platform]);
        }

        try
        {
            await platform.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(CopyAsync(client, platform, isRequest: true), CopyAsync(platform, client, isRequest: false));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
        finally
        {
            lock (_gate)
            {
                _sockets.ExceptWith([client, platform]);
            }

            client.Dispose();
            platform.Dispose();
        }
    }

    private async Task CopyAsync(Socket from, Socket to, bool isRequest)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                await HoldAsync(isRequest);
                await to.SendAsync(buffer.AsMemory(0, length));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private Task HoldAsync(bool isRequest)
    {
        lock (_gate)
        {
            if (_silence is not null)
            {
                _held += isRequest ? 1 : 0;
                TellAwaited();
                return _silence.Task;
            }

            Carried += isRequest ? 1 : 0;
            return Task.CompletedTask;
        }
    }

    private void TellAwaited()
    {
        if (_awaited is { } awaited && _held >= awaited.Count)
        {
            awaited.Reached.TrySetResult();
        }
    }

    private void CloseAll()
    {
        foreach (var socket in _sockets)
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0); // a reset, not a good-bye
            socket.Dispose();
        }
    }
}
