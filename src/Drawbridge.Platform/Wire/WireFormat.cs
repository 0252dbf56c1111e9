using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Drawbridge.Platform.Wire;

internal enum WireFormat
{
    Json,
    Xml,
}

/// <summary>Which format a request has and which its answer gets (WS-1..3, B2P-0-6, B2P-0-7, DEC-8).</summary>
internal static class Negotiation
{
    private const string WebServices = "/v2";

    /// <summary>JSON and XML are spoken here (B2P-0-7); everywhere else JSON only (B2P-0-6, WS-9).</summary>
    public static bool SpeaksXml(HttpRequest request) => request.Path.StartsWithSegments(WebServices, StringComparison.Ordinal);

    /// <summary>The format to answer in. Where nothing is acceptable, the path's own, for the error that says so (WS-4).</summary>
    public static WireFormat AnswerFormat(HttpRequest request) =>
        TryChoose(request, out var chosen) ? chosen.Value : SpeaksXml(request) ? WireFormat.Xml : WireFormat.Json;

    /// <summary>False when the caller accepts nothing that is spoken here: 406.</summary>
    public static bool TryChoose(HttpRequest request, [NotNullWhen(true)] out WireFormat? format)
    {
        var speaksXml = SpeaksXml(request);
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) || accepted.Count == 0)
        {
            format = speaksXml ? WireFormat.Xml : WireFormat.Json; // WS-1: XML is what a caller gets who asks for nothing
            return true;
        }

        var json = Quality(accepted, WireFormat.Json);
        var xml = speaksXml ? Quality(accepted, WireFormat.Xml) : 0;
        format = (json, xml) switch
        {
            (0, 0) => null,
            _ when json > xml => WireFormat.Json,
            _ when xml > json => WireFormat.Xml,
            _ => FirstNamed(accepted) ?? WireFormat.Xml, // WS-1: */* alone means XML
        };
        return format is not null;
    }

    /// <summary>Null for a content type that is neither (WS-3).</summary>
    public static WireFormat? RequestFormat(string contentType) =>
        !MediaTypeHeaderValue.TryParse(contentType, out var type) || !IsUtf8(type) ? null
        : Is(type, WireFormat.Json) ? WireFormat.Json
        : Is(type, WireFormat.Xml) ? WireFormat.Xml
        : null;

    private static double Quality(IList<MediaTypeHeaderValue> accepted, WireFormat format)
    {
        // The most specific entry decides (RFC 9110 12.5.1): a name, then a family, then everything.
        var best = accepted
            .Select(entry => (Specificity: Specificity(entry, format), Weight: entry.Quality ?? 1))
            .Where(static entry => entry.Specificity > 0)
            .OrderByDescending(static entry => entry.Specificity)
            .ThenByDescending(static entry => entry.Weight)
            .FirstOrDefault();
        return best.Weight;
    }

    private static int Specificity(MediaTypeHeaderValue entry, WireFormat format)
    {
        if (entry.MatchesAllTypes)
        {
            return 1;
        }

        if (entry.MatchesAllSubTypes)
        {
            return entry.Type.Equals("application", StringComparison.OrdinalIgnoreCase) || entry.Type.Equals("text", StringComparison.OrdinalIgnoreCase)
                ? 2
                : 0;
        }

        return Is(entry, format) ? 3 : 0;
    }

    private static WireFormat? FirstNamed(IList<MediaTypeHeaderValue> accepted)
    {
        foreach (var entry in accepted)
        {
            if (Is(entry, WireFormat.Json))
            {
                return WireFormat.Json;
            }

            if (Is(entry, WireFormat.Xml))
            {
                return WireFormat.Xml;
            }
        }

        return null;
    }

    private static bool Is(MediaTypeHeaderValue type, WireFormat format)
    {
        var name = format == WireFormat.Json ? "json" : "xml";
        return (type.Type.Equals("application", StringComparison.OrdinalIgnoreCase) || type.Type.Equals("text", StringComparison.OrdinalIgnoreCase))
            && type.SubType.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
