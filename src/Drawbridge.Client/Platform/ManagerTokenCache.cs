using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Drawbridge.Client.Platform.Lines;
using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Client.Platform;

/// <summary>
/// Manager tokens by endpoint, manager and password. A token is fetched on first use, kept until it is refused (B2P-3.1-6, B2P-3.1-9),
/// and fetched once for all who wait for it.
/// </summary>
internal sealed class ManagerTokenCache(TimeSpan timeout, TimeProvider time)
{
    // A wrong password stays wrong for a while: hammering it helps nobody and may lock the manager out.
    private static readonly TimeSpan RefusalPause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Address, long Manager, string Version), Slot> _slots = new();

    /// <param name="line">Where the token is to be good.</param>
    /// <param name="manager">Whose.</param>
    /// <param name="refused">The token that a call was just refused with, null at first.</param>
    /// <param name="cancellationToken">Stops waiting; the fetch goes on for the others.</param>
    public Task<ManagerTokenFetch> GetAsync(PlatformLine line, ManagerCredential manager, ManagerToken? refused, CancellationToken cancellationToken) =>
        _slots.GetOrAdd((line.Url.AbsoluteUri, manager.Login, manager.Version), _ => new Slot(this))
            .GetAsync(line, manager, refused)
            .WaitAsync(cancellationToken);

    /// <summary>Call 3.1, the only one without <c>token</c> (B2P-3.1-1..5).</summary>
    private async Task<ManagerTokenFetch> FetchAsync(PlatformLine line, ManagerCredential manager)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        var hash = (await manager.RevealAsync(CancellationToken.None)).Reveal();
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new ManagerTokenRequest { Login = manager.Login, HashedPassword = hash }, PlatformJson.Default.ManagerTokenRequest);
        var call = new PlatformCall(PlatformCalls.ManagerToken, Body: body, Secrets: hash);
        switch (await line.SendAsync(call, token: null, deadline.Token, CancellationToken.None))
        {
            case PlatformAnswer.Response { IsSuccess: true } response:
                return PlatformAnswerReader.TryParse(response, PlatformAnswerReader.Json.ManagerTokenResponse)?.WebservToken is { Length: > 0 } token
                    ? new ManagerTokenFetch.Fetched(new ManagerToken(token))
                    : new ManagerTokenFetch.Failed("no manager token: unreadable answer");
            case PlatformAnswer.Response response:
                var code = PlatformErrorText.Read(response.Body).Code;
                return new ManagerTokenFetch.Failed($"no manager token: {(int)response.Status} {code}".TrimEnd())
                {
                    RetryAt = RetryAt(response),
                    Status = (int)response.Status,
                    ErrorCode = code,
                };
            case PlatformAnswer.NotSent failure:
                return new ManagerTokenFetch.Failed($"no manager token: {failure.Reason}");
            case PlatformAnswer.Lost failure:
                return new ManagerTokenFetch.Failed($"no manager token: {failure.Reason}");
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

        public Task<ManagerTokenFetch> GetAsync(PlatformLine line, ManagerCredential manager, ManagerToken? refused)
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

                return _pending ??= FetchAsync(line, manager);
            }
        }

        private async Task<ManagerTokenFetch> FetchAsync(PlatformLine line, ManagerCredential manager)
        {
            // Outside the lock from here on.
            await Task.Yield();
            ManagerTokenFetch? result = null;
            try
            {
                return result = await cache.FetchAsync(line, manager);
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
    public sealed record Failed(string Reason) : ManagerTokenFetch
    {
        /// <summary>The platform said no: it is not asked again before.</summary>
        public DateTimeOffset? RetryAt { get; init; }

        /// <summary>Status of its answer, null when none came.</summary>
        public int? Status { get; init; }

        /// <summary>Code of its answer.</summary>
        public string? ErrorCode { get; init; }

        /// <summary>The platform itself refused: another endpoint would say the same.</summary>
        public bool IsRefusal => Status is >= 400 and < 500;
    }
}
