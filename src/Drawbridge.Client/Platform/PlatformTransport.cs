using System.Diagnostics;
using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Client.Platform;

/// <summary>Calls with a manager token, and what came of them.</summary>
internal sealed class PlatformTransport(PlatformHttp http, ManagerTokenCache tokens, TimeProvider time, ILogger<PlatformClient> logger)
{
    /// <summary>
    /// Sends once. Only a refused token makes it repeat the call, once, with a new token (B2P-0-10): nothing else is ever repeated here,
    /// so a write cannot loop (B2P-0-14). The framework itself repeats a request without a body (a read, 3.12, 3.13) when the server closes
    /// a kept connection under it; those calls may happen twice without harm.
    /// </summary>
    public async Task<PlatformResult<T>> CallAsync<T>(
        PlatformEndpoint endpoint,
        PlatformCall call,
        Func<PlatformAnswer.Response, PlatformResult<T>.Answered?> read,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var result = await SendAsync(endpoint, call, read, cancellationToken);
        Log(endpoint, call, result, time.GetElapsedTime(started));
        return result;
    }

    private async Task<PlatformResult<T>> SendAsync<T>(
        PlatformEndpoint endpoint,
        PlatformCall call,
        Func<PlatformAnswer.Response, PlatformResult<T>.Answered?> read,
        CancellationToken cancellationToken)
    {
        ManagerToken? refused = null;
        while (true)
        {
            var fetch = await tokens.GetAsync(endpoint, refused, cancellationToken);
            if (fetch is not ManagerTokenFetch.Fetched { Token: var token })
            {
                return new PlatformResult<T>.NotSent(((ManagerTokenFetch.Failed)fetch).Reason);
            }

            var answer = await http.SendAsync(endpoint.BaseUrl, call, token.Reveal(), cancellationToken);
            if (refused is null && PlatformAnswerReader.IsTokenRefused(answer))
            {
                refused = token;
                continue;
            }

            return PlatformAnswerReader.Read(answer, read, [token.Reveal(), .. call.Secrets]);
        }
    }

    /// <summary>Every call leaves a line with both names, its number and an id to follow it by (B2P-0-24).</summary>
    private void Log<T>(PlatformEndpoint endpoint, PlatformCall call, PlatformResult<T> result, TimeSpan elapsed)
    {
        var names = (Broker: endpoint.BrokerName.Value, Crm: endpoint.BrokerCrmName.Value);
        var id = Activity.Current?.Id ?? "-";
        switch (result)
        {
            case PlatformResult<T>.Answered:
                PlatformLog.Answered(logger, call.Number, names.Broker, names.Crm, elapsed.TotalMilliseconds, id);
                break;
            case PlatformResult<T>.Refused refused:
                PlatformLog.Refused(logger, call.Number, names.Broker, names.Crm, refused.Status, refused.ErrorCode, refused.Description, id);
                break;
            case PlatformResult<T>.NotSent notSent:
                PlatformLog.NotSent(logger, call.Number, names.Broker, names.Crm, notSent.Reason, id);
                break;
            case PlatformResult<T>.Ambiguous ambiguous:
                PlatformLog.Ambiguous(logger, call.Number, names.Broker, names.Crm, ambiguous.Reason, id);
                break;
        }
    }
}
