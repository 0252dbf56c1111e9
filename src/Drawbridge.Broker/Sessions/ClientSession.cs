using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Broker.Sessions;

/// <summary>The session of a request.</summary>
/// <param name="Token">Its handle.</param>
/// <param name="UserId">Our user.</param>
/// <param name="Kept">Whether "Keep me logged in" was chosen at this login.</param>
/// <param name="InForm">True when the handle came sealed in the form, because the browser keeps no cookies here.</param>
internal sealed record ClientSession(SessionToken Token, long UserId, bool Kept, bool InForm)
{
    /// <summary>When the user last proved who he is; null = not in this session.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>When that was with a second factor or a passkey; null = not in this session.</summary>
    public DateTimeOffset? FactorAt { get; init; }
}
