using System.Collections.Concurrent;
using Drawbridge.Client.Platform.Wire;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Client.Platform.Lines;

/// <summary>All lines of the process: brokers that use the same address share what is known of it.</summary>
internal sealed class PlatformLines(PlatformHttp http, FailoverOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<PlatformLine>> _lines = new(StringComparer.Ordinal);

    /// <summary>The lines to a platform as they are to be tried: in the order of the settings, those that are down last.</summary>
    public IReadOnlyList<PlatformLine> For(PlatformPeer peer)
    {
        if (peer.Endpoints is [var only])
        {
            return [Of(only)];
        }

        var lines = peer.Endpoints.Select(Of).ToList();
        lines.ForEach(static line => line.HasAnother());
        return [.. lines.OrderBy(static line => line.IsDown)];
    }

    public void Dispose()
    {
        foreach (var line in _lines.Values)
        {
            line.Value.Dispose();
        }
    }

    private PlatformLine Of(Uri url) =>
        _lines.GetOrAdd(url.AbsoluteUri, _ => new(() => new PlatformLine(url, http, options, time, logger))).Value;
}
