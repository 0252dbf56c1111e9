using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Drawbridge.Platform.App;

/// <summary>The simulated app.</summary>
internal sealed class AppAssets() : PageAssets("App/Assets/");

/// <summary>A file of a page.</summary>
internal sealed record AppAsset(byte[] Content, string ContentType, string ETag);

/// <summary>Files of a page, from the assembly.</summary>
internal abstract class PageAssets
{
    private readonly FrozenDictionary<string, AppAsset> _files;

    protected PageAssets(string prefix)
    {
        var assembly = typeof(PageAssets).Assembly;
        _files = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[prefix.Length..].Replace('\\', '/'), name => Load(assembly.GetManifestResourceStream(name)!, name), StringComparer.Ordinal);
    }

    public IEnumerable<string> Paths => _files.Keys;

    /// <summary>Null when there is no such file.</summary>
    public AppAsset? Find(string path) => _files.GetValueOrDefault(path);

    private static AppAsset Load(Stream stream, string name)
    {
        using (stream)
        {
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return new(content, ContentTypeOf(name), $"\"{Base64Url.EncodeToString(SHA256.HashData(content).AsSpan(0, 16))}\"");
        }
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".json" => "application/json; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".ico" => "image/x-icon",
        ".woff2" => "font/woff2",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
