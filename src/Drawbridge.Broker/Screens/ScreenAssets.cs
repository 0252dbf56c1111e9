using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Screens;

/// <summary>
/// Style sheet and script of the screens: from the assembly, compressed once at start, under addresses that change with the content and
/// may therefore be cached for ever (SCR-67).
/// </summary>
internal sealed class ScreenAssets
{
    private const string Folder = "/assets/";

    private readonly FrozenDictionary<string, Asset> _assets;

    private ScreenAssets()
    {
        var styles = Load("screens.css", "text/css; charset=utf-8", "accounts.css", "brand.css");
        var script = Load("screens.js", "text/javascript; charset=utf-8");
        var chatStyles = Load("chat.css", "text/css; charset=utf-8");
        var chatScript = Load("chat.js", "text/javascript; charset=utf-8");
        var consoleStyles = Load("console.css", "text/css; charset=utf-8", "console-ribbons.css", "console-partners.css", "reports.css");
        var consoleScript = Load("console.js", "text/javascript; charset=utf-8", "console-ribbons.js");
        var kycStyles = Load("kyc.css", "text/css; charset=utf-8");
        var passkeyStyles = Load("passkeys.css", "text/css; charset=utf-8");
        var passkeyScript = Load("passkeys.js", "text/javascript; charset=utf-8");
        var tradeStyles = Load("trade.css", "text/css; charset=utf-8");
        var homeStyles = Load("home.css", "text/css; charset=utf-8");
        var portalStyles = Load("portal.css", "text/css; charset=utf-8", "home.css", "reports.css");
        var embedStyles = Load("embed.css", "text/css; charset=utf-8");
        var embedScript = Load("embed-frame.js", "text/javascript; charset=utf-8");
        StylesUrl = Folder + styles.Name;
        HomeStylesUrl = Folder + homeStyles.Name;
        PortalStylesUrl = Folder + portalStyles.Name;
        EmbedStylesUrl = Folder + embedStyles.Name;
        EmbedScriptUrl = Folder + embedScript.Name;
        TradeStylesUrl = Folder + tradeStyles.Name;
        ScriptUrl = Folder + script.Name;
        ChatStylesUrl = Folder + chatStyles.Name;
        ChatScriptUrl = Folder + chatScript.Name;
        ConsoleStylesUrl = Folder + consoleStyles.Name;
        ConsoleScriptUrl = Folder + consoleScript.Name;
        KycStylesUrl = Folder + kycStyles.Name;
        PasskeyStylesUrl = Folder + passkeyStyles.Name;
        PasskeyScriptUrl = Folder + passkeyScript.Name;
        _assets = new[] { styles, script, chatStyles, chatScript, consoleStyles, consoleScript, kycStyles, tradeStyles, passkeyStyles, passkeyScript, embedStyles, embedScript, homeStyles, portalStyles }.ToFrozenDictionary(asset => asset.Name);
    }

    public static ScreenAssets Current { get; } = new();

    public string StylesUrl { get; }

    public string ScriptUrl { get; }

    /// <summary>The style sheet of the chat, which no other screen loads.</summary>
    public string ChatStylesUrl { get; }

    /// <summary>The style sheet of the client area's start page.</summary>
    public string HomeStylesUrl { get; }

    /// <summary>The style sheet of the partner's pages, which look like the client area's start page.</summary>
    public string PortalStylesUrl { get; }

    /// <summary>The style sheet of pages on the broker's other sites.</summary>
    public string EmbedStylesUrl { get; }

    /// <summary>The script of pages on the broker's other sites.</summary>
    public string EmbedScriptUrl { get; }

    /// <summary>The style sheet of KYC, which no other screen loads.</summary>
    public string KycStylesUrl { get; }

    /// <summary>The style sheet of passkeys, which only pages that ask for one load.</summary>
    public string PasskeyStylesUrl { get; }

    /// <summary>The script of passkeys, which only pages that ask for one load.</summary>
    public string PasskeyScriptUrl { get; }

    /// <summary>The style sheet of trading inside the client area.</summary>
    public string TradeStylesUrl { get; }

    /// <summary>The script of the chat, which no other screen loads.</summary>
    public string ChatScriptUrl { get; }

    /// <summary>The style sheet of the staff's console.</summary>
    public string ConsoleStylesUrl { get; }

    /// <summary>The script of the staff's console.</summary>
    public string ConsoleScriptUrl { get; }

    /// <summary>The style sheet of a broker's colour: an address instead of inline styles, which the content security policy forbids.</summary>
    public static string AccentUrl(string? color, string? dark = null)
    {
        var light = Accent.TryParse(color, out var accent) ? accent : new Accent(0x25, 0x63, 0xeb);
        return $"{Folder}accent-{light.ToString()[1..]}{(Accent.TryParse(dark, out var other) && other != light ? $"-{other.ToString()[1..]}" : "")}.css";
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Folder + "accent-{color}.css", (string color, HttpResponse response) =>
            color.Length is 6 or 13 && Accent.TryParse(color[..6], out var light) && Accent.TryParse(color[^6..], out var dark) && (color.Length == 6 || color[6] == '-')
                ? Send(response, new Asset(color, "text/css; charset=utf-8", Encoding.UTF8.GetBytes(light.ToCss(dark)), [], []), "")
                : Results.NotFound());
        endpoints.MapGet(Folder + "{name}", (string name, HttpContext context) =>
            _assets.TryGetValue(name, out var asset)
                ? Send(context.Response, asset, context.Request.Headers.AcceptEncoding.ToString())
                : Results.NotFound());
    }

    private static IResult Send(HttpResponse response, Asset asset, string acceptEncoding)
    {
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.Vary = "Accept-Encoding";
        var accepted = acceptEncoding.Split(',', StringSplitOptions.TrimEntries);
        if (asset.Brotli.Length > 0 && accepted.Contains("br", StringComparer.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "br";
            return Results.Bytes(asset.Brotli, asset.ContentType);
        }

        if (asset.Gzip.Length > 0 && accepted.Contains("gzip", StringComparer.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "gzip";
            return Results.Bytes(asset.Gzip, asset.ContentType);
        }

        return Results.Bytes(asset.Content, asset.ContentType);
    }

    private static Asset Load(string file, string contentType, params string[] more)
    {
        using var memory = new MemoryStream();
        foreach (var part in more.Prepend(file))
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Drawbridge.Broker.Screens.Assets.{part}")
                ?? throw new InvalidOperationException($"'{part}' is not in the assembly.");
            stream.CopyTo(memory);
        }

        var content = memory.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content), 0, 8);
        var name = $"{Path.GetFileNameWithoutExtension(file)}.{hash}{Path.GetExtension(file)}";
        return new(
            name,
            contentType,
            content,
            Compress(content, output => new BrotliStream(output, CompressionLevel.SmallestSize)),
            Compress(content, output => new GZipStream(output, CompressionLevel.SmallestSize)));
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

    private sealed record Asset(string Name, string ContentType, byte[] Content, byte[] Brotli, byte[] Gzip);
}
