using System.Diagnostics;
using Drawbridge.Client.Platform.Budget;
using Drawbridge.Client.Platform.Delivery;
using Drawbridge.Client.Platform.Lines;
using Drawbridge.Client.Platform.Wire;
using Drawbridge.Client.Telemetry;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Client.Platform;

/// <summary>Gets calls through, and says what came of them: result, log line, span and metrics.</summary>
internal sealed class PlatformTransport : IDisposable
{
    private readonly PlatformHttp _http;
    private readonly PlatformLines _lines;
    private readonly ManagerTokenCache _tokens;
    private readonly WriteBudgets _budgets;
    private readonly ReadDelivery _reads;
    private readonly WriteDelivery _writes;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public PlatformTransport(PlatformClientOptions options, TimeProvider time, ILogger logger)
    {
        _timeout = options.Timeout;
        _time = time;
        _logger = logger;
        _http = new(options, time);
        _lines = new(_http, options.Failover, time, logger);
        _tokens = new(options.Timeout, time);
        _budgets = new(options.WriteBudget, time);
        var pauses = new Pauses(options.Failover, time);
        _reads = new(options.Failover, pauses, time);
        _writes = new(options.Failover, pauses, time);
    }

    /// <summary>One call, from waiting for the hourly limit to its result. Throws for the caller's own cancellation only.</summary>
    public async Task<PlatformResult<T>> CallAsync<T>(
        PlatformPeer peer,
        CallTerms terms,
        PlatformCall call,
        Func<PlatformAnswer.Response, PlatformResult<T>.Answered?> read,
        CancellationToken cancellationToken)
    {
        var tags = TagsOf(peer, call.Info.Number, call.Info.Method, call.Template);
        using var span = ClientTelemetry.Start(tags);
        var budget = call.Info.IsCounted ? _budgets.Of(peer) : null;
        try
        {
            if (budget is not null && await budget.WaitAsync(terms, tags, cancellationToken) is { } refusal)
            {
                return Report(peer, tags, span, new PlatformResult<T>.NotSent(refusal.Reason, refusal.RoomAfter), TimeSpan.Zero);
            }

            var began = _time.GetTimestamp();
            var result = await DeliverAsync(peer, tags, call, read, () => budget?.TryTake(terms.Priority) ?? true, cancellationToken);
            Settle(budget, result);
            return Report(peer, tags, span, result, _time.GetElapsedTime(began));
        }
        catch (OperationCanceledException)
        {
            ClientTelemetry.End(span, Outcomes.Cancelled, status: null, code: null);
            throw;
        }
    }

    /// <summary>Call 3.1 alone, at the first line that answers.</summary>
    public async Task<PlatformResult<ManagerToken>> GetTokenAsync(PlatformPeer peer, CancellationToken cancellationToken)
    {
        var tags = TagsOf(peer, PlatformCalls.ManagerToken.Number, PlatformCalls.ManagerToken.Method, PlatformCalls.ManagerToken.Template);
        using var span = ClientTelemetry.Start(tags);
        var began = _time.GetTimestamp();
        var lines = _lines.For(peer);
        ManagerTokenFetch? fetch = null;
        foreach (var (index, line) in lines.Index())
        {
            fetch = await _tokens.GetAsync(line, peer.Manager, refused: null, cancellationToken);
            if (fetch is ManagerTokenFetch.Fetched or ManagerTokenFetch.Failed { IsRefusal: true })
            {
                break;
            }

            if (index + 1 < lines.Count)
            {
                Failover.WentOver(tags, line, lines[index + 1], "failed");
            }
        }

        var result = fetch switch
        {
            ManagerTokenFetch.Fetched { Token: var token } => new PlatformResult<ManagerToken>.Answered(token),
            ManagerTokenFetch.Failed { IsRefusal: true } no =>
                new PlatformResult<ManagerToken>.Refused(no.Status!.Value, no.ErrorCode, no.Reason, no.RetryAt - _time.GetUtcNow()),
            ManagerTokenFetch.Failed failed => new PlatformResult<ManagerToken>.NotSent(failed.Reason),
            _ => (PlatformResult<ManagerToken>)new PlatformResult<ManagerToken>.NotSent("no manager token"),
        };
        return Report(peer, tags, span, result, _time.GetElapsedTime(began));
    }

    public void Dispose()
    {
        _lines.Dispose();
        _budgets.Dispose();
        _http.Dispose();
    }

    private async Task<PlatformResult<T>> DeliverAsync<T>(
        PlatformPeer peer,
        CallTags tags,
        PlatformCall call,
        Func<PlatformAnswer.Response, PlatformResult<T>.Answered?> read,
        Func<bool> mayRepeat,
        CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_timeout, _time);
        var attempts = new Attempts<T>(_tokens, peer.Manager, tags, call, read, deadline.Token);
        var lines = _lines.For(peer);

        // A read by POST counts under the limit: it is not asked at two lines at once.
        return call.Info.Method == HttpMethod.Get
            ? await _reads.SendAsync(attempts, lines, deadline.Token, cancellationToken)
            : await _writes.SendAsync(attempts, call.Info.Repeat, lines, mayRepeat, deadline.Token, cancellationToken);
    }

    private static CallTags TagsOf(PlatformPeer peer, string number, HttpMethod method, string template) =>
        new("platform", number, method.Method, template, peer.BrokerName.Value, peer.BrokerCrmName.Value);

    private static void Settle<T>(WriteBudget? budget, PlatformResult<T> result)
    {
        switch (result)
        {
            case PlatformResult<T>.NotSent:
                budget?.GiveBack();
                break;
            case PlatformResult<T>.Refused { Status: 429 } refused:
                budget?.Pause(refused.RetryAfter);
                break;
            case PlatformResult<T>.Refused { ErrorCode: PlatformErrorCode.RequestFrequencyExceeded } refused:
                budget?.Pause(refused.RetryAfter);
                break;
        }
    }

    /// <summary>Every call leaves a line with both names, its number and an id to follow it by (B2P-0-24).</summary>
    private PlatformResult<T> Report<T>(PlatformPeer peer, in CallTags call, Activity? span, PlatformResult<T> result, TimeSpan elapsed)
    {
        var (broker, crm, id) = (peer.BrokerName.Value, peer.BrokerCrmName.Value, Activity.Current?.Id ?? "-");
        switch (result)
        {
            case PlatformResult<T>.Answered:
                PlatformLog.Answered(_logger, call.Number, broker, crm, elapsed.TotalMilliseconds, id);
                End(call, span, Outcomes.Answered, elapsed);
                break;
            case PlatformResult<T>.Refused r:
                PlatformLog.Refused(_logger, call.Number, broker, crm, r.Status, r.ErrorCode, r.Description, id);
                End(call, span, Outcomes.Refused, elapsed, r.Status, r.ErrorCode);
                break;
            case PlatformResult<T>.NotSent notSent:
                PlatformLog.NotSent(_logger, call.Number, broker, crm, notSent.Reason, id);
                End(call, span, Outcomes.NotSent, elapsed);
                break;
            case PlatformResult<T>.Ambiguous ambiguous:
                PlatformLog.Ambiguous(_logger, call.Number, broker, crm, ambiguous.Reason, id);
                ClientMetrics.WasAmbiguous(call);
                End(call, span, Outcomes.Ambiguous, elapsed);
                break;
        }

        return result;
    }

    private static void End(in CallTags call, Activity? span, string outcome, TimeSpan elapsed, int? status = null, string? code = null)
    {
        ClientMetrics.Called(call, outcome, elapsed);
        ClientTelemetry.End(span, outcome, status, code);
    }
}
