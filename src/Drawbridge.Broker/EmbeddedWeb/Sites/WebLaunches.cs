using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Broker.EmbeddedWeb.Sites;

/// <summary>Where the OT token of a frame is.</summary>
internal enum LaunchState
{
    /// <summary>Not there, not this broker's, or taken back.</summary>
    Unknown,

    /// <summary>It can be exchanged, or could be if it were not about to end.</summary>
    Waiting,

    /// <summary>cTrader Web has exchanged it: the trader is in.</summary>
    Used,

    /// <summary>It ended before anybody exchanged it.</summary>
    Expired,
}

/// <summary>
/// Follows the OT tokens of frames, so that one which aged on its way (a tab in the background, a slow network) is replaced before the trader notices. Pages hold a
/// sealed handle instead of the token, and looking uses nothing up.
/// </summary>
internal sealed class WebLaunches(OneTimeTokenStore store, SealedText seal, TimeProvider time)
{
    private const string Purpose = "embed-launch";
    private static readonly TimeSpan HandleLifetime = TimeSpan.FromMinutes(15);

    /// <summary>A token that has less left is not sent on its way any more.</summary>
    private static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(5);

    /// <summary>Names a token without telling it.</summary>
    public string HandleOf(OneTimeToken token) => seal.Seal(Purpose, Convert.ToBase64String(token.Fingerprint().ToBytes()), HandleLifetime);

    /// <summary>Where the token of a handle is.</summary>
    public async Task<LaunchState> FindStateAsync(BrokerEntity broker, string? handle, CancellationToken cancellationToken) =>
        seal.Open(Purpose, handle) is { } hash
            ? await FindStateAsync(broker, TokenFingerprint.FromBytes(Convert.FromBase64String(hash)), TimeSpan.Zero, cancellationToken)
            : LaunchState.Unknown;

    /// <summary>Whether a token that somebody else brought is worth the way.</summary>
    public async Task<LaunchState> FindStateAsync(BrokerEntity broker, OneTimeToken token, CancellationToken cancellationToken) =>
        token.IsOurs ? await FindStateAsync(broker, token.Fingerprint(), ShortestRest, cancellationToken) : LaunchState.Unknown;

    private async Task<LaunchState> FindStateAsync(BrokerEntity broker, TokenFingerprint token, TimeSpan rest, CancellationToken cancellationToken) =>
        await store.FindStateAsync(token, broker.Id, cancellationToken) switch
        {
            null or { RevokedAt: not null } => LaunchState.Unknown,
            { UsedAt: not null } => LaunchState.Used,
            { ExpiresAt: var end } when end <= time.GetUtcNow() + rest => LaunchState.Expired,
            _ => LaunchState.Waiting,
        };
}
