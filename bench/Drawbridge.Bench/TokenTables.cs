using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Bench;

/// <summary>Makes rows in bulk, past the server. Tokens are valid for an hour, because the measurement takes longer than a minute.</summary>
internal abstract class TokenTables(long brokerId)
{
    /// <summary>The users have the <c>userId</c>s from here on: ten digits, so that each request has the same length.</summary>
    public const long FirstUser = 1_000_000_000;

    public const int Users = 10_000;

    protected static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    protected long BrokerId => brokerId;

    /// <summary>Users who are known to the platform.</summary>
    public abstract Task AddUsersAsync();

    /// <summary>OT tokens of users who chose to be kept logged in.</summary>
    public abstract Task AddOneTimeTokensAsync(IReadOnlyList<TokenFingerprint> tokens);

    /// <summary>Access tokens without an end.</summary>
    public abstract Task AddAccessTokensAsync(IReadOnlyList<TokenFingerprint> tokens);

    /// <summary>How many OT tokens were used.</summary>
    public abstract Task<long> CountUsedAsync();

    /// <summary>Lets the engine do now what it would do while it is measured.</summary>
    public abstract Task SettleAsync();
}
