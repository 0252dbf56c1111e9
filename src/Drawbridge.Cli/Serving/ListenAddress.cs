using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Drawbridge.Cli.Serving;

/// <summary>One address that a server listens to.</summary>
internal sealed class ListenAddress
{
    private readonly BindingAddress _address;

    private ListenAddress(BindingAddress address) => _address = address;

    public bool IsHttps => _address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase);

    /// <summary>One that <see cref="TryParse"/> accepts.</summary>
    public static ListenAddress Parse(string text) => TryParse(text, out var address) ? address : throw new FormatException("It is no address to listen to.");

    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address)
    {
        address = null;
        try
        {
            var parsed = BindingAddress.Parse(text);
            if (parsed.Scheme.ToLowerInvariant() is "http" or "https" && parsed.PathBase.Length == 0 && (!parsed.IsUnixPipe || parsed.Scheme == "http"))
            {
                address = new ListenAddress(parsed);
            }
        }
        catch (FormatException)
        {
            // not an address
        }

        return address is not null;
    }

    /// <summary>Makes a server listen to it.</summary>
    public void Listen(KestrelServerOptions server, Action<ListenOptions> secure)
    {
        Action<ListenOptions> configure = IsHttps ? secure : static _ => { };
        if (_address.IsUnixPipe)
        {
            server.ListenUnixSocket(_address.UnixPipePath, configure);
        }
        else if (string.Equals(_address.Host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            server.ListenLocalhost(_address.Port, configure);
        }
        else if (IPAddress.TryParse(_address.Host.Trim('[', ']'), out var ip))
        {
            server.Listen(ip, _address.Port, configure);
        }
        else
        {
            server.ListenAnyIP(_address.Port, configure); // '*', '+' or a name, which Kestrel takes for any address
        }
    }

    public override string ToString() => _address.ToString();
}
