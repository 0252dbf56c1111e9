using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Drawbridge.Broker.ClientArea.Texts;
using Drawbridge.Broker.EmbeddedWeb.Sites.Texts;
using Drawbridge.Broker.EmbeddedWeb.Texts;
using Drawbridge.Broker.Screens.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Drawbridge.Broker.EmbeddedWeb.Sites;

/// <summary>
/// The script that the broker's other sites load: one file without anything that it loads itself, with its texts in all languages. <see cref="Path"/> is always the newest of its
/// version; <see cref="PinnedPath"/> changes with the content, may be cached for ever, and goes with <see cref="Integrity"/>.
/// </summary>
internal sealed class SiteScript
{
    public const string Path = "/embed/v1.js";

    private const string ContentType = "text/javascript; charset=utf-8";

    /// <summary>The texts that the script shows itself, in the order in which it takes them.</summary>
    private static readonly TextKey[] Keys =
        [ClientAreaTextKey.ClientOpenTrading, EmbeddedWebTextKey.TradeTitle, SiteTextKey.SiteBlocked, SiteTextKey.SiteFailed, EmbeddedWebTextKey.TradeNewTab];

    private readonly byte[] _brotli;
    private readonly byte[] _gzip;

    private SiteScript()
    {
        Content = Encoding.UTF8.GetBytes(Compose());
        _brotli = Compress(Content, static output => new BrotliStream(output, CompressionLevel.SmallestSize));
        _gzip = Compress(Content, static output => new GZipStream(output, CompressionLevel.SmallestSize));
        Integrity = $"sha384-{Convert.ToBase64String(SHA384.HashData(Content))}";
        ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Content), 0, 8)}\"";
        PinnedPath = $"/embed/v1.{ETag.Trim('"')}.js";
    }

    public static SiteScript Current { get; } = new();

    public byte[] Content { get; }

    /// <summary>For the attribute <c>integrity</c>.</summary>
    public string Integrity { get; }

    public string PinnedPath { get; }

    private string ETag { get; }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (HttpContext context) => Send(context, "public, max-age=3600"));
        endpoints.MapGet("/embed/v1.{hash}.js", (HttpContext context) => context.Request.Path == PinnedPath
            ? Send(context, "public, max-age=31536000, immutable")
            : Results.Redirect(Path)); // a site that named an earlier one, and did not insist on what is in it
    }

    private IResult Send(HttpContext context, string cacheControl)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = cacheControl;
        headers.AccessControlAllowOrigin = "*"; // for integrity; there is nothing in it that depends on who asks
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.Vary = "Accept-Encoding";
        var accepted = context.Request.Headers.AcceptEncoding.ToString().Split(',', StringSplitOptions.TrimEntries);
        var (encoding, content) = accepted.Contains("br", StringComparer.OrdinalIgnoreCase) ? ("br", _brotli)
            : accepted.Contains("gzip", StringComparer.OrdinalIgnoreCase) ? ("gzip", _gzip)
            : (null, Content);
        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        return Results.Bytes(content, ContentType, entityTag: EntityTagHeaderValue.Parse($"{ETag[..^1]}{(encoding is null ? "" : $"-{encoding}")}\""));
    }

    private static byte[] Compress(byte[] content, Func<Stream, Stream> compressor)
    {
        using var output = new MemoryStream();
        using (var compressed = compressor(output))
        {
            compressed.Write(content);
        }

        return output.ToArray();
    }

    private static string Compose()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Drawbridge.Broker.Screens.Assets.embed-v1.js")
            ?? throw new InvalidOperationException("The script of other sites is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        var texts = string.Join(',', TextCatalogue.Languages.Select(language =>
            $"{language}:{JsonSerializer.Serialize(Keys.Select(key => TextCatalogue.In(language)[key]), options)}"));
        var lines = reader.ReadToEnd().Split('\n').Select(static line => line.Trim());
        return string.Join('\n', lines.Where(static line => line.Length > 0 && !line.StartsWith("// A ", StringComparison.Ordinal) && !line.StartsWith("/**", StringComparison.Ordinal)))
            .Replace("/*texts*/", texts, StringComparison.Ordinal);
    }
}
