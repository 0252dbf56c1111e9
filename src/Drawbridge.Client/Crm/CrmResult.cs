namespace Drawbridge.Client.Crm;

/// <summary>How a call to a CRM ended. Each case is something the caller has to deal with, so none is an exception.</summary>
/// <typeparam name="T">What the CRM says when it agrees.</typeparam>
public abstract record CrmResult<T>
{
    private CrmResult()
    {
    }

    /// <summary>The CRM agreed.</summary>
    /// <param name="Value">Its answer; it may hold tokens and is therefore never printed.</param>
    public sealed record Answered(T Value) : CrmResult<T>
    {
        /// <summary>Never the value.</summary>
        public override string ToString() => nameof(Answered);
    }

    /// <summary>The CRM answered and said no: any 4xx.</summary>
    /// <param name="Status">HTTP status, which decides (ERR-4).</param>
    /// <param name="Code">Error code, null when the body has none.</param>
    /// <param name="Message">What the CRM says, shortened, without the secrets that were sent.</param>
    public sealed record Refused(int Status, string? Code, string? Message) : CrmResult<T>;

    /// <summary>No usable answer came, and a later attempt may succeed: no connection, no answer in time, or a 5xx.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="MayHaveBeenProcessed">False only when the CRM cannot have seen the request.</param>
    public sealed record Unreachable(CrmFailure Reason, bool MayHaveBeenProcessed) : CrmResult<T>;

    /// <summary>An answer came that makes no sense: not JSON, a required key missing, a redirect, not HTTP at all.</summary>
    /// <param name="Status">HTTP status, 0 when there was none.</param>
    /// <param name="Problem">What is wrong with it; never a piece of it.</param>
    public sealed record Nonsense(int Status, string Problem) : CrmResult<T>;

    /// <summary>The same failure for another kind of answer.</summary>
    internal CrmResult<TOther> CastFailure<TOther>() => this switch
    {
        Refused r => new CrmResult<TOther>.Refused(r.Status, r.Code, r.Message),
        Unreachable u => new CrmResult<TOther>.Unreachable(u.Reason, u.MayHaveBeenProcessed),
        Nonsense n => new CrmResult<TOther>.Nonsense(n.Status, n.Problem),
        _ => throw new InvalidOperationException("An answer is not a failure."),
    };
}

/// <summary>Why no usable answer came.</summary>
public enum CrmFailure
{
    /// <summary>The host name has no address.</summary>
    NameNotResolved,

    /// <summary>Nobody listens there.</summary>
    NotConnected,

    /// <summary>The certificate is not trusted, or TLS failed otherwise.</summary>
    CertificateRejected,

    /// <summary>No complete answer within <see cref="CrmClientOptions.Timeout"/>.</summary>
    TimedOut,

    /// <summary>The connection broke before the answer was complete.</summary>
    ConnectionLost,

    /// <summary>The CRM answered with a 5xx.</summary>
    ServerError,
}

/// <summary>What a CRM says to call 4.5: nothing.</summary>
public sealed record CrmLoggedOut;
