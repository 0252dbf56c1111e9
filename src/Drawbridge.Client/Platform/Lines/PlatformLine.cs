using Drawbridge.Client.Platform.Wire;
using Drawbridge.Client.Telemetry;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Client.Platform.Lines;

/// <summary>
/// One way to a platform, and how it is doing: told from the calls that go over it and, once it is down, from a look at it every now and then.
/// Only a line that has another beside it can be down: without a choice there is nothing to keep away from.
/// </summary>
internal sealed class PlatformLine : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PlatformHttp _http;
    private readonly FailoverOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _probe;
    private int _strikes;
    private bool _isRedundant;
    private volatile bool _isDown;

    public PlatformLine(Uri url, PlatformHttp http, FailoverOptions options, TimeProvider time, ILogger logger)
    {
        Url = url;
        _http = http;
        _options = options;
        _time = time;
        _logger = logger;
        _probe = _time.CreateTimer(static line => _ = ((PlatformLine)line!).ProbeAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Uri Url { get; }

    public bool IsDown => _isDown;

    /// <summary>There is another line beside it.</summary>
    public void HasAnother()
    {
        lock (_gate)
        {
            _isRedundant = true;
        }
    }

    /// <summary>One exchange, which also tells how the line is doing.</summary>
    public async Task<PlatformAnswer> SendAsync(PlatformCall call, string? token, CancellationToken deadline, CancellationToken cancellationToken)
    {
        var answer = await _http.SendAsync(Url, call, token, deadline, cancellationToken);
        switch (answer)
        {
            case PlatformAnswer.NotSent failure:
                Fail(failure.Reason, isCertain: failure.NoConnection);
                break;
            case PlatformAnswer.Lost failure:
                Fail(failure.Reason, isCertain: failure.IsTimeout);
                break;
            case PlatformAnswer.Response { IsGatewayFault: true } response:
                Fail($"status {(int)response.Status}", isCertain: false);
                break;
            case PlatformAnswer.Response:
                Recover();
                break;
        }

        return answer;
    }

    /// <summary>Another line answered before this one did.</summary>
    public void WasSlow() => Fail("no answer in time", isCertain: false);

    public void Dispose()
    {
        _disposed.Cancel();
        _probe.Dispose();
        _disposed.Dispose();
    }

    private void Fail(string reason, bool isCertain)
    {
        lock (_gate)
        {
            _strikes = isCertain ? _options.Strikes : _strikes + 1;
            if (_isDown || !_isRedundant || _strikes < _options.Strikes)
            {
                return;
            }

            _isDown = true;
            _probe.Change(_options.ProbeInterval, Timeout.InfiniteTimeSpan);
        }

        ClientMetrics.WentDown(Url);
        PlatformLog.WentDown(_logger, Url.Authority, reason);
    }

    private void Recover()
    {
        lock (_gate)
        {
            _strikes = 0;
            if (!_isDown)
            {
                return;
            }

            _isDown = false;
            _probe.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        ClientMetrics.CameBack(Url);
        PlatformLog.CameBack(_logger, Url.Authority);
    }

    /// <summary>Looks whether it is there again, and if it is not, later again.</summary>
    private async Task ProbeAsync()
    {
        try
        {
            if (await _http.IsThereAsync(Url, _disposed.Token))
            {
                Recover();
                return;
            }

            lock (_gate)
            {
                if (_isDown)
                {
                    _probe.Change(_options.ProbeInterval, Timeout.InfiniteTimeSpan);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The process ends.
        }
    }
}
