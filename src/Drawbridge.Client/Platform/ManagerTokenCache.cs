using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Client.Platform;

/// <summary>
/// Manager tokens by address, manager and password. A token is fetched on first use, kept until it is refused (B2P-3.1-6, B2P-3.1-9),
/// and fetched once for all who wait for it.
/// </summary>
internal sealed class ManagerTokenCache(PlatformHttp http, TimeProvider time)
{
    // A wrong password stays wrong for a while: hammering it helps nobody and may lock the manager out.
    private static readonly TimeSpan RefusalPause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Address, long Manager, string Version), Slot> _slots = new();

    /// <param name="endpoint">Whose manager.</param>
    /// <param name="refused">The token that a call was just refused with, null at first.</param>
    /// <param name="cancellationToken">Stops waiting; the fetch goes on for the others.</param>
    public Task<ManagerTokenFetch> GetAsync(PlatformEndpoint endpoint, ManagerToken? refused, CancellationToken cancellationToken) =>
        _slots.GetOrAdd((endpoint.BaseUrl.AbsoluteUri, endpoint.Manager.Login, endpoint.Manager.Version), _ => new Slot(this))
            .GetAsync(endpoint, refused)
            .WaitAsync(cancellationToken);

    /// <summary>Call 3.1, the only one without <c>token</c> (B2P-3.1-1..5).</summary>
    private async Task<ManagerTokenFetch> FetchAsync(PlatformEndpoint endpoint)
    {
        var hash = (await endpoint.Manager.RevealAsync(CancellationToken.None)).Reveal();
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new ManagerTokenRequest { Login = endpoint.Manager.Login, HashedPassword = hash }, PlatformJson.Default.ManagerTokenRequest);
        var call = new PlatformCall("3.1", HttpMethod.Post, PlatformPaths.ManagerToken, Body: body, Secrets: hash);
        switch (await http.SendAsync(endpoint.BaseUrl, call, token: null, CancellationToken.None))
        {
            case PlatformAnswer.Response { IsSuccess: true } response:
                return PlatformAnswerReader.TryParse(response, PlatformAnswerReader.Json.ManagerTokenResponse)?.WebservToken is { Length: > 0 } token
                    ? new ManagerTokenFetch.Fetched(new ManagerToken(token))
                    : new ManagerTokenFetch.Failed("no manager token: unreadable answer", RetryAt: null);
            case PlatformAnswer.Response response:
                var code = PlatformErrorText.Read(response.Body).Code;
                return new ManagerTokenFetch.Failed($"no manager token: {(int)response.Status} {code}".TrimEnd(), RetryAt(response));
            case PlatformAnswer.NotSent failure:
                return new ManagerTokenFetch.Failed($"no manager token: {failure.Reason}", RetryAt: null);
            case PlatformAnswer.Lost failure:
                return new ManagerTokenFetch.Failed($"no manager token: {failure.Reason}", RetryAt: null);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private DateTimeOffset? RetryAt(PlatformAnswer.Response response) =>
        response.Status is >= HttpStatusCode.InternalServerError && response.RetryAfter is null
            ? null
            : time.GetUtcNow() + (response.RetryAfter > RefusalPause ? response.RetryAfter.Value : RefusalPause);

    private sealed class Slot(ManagerTokenCache cache)
    {
        private readonly Lock _gate = new();
        private ManagerToken? _token;
        private Task<ManagerTokenFetch>? _pending;
        private ManagerTokenFetch.Failed? _refusal;

        public Task<ManagerTokenFetch> GetAsync(PlatformEndpoint endpoint, ManagerToken? refused)
        {
            lock (_gate)
            {
                if (_token is not null && !ReferenceEquals(_token, refused))
                {
                    return Task.FromResult<ManagerTokenFetch>(new ManagerTokenFetch.Fetched(_token));
                }

                if (_refusal is not null && cache.Now < _refusal.RetryAt)
                {
                    return Task.FromResult<ManagerTokenFetch>(_refusal);
                }

                return _pending ??= FetchAsync(endpoint);
            }
        }

        private async Task<ManagerTokenFetch> FetchAsync(PlatformEndpoint endpoint)
        {
            // Outside the lock from here on.
            await Task.Yield();
            ManagerTokenFetch? result = null;
            try
            {
                return result = await cache.FetchAsync(endpoint);
            }
            finally
            {
                lock (_gate)
                {
                    _token = (result as ManagerTokenFetch.Fetched)?.Token;
                    _refusal = result as ManagerTokenFetch.Failed is { RetryAt: not null } refusal ? refusal : null;
                    _pending = null;
                }
            }
        }
    }

    private DateTimeOffset Now => time.GetUtcNow();
}

/// <summary>How the fetch of a manager token ended.</summary>
internal abstract record ManagerTokenFetch
{
    private ManagerTokenFetch()
    {
    }

    public sealed record Fetched(ManagerToken Token) : ManagerTokenFetch;

    /// <param name="Reason">Why, without secrets.</param>
    /// <param name="RetryAt">The platform said no: it is not asked again before.</param>
    public sealed record Failed(string Reason, DateTimeOffset? RetryAt) : ManagerTokenFetch;
}
