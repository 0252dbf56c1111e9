namespace Drawbridge.Client.Platform;

/// <summary>
/// How a call to the platform ended. Closed family: the caller of a write must know whether it may have happened, because the platform
/// has no idempotency keys (B2P-3.5-13).
/// </summary>
/// <typeparam name="T">What a successful answer holds.</typeparam>
public abstract record PlatformResult<T>
{
    private PlatformResult()
    {
    }

    /// <summary>The platform did it and said so.</summary>
    public sealed record Answered(T Value) : PlatformResult<T>;

    /// <summary>The platform said no: nothing happened.</summary>
    /// <param name="Status">HTTP status.</param>
    /// <param name="ErrorCode">The platform's code, null when somebody in between answered (ERR-4).</param>
    /// <param name="Description">The platform's text, shortened, without secrets; for the log.</param>
    /// <param name="RetryAfter">How long the platform asked to wait (B2P-0-14).</param>
    public sealed record Refused(int Status, string? ErrorCode, string? Description, TimeSpan? RetryAfter) : PlatformResult<T>;

    /// <summary>The platform cannot have acted on it: no name, no connection, no TLS, no manager token, or no room under the hourly limit.</summary>
    /// <param name="Reason">What went wrong, without secrets.</param>
    /// <param name="RetryAfter">When there will be room again, if that is why.</param>
    public sealed record NotSent(string Reason, TimeSpan? RetryAfter = null) : PlatformResult<T>;

    /// <summary>It was sent and no usable answer came: it may or may not have happened, or may still happen.</summary>
    /// <param name="Reason">What went wrong, without secrets.</param>
    /// <param name="RetryAfter">How long somebody asked to wait, if anybody did.</param>
    public sealed record Ambiguous(string Reason, TimeSpan? RetryAfter = null) : PlatformResult<T>;

    /// <summary>The same answer with another value, or the same failure.</summary>
    public PlatformResult<TOther> Select<TOther>(Func<T, TOther> selector) => this switch
    {
        Answered answered => new PlatformResult<TOther>.Answered(selector(answered.Value)),
        Refused r => new PlatformResult<TOther>.Refused(r.Status, r.ErrorCode, r.Description, r.RetryAfter),
        NotSent n => new PlatformResult<TOther>.NotSent(n.Reason, n.RetryAfter),
        Ambiguous a => new PlatformResult<TOther>.Ambiguous(a.Reason, a.RetryAfter),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>The value of an answer without content.</summary>
public readonly record struct NoContent;
