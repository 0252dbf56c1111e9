using Drawbridge.Client.Platform.Lines;
using Drawbridge.Client.Platform.Wire;
using Drawbridge.Client.Telemetry;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Client.Platform.Delivery;

/// <summary>Attempts to get one call through, each over one line.</summary>
/// <param name="tokens">Manager tokens.</param>
/// <param name="manager">Whose token is used.</param>
/// <param name="tags">The call as metrics know it.</param>
/// <param name="call">The call.</param>
/// <param name="read">Reads the body of a success; null when it makes no sense.</param>
/// <param name="deadline">Ends all of them.</param>
internal sealed class Attempts<T>(
    ManagerTokenCache tokens,
    ManagerCredential manager,
    CallTags tags,
    PlatformCall call,
    Func<PlatformAnswer.Response, PlatformResult<T>.Answered?> read,
    CancellationToken deadline)
{
    /// <summary>The call as metrics know it.</summary>
    public CallTags Tags => tags;

    /// <summary>One attempt. Only a refused token makes it send again, once, with a new one (B2P-0-10): the platform refused before it acted.</summary>
    /// <param name="line">Which way.</param>
    /// <param name="patience">Ends the wait for a manager token before <c>deadline</c> does, so that another line can be tried.</param>
    /// <param name="cancellationToken">The caller gave up.</param>
    public async Task<Attempt<T>> OverAsync(PlatformLine line, CancellationToken patience, CancellationToken cancellationToken)
    {
        ManagerToken? refused = null;
        while (true)
        {
            var fetch = await FetchTokenAsync(line, refused, patience, cancellationToken);
            if (fetch is not ManagerTokenFetch.Fetched { Token: var token })
            {
                var failed = (ManagerTokenFetch.Failed)fetch;
                return new(new PlatformResult<T>.NotSent(failed.Reason), IsFinal: failed.IsRefusal);
            }

            var answer = await line.SendAsync(call, token.Reveal(), deadline, cancellationToken);
            if (refused is null && PlatformAnswerReader.IsTokenRefused(answer))
            {
                refused = token;
                continue;
            }

            var result = PlatformAnswerReader.Read(answer, read, [token.Reveal(), .. call.Secrets]);
            return new(result, IsFinal: result is PlatformResult<T>.Answered or PlatformResult<T>.Refused);
        }
    }

    private async Task<ManagerTokenFetch> FetchTokenAsync(
        PlatformLine line, ManagerToken? refused, CancellationToken patience, CancellationToken cancellationToken)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(deadline, patience, cancellationToken);
        try
        {
            return await tokens.GetAsync(line, manager, refused, any.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            line.WasSlow();
            return new ManagerTokenFetch.Failed("no manager token in time");
        }
    }
}

/// <summary>How an attempt ended.</summary>
/// <param name="Result">What it came to.</param>
/// <param name="IsFinal">The platform has spoken: no other line would bring anything else.</param>
internal readonly record struct Attempt<T>(PlatformResult<T> Result, bool IsFinal);
