using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;

namespace Drawbridge.Platform.Snapshots;

/// <summary>What a change of the whole state came to.</summary>
/// <param name="Value">Its result.</param>
/// <param name="EndedSessions">Sessions that were there before and are not any more.</param>
internal sealed record StateChange<T>(T Value, IReadOnlyList<TokenFingerprint> EndedSessions);

internal static class StateChange
{
    private const string Sessions = "select fingerprint from platform_app_session";

    /// <summary>Changes the state as a part of the caller's write, and finds out which sessions that ended.</summary>
    public static async Task<StateChange<T>> RunAsync<T>(DbSession session, Func<Task<T>> change)
    {
        var before = await session.ListAsync<byte[]>(Sessions);
        var value = await change();
        var after = (await session.ListAsync<byte[]>(Sessions)).Select(TokenFingerprint.FromBytes).ToHashSet();
        return new(value, [.. before.Select(TokenFingerprint.FromBytes).Where(fingerprint => !after.Contains(fingerprint))]);
    }
}
