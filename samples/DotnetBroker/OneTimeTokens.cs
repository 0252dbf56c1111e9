using Drawbridge.Protocol.Tokens;

namespace DotnetBroker;

/// <summary>What an OT token is for.</summary>
public enum TokenPurpose
{
    LogIn,
    Web,
    InApp,
}

/// <summary>What is remembered of an OT token (P2B-OT-8).</summary>
public sealed class OneTimeTokenEntry
{
    public required string User { get; init; }

    public required TokenPurpose Purpose { get; init; }

    /// <summary>The choice to stay logged in; never of an in-app token (P2B-4.2-11).</summary>
    public required bool Keep { get; init; }

    public required DateTimeOffset At { get; init; }

    public bool Used { get; set; }
}

/// <summary>How an exchange ended.</summary>
public abstract record TakenToken
{
    private TakenToken()
    {
    }

    public sealed record Taken(BrokerUser User, TokenPurpose Purpose, bool Keep) : TakenToken;

    /// <summary>Unknown or used; used wins over expired (P2B-OT-9).</summary>
    public sealed record Unknown : TakenToken;

    public sealed record Expired : TakenToken;
}

/// <summary>OT tokens: 60 seconds, single use.</summary>
public class OneTimeTokens(Store store, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1); // so long an unused one is "expired", then unknown

    /// <summary>P2B-OT-2: exactly a minute.</summary>
    protected virtual TimeSpan Lifetime => TimeSpan.FromMinutes(1);

    /// <summary>A new token, valid from now on, beside the user's earlier ones (P2B-OT-10).</summary>
    public OneTimeToken Issue(BrokerUser user, TokenPurpose purpose, bool keep)
    {
        var token = NewValue(user);
        var now = time.GetUtcNow();
        store.Change(state =>
        {
            foreach (var (old, _) in state.OneTimeTokens.Where(entry => now - entry.Value.At >= Lifetime + Remembered).ToList())
            {
                state.OneTimeTokens.Remove(old);
            }

            state.OneTimeTokens[AccessTokens.KeyOf(token.Fingerprint())] = new() { User = user.Id, Purpose = purpose, Keep = keep && purpose != TokenPurpose.InApp, At = now };
        });
        return token;
    }

    /// <summary>Uses the token up. Of many who try at once one succeeds (P2B-OT-3).</summary>
    /// <param name="token">The token.</param>
    /// <param name="purpose">The only purpose that is good enough; null for any.</param>
    public TakenToken Take(OneTimeToken token, TokenPurpose? purpose = null)
    {
        var now = time.GetUtcNow();
        return store.Change<TakenToken>(state =>
        {
            if (!state.OneTimeTokens.TryGetValue(AccessTokens.KeyOf(token.Fingerprint()), out var entry) || IsUsed(entry) || (purpose is not null && entry.Purpose != purpose))
            {
                return new TakenToken.Unknown();
            }

            if (now - entry.At >= Lifetime)
            {
                return new TakenToken.Expired();
            }

            entry.Used = true;
            return new TakenToken.Taken(state.Users.Single(user => user.Id == entry.User), entry.Purpose, entry.Keep);
        });
    }

    /// <summary>Never the same value again, for nobody (P2B-OT-4, P2B-OT-5).</summary>
    protected virtual OneTimeToken NewValue(BrokerUser user) => OneTimeToken.New();

    protected virtual bool IsUsed(OneTimeTokenEntry entry) => entry.Used;
}
