using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>Tokens of the platform, for brokers whose users log in there (MOD-4).</summary>
public sealed class HandoffCalls
{
    private readonly PlatformCaller _caller;

    internal HandoffCalls(PlatformCaller caller) => _caller = caller;

    /// <summary>
    /// Redeem: who the token of a screen's address stands for (B2P-redeem-1..8). It uses the token up, so it is never repeated by itself; after an
    /// ambiguous answer the user has to come again with a new one.
    /// </summary>
    public Task<PlatformResult<RedeemResponse>> RedeemAsync(OneTimeToken token, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(
                PlatformCalls.Redeem,
                Body: _caller.Body(new RedeemRequest { Token = token.Reveal() }, PlatformJson.Default.RedeemRequest),
                Secrets: token.Reveal()),
            PlatformAnswerReader.Json.RedeemResponse,
            static redeemed => redeemed.UserId > 0,
            cancellationToken);
}
