namespace Drawbridge.Client.Platform;

/// <summary>A partner: a user, an account, or an account as that user's (B2P-3.6-4, B2P-3.6-5).</summary>
public sealed record ReferralPartner
{
    /// <summary>A partner.</summary>
    /// <exception cref="ArgumentException">Neither is given (B2P-3.6-6).</exception>
    public ReferralPartner(long? userId, long? ctidTraderAccountId = null)
    {
        if (userId is null && ctidTraderAccountId is null)
        {
            throw new ArgumentException("A partner is a user, an account, or both: give at least one number.", nameof(userId));
        }

        UserId = userId;
        CtidTraderAccountId = ctidTraderAccountId;
    }

    /// <summary>The user.</summary>
    public long? UserId { get; }

    /// <summary>The linked account.</summary>
    public long? CtidTraderAccountId { get; }
}
