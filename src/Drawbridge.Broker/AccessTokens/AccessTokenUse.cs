using System.Collections.Concurrent;
using Drawbridge.Broker.Hosting;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.AccessTokens;

/// <summary>
/// Remembers when access tokens were validated, so that idle ones end and their owner sees which are in use. Validating waits for none of it: a
/// token is noted once an hour at most, and a minute's notes are written together. A node that dies forgets a minute.
/// </summary>
internal sealed class AccessTokenUse(Database database, TimeProvider time, ILogger<AccessTokenUse> log)
    : DelayedWriter("Uses of access tokens", TimeSpan.FromMinutes(1), time, log)
{
    private static readonly TimeSpan Coarsest = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<TokenFingerprint, DateTimeOffset> _used = new();

    /// <summary>The token was found valid.</summary>
    /// <param name="token">Which.</param>
    /// <param name="idleSince">What is written down so far.</param>
    /// <param name="idleLifetime">After how long it would end; null = never. The shorter, the finer it is written down.</param>
    /// <param name="now">When.</param>
    public void Note(TokenFingerprint token, DateTimeOffset idleSince, TimeSpan? idleLifetime, DateTimeOffset now)
    {
        var grain = idleLifetime / 24 is { } share && share < Coarsest ? share : Coarsest;
        if (now - idleSince >= grain)
        {
            _used.TryAdd(token, now);
        }
    }

    /// <summary>Writes down what was noted. What cannot be written is noted again.</summary>
    public override async Task WriteAsync(CancellationToken cancellationToken)
    {
        var notes = _used.ToArray();
        if (notes.Length == 0)
        {
            return;
        }

        foreach (var (token, _) in notes)
        {
            _used.TryRemove(token, out _);
        }

        try
        {
            await database.WriteAsync(
                session => session.ExecuteAsync(
                    "update access_tokens set last_used_at = @at where hash = @hash and revoked_at is null and (last_used_at is null or last_used_at < @at)",
                    notes.OrderBy(static note => BitConverter.ToString(note.Key.ToBytes()), StringComparer.Ordinal) // one order of locks
                        .Select(static note => new { hash = note.Key.ToBytes(), at = note.Value })
                        .ToList()),
                cancellationToken);
        }
        catch
        {
            foreach (var (token, at) in notes)
            {
                _used.TryAdd(token, at);
            }

            throw;
        }
    }
}
