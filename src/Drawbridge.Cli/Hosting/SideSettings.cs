using System.Security.Cryptography.X509Certificates;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Cli.Hosting;

/// <summary>What a side needs to be hosted, whichever command hosts it.</summary>
internal sealed record SideSettings
{
    /// <summary>Its configuration, with the section <c>Drawbridge</c>.</summary>
    public required IConfiguration Configuration { get; init; }

    /// <summary>Where its state is.</summary>
    public required DatabaseOptions Database { get; init; }

    /// <summary>Folder of the keys that protect its cookies and sealed values.</summary>
    public required string KeysFolder { get; init; }

    /// <summary>What encrypts those keys in their folder; null when the folder itself is protection enough.</summary>
    public X509Certificate2? KeysCertificate { get; init; }

    /// <summary>Where its log goes.</summary>
    public required Action<ILoggingBuilder> Log { get; init; }

    /// <summary>What it listens to.</summary>
    public required Action<KestrelServerOptions> Listen { get; init; }

    /// <summary>How sockets are made; null for the usual way.</summary>
    public Action<SocketTransportOptions>? Sockets { get; init; }

    /// <summary>What the side finds in place of its own services; null for nothing.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Proxies in front of it whose word counts; null when there are none.</summary>
    public ForwardedHeadersOptions? Proxies { get; init; }

    /// <summary>Whether its schema is brought up to date before it serves.</summary>
    public bool Migrate { get; init; } = true;
}
