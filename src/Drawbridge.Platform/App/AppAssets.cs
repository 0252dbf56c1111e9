using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Drawbridge.Platform.App;

/// <summary>A file of the simulated app.</summary>
internal sealed record AppAsset(byte[] Content, string ContentType, string ETag);

/// <summary>The files of the simulated app, from the assembly.</summary>
internal sealed class AppAssets
{
    private const string Prefix = "App/Assets/";

    private readonly FrozenDictionary<string, AppAsset> _files;

    public AppAssets()
    {
        var assembly = typeof(AppAssets).Assembly;
        _files = assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(static name => name[Prefix.Length..].Replace('\\', '/'), name => Load(assembly.GetManifestResourceStream(name)!, name), StringComparer.Ordinal);
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
