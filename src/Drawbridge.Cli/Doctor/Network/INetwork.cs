using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.Cli.Doctor.Network;

/// <summary>The network as the doctor sees it. Nothing here throws for what the network does.</summary>
internal interface INetwork
{
    /// <summary>The addresses of a name; empty when it has none.</summary>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);

    /// <summary>Connects and shakes hands, whatever the certificate is like, and hangs up.</summary>
    Task<Handshake> ShakeHandsAsync(Uri address, CancellationToken cancellationToken);

    /// <summary>Asks for something over https, so many times on one connection. Fewer answers, and why, when it breaks.</summary>
    Task<Conversation> AskAsync(Uri address, int times, CancellationToken cancellationToken);

    /// <summary>Asks for the same over plain http; the status, or null when nobody speaks it.</summary>
    Task<int?> AskInPlainAsync(Uri address, CancellationToken cancellationToken);
}

/// <summary>How a handshake ended.</summary>
/// <param name="Problem">Why there was none; null when there was.</param>
/// <param name="Certificate">What was presented.</param>
/// <param name="Errors">What the system says about it.</param>
/// <param name="IsTrusted">Whether it comes from the system's authorities or from those that were named.</param>
internal sealed record Handshake(string? Problem, X509Certificate2? Certificate = null, SslPolicyErrors Errors = SslPolicyErrors.None, bool IsTrusted = false);

/// <summary>Some answers.</summary>
/// <param name="Answers">Those that came.</param>
/// <param name="Problem">Why no more came; null when all did.</param>
internal sealed record Conversation(IReadOnlyList<Reply> Answers, string? Problem = null);

/// <summary>One answer.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="MediaType">What the body is.</param>
/// <param name="Date">The server's clock, in whole seconds.</param>
/// <param name="SentAt">Our clock when it was asked.</param>
/// <param name="ReceivedAt">Our clock when it answered.</param>
internal sealed record Reply(int Status, string? MediaType, DateTimeOffset? Date, DateTimeOffset SentAt, DateTimeOffset ReceivedAt)
{
    public TimeSpan RoundTrip => ReceivedAt - SentAt;
}
