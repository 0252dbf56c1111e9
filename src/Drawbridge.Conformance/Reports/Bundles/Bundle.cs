using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Drawbridge.Conformance.Reports.Bundles;

/// <summary>
/// The folder of a run as one signed file, to be sent: a zip with all its files, <see cref="Sums"/> with the SHA-256 of each (as <c>sha256sum -c</c> reads it),
/// <see cref="Signature"/> over that list, and the public key. <c>openssl dgst -sha256 -verify</c> checks it without Drawbridge.
/// </summary>
public static class Bundle
{
    public const string FileName = "evidence.zip";
    public const string Sums = "SHA256SUMS";
    public const string Signature = "SHA256SUMS.sig";
    public const string PublicKey = "public-key.pem";

    /// <summary>Of a zip, whose time cannot be left out: the same files make the same bundle.</summary>
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the bundle beside the files of the run.</summary>
    /// <returns>Its path.</returns>
    public static async Task<string> WriteAsync(string folder, BundleKey key, CancellationToken cancellationToken)
    {
        var bundle = Path.Combine(folder, FileName);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(static name => name is not FileName)
            .Order(StringComparer.Ordinal)
            .ToList();
        var draft = bundle + ".tmp";
        await using (var zip = new ZipArchive(File.Create(draft), ZipArchiveMode.Create))
        {
            var sums = new StringBuilder();
            foreach (var name in files)
            {
                var content = await File.ReadAllBytesAsync(Path.Combine(folder, name), cancellationToken);
                sums.Append(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(SHA256.HashData(content))}  {name}\n");
                await AddAsync(zip, name, content, cancellationToken);
            }

            var list = Encoding.UTF8.GetBytes(sums.ToString());
            await AddAsync(zip, Sums, list, cancellationToken);
            await AddAsync(zip, Signature, key.Sign(list), cancellationToken);
            await AddAsync(zip, PublicKey, Encoding.UTF8.GetBytes(key.PublicPem), cancellationToken);
        }

        File.Move(draft, bundle, overwrite: true);
        return bundle;
    }

    private static async Task AddAsync(ZipArchive zip, string name, byte[] content, CancellationToken cancellationToken)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = NoTime;
        await using var stream = await entry.OpenAsync(cancellationToken);
        await stream.WriteAsync(content, cancellationToken);
    }
}
