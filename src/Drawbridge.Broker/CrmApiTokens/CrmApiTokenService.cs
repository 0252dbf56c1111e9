using System.Collections.Concurrent;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.CrmApiTokens;

/// <summary>
/// Issues and checks <c>crmApiToken</c>s. A check is answered from memory for at most <see cref="CrmApiTokenOptions.Freshness"/>, so a
/// revocation is seen on every node within a second even if its announcement is lost.
/// </summary>
internal sealed class CrmApiTokenService : IDisposable
{
    private const int MostRemembered = 10_000;

    private readonly CrmApiTokenStore _store;
    private readonly TimeProvider _time;
    private readonly CrmApiTokenOptions _options;
    private readonly ConcurrentDictionary<TokenFingerprint, Remembered> _remembered = new();
    private readonly IDisposable _subscription;
    private int _generation;

    public CrmApiTokenService(CrmApiTokenStore store, Database database, TimeProvider time, IOptions<CrmApiTokenOptions> options)
    {
        _store = store;
        _time = time;
        _options = options.Value;
        _subscription = database.Subscribe(CrmApiTokenStore.Channel, _ => Forget());
    }

    /// <summary>A new token for whoever gave that password; earlier ones stay valid (P2B-CT-2, P2B-CT-3). Null when it was just removed.</summary>
    public async Task<CrmApiToken?> IssueAsync(CrmPassword password, CancellationToken cancellationToken)
    {
        var token = CrmApiToken.New();
        var now = _time.GetUtcNow();
        return await _store.AddAsync(token.Fingerprint(), password, now, now + _options.Lifetime, cancellationToken) ? token : null;
    }

    /// <summary>What the token stands for, or null when it is unknown, revoked or expired (P2B-CT-7).</summary>
    public ValueTask<CrmApiTokenGrant?> FindAsync(CrmApiToken token, CancellationToken cancellationToken)
    {
        if (!token.IsOurs)
        {
            return ValueTask.FromResult<CrmApiTokenGrant?>(null);
        }

        var fingerprint = token.Fingerprint();
        return _remembered.TryGetValue(fingerprint, out var entry) && _time.GetElapsedTime(entry.ReadAt) < _options.Freshness
            ? ValueTask.FromResult(Unexpired(entry.Grant))
            : new(ReadAsync(fingerprint, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription.Dispose();

    private async Task<CrmApiTokenGrant?> ReadAsync(TokenFingerprint fingerprint, CancellationToken cancellationToken)
    {
        // The clock is read before the database, so that an entry is never believed for longer than its freshness.
        var readAt = _time.GetTimestamp();
        var generation = Volatile.Read(ref _generation);
        if (await _store.FindAsync(fingerprint, cancellationToken) is not { } grant)
        {
            _remembered.TryRemove(fingerprint, out _);
            return null;
        }

        if (_remembered.Count >= MostRemembered)
        {
            _remembered.Clear();
        }

        _remembered[fingerprint] = new(grant, readAt);
        if (generation != Volatile.Read(ref _generation))
        {
            _remembered.TryRemove(fingerprint, out _); // a revocation was announced while we read
        }

        return Unexpired(grant);
    }

    private CrmApiTokenGrant? Unexpired(CrmApiTokenGrant grant) => grant.ExpiresAt > _time.GetUtcNow() ? grant : null;

    private void Forget()
    {
        Interlocked.Increment(ref _generation);
        _remembered.Clear();
    }

    private sealed record Remembered(CrmApiTokenGrant Grant, long ReadAt);
}
