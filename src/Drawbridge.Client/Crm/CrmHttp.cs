using System.Diagnostics;
using System.Net.Http.Headers;
using Drawbridge.Client.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Client.Crm;

/// <summary>Sends a call and says in what way it ended.</summary>
internal sealed partial class CrmHttp(
    IHttpClientFactory clients, IOptions<CrmClientOptions> options, TimeProvider time, ILogger<CrmClient> logger)
{
    public const string ClientName = "Drawbridge.Crm";

    private const int LongestBody = 64 * 1024;

    /// <summary>Sends a call once. Cancellation by the caller is an exception; everything else is a result.</summary>
    public async Task<CrmResult<T>> SendAsync<T>(
        CrmCall call, Func<CrmHttpAnswer, CrmResult<T>> read, CancellationToken cancellationToken)
    {
        var tags = new CallTags("crm", call.Name, HttpMethod.Post.Method, call.Path, call.Peer.BrokerName.Value, call.Peer.BrokerCrmName.Value);
        using var span = ClientTelemetry.Start(tags);
        var started = time.GetTimestamp();
        try
        {
            var result = await AttemptAsync(call, read, cancellationToken);
            var elapsed = time.GetElapsedTime(started);
            LogEnded(call.Name, call.Peer.BrokerCrmName.Value, call.Peer.BrokerName.Value, Describe(result), (long)elapsed.TotalMilliseconds);
            Report(tags, span, result, elapsed);
            return result;
        }
        catch (OperationCanceledException)
        {
            ClientTelemetry.End(span, Outcomes.Cancelled, status: null, code: null);
            throw;
        }
    }

    private static void Report<T>(in CallTags call, Activity? span, CrmResult<T> result, TimeSpan elapsed)
    {
        var (outcome, status, code) = result switch
        {
            CrmResult<T>.Answered => (Outcomes.Answered, (int?)null, (string?)null),
            CrmResult<T>.Refused r => (Outcomes.Refused, r.Status, r.Code),
            CrmResult<T>.Unreachable { MayHaveBeenProcessed: false } u => (Outcomes.NotSent, null, u.Reason.ToString()),
            CrmResult<T>.Unreachable u => (Outcomes.Ambiguous, null, u.Reason.ToString()),
            CrmResult<T>.Nonsense n => (Outcomes.Ambiguous, n.Status, "nonsense"),
            _ => throw new UnreachableException(),
        };
        ClientMetrics.Called(call, outcome, elapsed);
        if (outcome == Outcomes.Ambiguous)
        {
            ClientMetrics.WasAmbiguous(call);
        }

        ClientTelemetry.End(span, outcome, status, code);
    }

    private async Task<CrmResult<T>> AttemptAsync<T>(
        CrmCall call, Func<CrmHttpAnswer, CrmResult<T>> read, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return Interpret(await ExchangeAsync(call, either.Token), call, read);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CrmResult<T>.Unreachable(CrmFailure.TimedOut, MayHaveBeenProcessed: true);
        }
        catch (HttpRequestException e)
        {
            return Failure<T>(e.HttpRequestError);
        }
        catch (IOException)
        {
            return new CrmResult<T>.Unreachable(CrmFailure.ConnectionLost, MayHaveBeenProcessed: true);
        }
    }

    private async Task<CrmHttpAnswer?> ExchangeAsync(CrmCall call, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        using var request = new HttpRequestMessage(HttpMethod.Post, call.Peer.At(call.PathAndQuery)); // P2B-0-6
        request.Headers.Accept.Add(new("application/json"));
        request.Options.Set(CrmRequestInfo.Key, new(call.Name, call.Peer.BrokerCrmName, call.Peer.BrokerName));
        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return await ReadBodyAsync(response, cancellationToken) is { } read ? new((int)response.StatusCode, read) : null;
    }

    /// <summary>The body, null when it is longer than anything the protocol defines.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[LongestBody + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > LongestBody ? null : buffer[..length];
    }

    private static CrmResult<T> Interpret<T>(CrmHttpAnswer? answer, CrmCall call, Func<CrmHttpAnswer, CrmResult<T>> read) => answer switch
    {
        null => new CrmResult<T>.Nonsense(0, "The body is longer than 64 kB."),
        { Status: >= 200 and < 300 } => read(answer),
        { Status: >= 400 and < 500 } => CrmAnswer.Refusal<T>(answer, call.Secrets),
        { Status: >= 500 } => new CrmResult<T>.Unreachable(CrmFailure.ServerError, MayHaveBeenProcessed: true),
        _ => new CrmResult<T>.Nonsense(answer.Status, "The status is not one of the protocol."),
    };

    private static CrmResult<T> Failure<T>(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => new CrmResult<T>.Unreachable(CrmFailure.NameNotResolved, MayHaveBeenProcessed: false),
        HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError =>
            new CrmResult<T>.Unreachable(CrmFailure.NotConnected, MayHaveBeenProcessed: false),
        HttpRequestError.SecureConnectionError => new CrmResult<T>.Unreachable(CrmFailure.CertificateRejected, MayHaveBeenProcessed: false),
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => new CrmResult<T>.Nonsense(0, "The answer is not HTTP."),
        _ => new CrmResult<T>.Unreachable(CrmFailure.ConnectionLost, MayHaveBeenProcessed: true),
    };

    private static string Describe<T>(CrmResult<T> result) => result switch
    {
        CrmResult<T>.Answered => "answered",
        CrmResult<T>.Refused r => $"refused ({r.Status} {r.Code})",
        CrmResult<T>.Unreachable u => $"unreachable ({u.Reason})",
        CrmResult<T>.Nonsense n => $"nonsense ({n.Status}: {n.Problem})",
        _ => "unknown",
    };

    // B2P-0-24, P2B-0-16: number of the call and both names; neither address nor body, which hold tokens.
    [LoggerMessage(1, LogLevel.Information, "Call {Call} to {BrokerCrmName}/{BrokerName} ended: {Outcome}, {Milliseconds} ms")]
    private partial void LogEnded(string call, string brokerCrmName, string brokerName, string outcome, long milliseconds);
}
