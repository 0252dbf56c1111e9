using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Broker.InApp;

/// <summary>The session of an in-app screen: what its bearer may do is one action of one user (SCR-38).</summary>
/// <param name="Token">Its handle.</param>
/// <param name="UserId">Our user.</param>
/// <param name="Action">The only action it is good for.</param>
/// <param name="Account">The account it is about; null until one is chosen.</param>
internal sealed record InAppSession(SessionToken Token, long UserId, InAppAction Action, long? Account)
{
    /// <summary>When the user last proved with a second step who he is; null = not in this session.</summary>
    public DateTimeOffset? FactorAt { get; init; }
}

/// <summary>The same as stored.</summary>
internal sealed class InAppSessionRow
{
    public long UserId { get; init; }

    public InAppAction Action { get; init; }

    public long? Account { get; init; }

    public DateTimeOffset? FactorAt { get; init; }

    public byte[] TokenHash { get; init; } = [];

    public DateTimeOffset ExpiresAt { get; init; }
}
