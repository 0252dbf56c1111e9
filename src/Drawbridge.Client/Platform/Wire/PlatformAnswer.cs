using System.Net;

namespace Drawbridge.Client.Platform.Wire;

/// <summary>What came back over the wire, before anybody read it.</summary>
internal abstract record PlatformAnswer
{
    private PlatformAnswer()
    {
    }

    public sealed record Response(HttpStatusCode Status, TimeSpan? RetryAfter, string? MediaType, byte[] Body) : PlatformAnswer
    {
        /// <summary>Any 2xx is success, whatever a table names (B2P-0-20).</summary>
        public bool IsSuccess => (int)Status is >= 200 and < 300;

        /// <summary>Somebody on the way could not reach the platform.</summary>
        public bool IsGatewayFault => Status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
    }

    /// <summary>The platform cannot have acted on it.</summary>
    /// <param name="Reason">Why not, without secrets.</param>
    /// <param name="NoConnection">Whether there was no connection, rather than no time.</param>
    public sealed record NotSent(string Reason, bool NoConnection = true) : PlatformAnswer;

    /// <summary>It may have arrived; nothing readable came back.</summary>
    /// <param name="Reason">What happened, without secrets.</param>
    /// <param name="IsTimeout">Whether it was waited for to the end.</param>
    public sealed record Lost(string Reason, bool IsTimeout = false) : PlatformAnswer;
}
