namespace Drawbridge.Protocol.Platform;

/// <summary>Body of the redeem call: the token of a screen's URL (B2P-redeem-2).</summary>
public sealed record RedeemRequest
{
    /// <summary>The one-time token.</summary>
    public string? Token { get; init; }

    /// <summary>Never the token.</summary>
    public override string ToString() => nameof(RedeemRequest);
}

/// <summary>Who the token stood for (B2P-redeem-3).</summary>
public sealed record RedeemResponse(long UserId, string Email, long TradingLogin);
