using Drawbridge.Broker.Brokers;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Broker.OneTimeTokens;

/// <summary>Issues and exchanges OT tokens.</summary>
internal sealed class OneTimeTokenService
{
    /// <summary>A new OT token of a user who is known to the platform, valid for 60 seconds from now (P2B-OT-1, P2B-OT-2).</summary>
    /// <param name="broker">The broker whose user it is.</param>
    /// <param name="userId">Our user.</param>
    /// <param name="ctraderUserId"><c>userId</c> on the platform.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="keepLoggedIn">Whether the user chose "Keep me logged in" (FLOW-KMLI-2).</param>
    /// <param name="cancellationToken">Stops waiting; the token may have been stored.</param>
    public Task<IssuedOneTimeToken> IssueAsync(
        BrokerEntity broker, long userId, long ctraderUserId, OneTimeTokenPurpose purpose, bool keepLoggedIn, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

/// <summary>An OT token and when it ends.</summary>
internal sealed record IssuedOneTimeToken(OneTimeToken Token, DateTimeOffset ExpiresAt);
