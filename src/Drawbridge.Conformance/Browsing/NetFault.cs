using System.Text.RegularExpressions;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Browsing;

/// <summary>What keeps a browser from a server, for a person.</summary>
internal static partial class NetFault
{
    /// <summary>The fault of the surroundings in a message of the browser; null when the server was reached.</summary>
    public static ConfigurationFaultException? Of(string message, Uri url) => CodeIn(message) switch
    {
        "ERR_CONNECTION_REFUSED" => new($"nothing listens at {url.Authority}", "Start the server, or correct host and port in the plan."),
        "ERR_NAME_NOT_RESOLVED" => new($"the name {url.Host} is not known here", "Correct the address in the plan, or add the name to DNS or to the hosts file of this machine."),
        "ERR_ADDRESS_UNREACHABLE" or "ERR_INTERNET_DISCONNECTED" or "ERR_CONNECTION_TIMED_OUT" or "ERR_PROXY_CONNECTION_FAILED" => new(
            $"{url.Authority} cannot be reached", "Look at the network, at firewalls and at the proxy between this machine and that address."),
        "ERR_SSL_PROTOCOL_ERROR" => new($"{url.Authority} does not speak TLS", "Correct the port in the plan, or switch https on at the server."),
        { } code when code.StartsWith("ERR_CERT_", StringComparison.Ordinal) => new(
            $"the browser does not trust the certificate of {url.Authority} ({code})",
            "Give the authority that signed it as a PEM file (authorityFile in the plan), or have the server use a certificate of a public one; a real application accepts no other."),
        _ => null,
    };

    /// <summary>The browser's own name of a fault, such as <c>ERR_CONNECTION_REFUSED</c>; null when there is none in the message.</summary>
    public static string? CodeIn(string message) => Code().Match(message) is { Success: true } found ? found.Value : null;

    [GeneratedRegex("ERR_[A-Z0-9_]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
