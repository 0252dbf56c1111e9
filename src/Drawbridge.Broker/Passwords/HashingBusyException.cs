namespace Drawbridge.Broker.Passwords;

/// <summary>More passwords wait to be hashed than can be served in reasonable time. Nothing was checked; the caller says when to come back.</summary>
internal sealed class HashingBusyException(TimeSpan retryAfter) : Exception("Too many passwords wait to be hashed.")
{
    /// <summary>When it is worth trying again.</summary>
    public TimeSpan RetryAfter => retryAfter;
}
