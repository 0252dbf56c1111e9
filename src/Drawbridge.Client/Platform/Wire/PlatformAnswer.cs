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
    }

    /// <summary>The platform cannot have acted on it.</summary>
    public sealed record NotSent(string Reason) : PlatformAnswer;

    /// <summary>It may have arrived; nothing readable came back.</summary>
    public sealed record Lost(string Reason) : PlatformAnswer;
}
