using Microsoft.Extensions.Logging;

namespace Drawbridge.Platform.Hosting;

/// <summary>Keeps tokens out of the logs of a host (B2P-0-23).</summary>
public static class PlatformLogging
{
    /// <summary>Silences the framework's request logs, which print query strings. <c>AddDrawbridgePlatform</c> does this already.</summary>
    public static ILoggingBuilder AddDrawbridgePlatformFilters(this ILoggingBuilder logging) => logging
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None) // also its scopes, which carry the path of every request
        .AddFilter("Microsoft.AspNetCore.HttpLogging", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.Routing", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning)
        .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
}
