using System.Net;
using Drawbridge.Cli.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using IPNetwork = System.Net.IPNetwork;

namespace Drawbridge.Cli.Serving;

/// <summary>What a side listens to and whom it believes, under <c>Drawbridge:Server</c>.</summary>
internal sealed class ServerOptions
{
    public const string Section = "Drawbridge:Server";

    /// <summary>Addresses, such as <c>https://0.0.0.0:7443</c>; <c>http</c> only behind <see cref="TrustedProxies"/>.</summary>
    public IList<string> Urls { get; } = [];

    /// <summary>What is presented at the https addresses.</summary>
    public CertificateOptions Certificate { get; set; } = new();

    /// <summary>Addresses or networks (<c>10.0.0.0/24</c>) of proxies whose <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> count. Empty: nobody's.</summary>
    public IList<string> TrustedProxies { get; } = [];

    public static ServerOptions Read(IConfiguration configuration, string? urls, ConfigurationFaults faults)
    {
        var options = new ServerOptions();
        configuration.GetSection(Section).Bind(options);
        if (urls is not null)
        {
            options.Urls.Clear();
            foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                options.Urls.Add(url);
            }
        }

        options.Check(faults);
        return options;
    }

    /// <summary>What the proxies may say; null when there are none.</summary>
    public ForwardedHeadersOptions? ToForwardedHeaders()
    {
        if (TrustedProxies.Count == 0)
        {
            return null;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All & ~ForwardedHeaders.XForwardedPrefix, ForwardLimit = null };
        options.KnownProxies.Clear(); // the framework would believe every program on this machine
        options.KnownIPNetworks.Clear();
        foreach (var proxy in TrustedProxies)
        {
            options.KnownIPNetworks.Add(NetworkOf(proxy));
        }

        return options;
    }

    private static IPNetwork NetworkOf(string text) => IPNetwork.TryParse(text, out var network)
        ? network
        : new IPNetwork(IPAddress.Parse(text), IPAddress.Parse(text).GetAddressBytes().Length * 8);

    private void Check(ConfigurationFaults faults)
    {
        faults.When(Urls.Count == 0, $"{Section}:Urls", "must name at least one address, such as https://0.0.0.0:7443; or give --urls");
        foreach (var (i, url) in Urls.Index())
        {
            CheckUrl(url, $"{Section}:Urls:{i}", faults);
        }

        foreach (var (i, proxy) in TrustedProxies.Index())
        {
            faults.When(!IPNetwork.TryParse(proxy, out _) && !IPAddress.TryParse(proxy, out _), $"{Section}:TrustedProxies:{i}", "must be an address or a network such as 10.0.0.0/24");
        }

        var isHttps = Urls.Any(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
        Certificate.Check($"{Section}:Certificate", isRequired: isHttps, faults);
    }

    private void CheckUrl(string url, string key, ConfigurationFaults faults)
    {
        if (!ListenAddress.TryParse(url, out var address))
        {
            faults.Add(key, "must be https://ADDRESS:PORT, or http://ADDRESS:PORT or http://unix:/path behind a proxy");
        }
        else if (!address.IsHttps && TrustedProxies.Count == 0)
        {
            // P2B-0-4, B2P-0-2
            faults.Add(key, $"must be https; http is for a proxy that ends TLS, whose address stands in {Section}:TrustedProxies");
        }
    }
}
