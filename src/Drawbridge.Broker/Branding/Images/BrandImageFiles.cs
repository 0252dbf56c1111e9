using Drawbridge.Broker.Configuration;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Branding.Images;

/// <summary>Images that the configuration names as files: read and checked when the program starts.</summary>
internal static class BrandImageFiles
{
    public static IEnumerable<string> Validate(string key, BrandImageConfiguration images)
    {
        foreach (var (kind, path) in images.Named())
        {
            if (Read(path) is not { } file)
            {
                yield return $"{key}:Images:{char.ToUpperInvariant(kind[0])}{kind[1..]}: the file cannot be read.";
            }
            else if (BrandImageInspection.Inspect(file).Fault is { } fault)
            {
                yield return $"{key}:Images:{char.ToUpperInvariant(kind[0])}{kind[1..]}: the file must {fault}.";
            }
        }
    }

    /// <summary>Makes them the broker's; what the configuration does not name stays as it is. Part of the caller's write.</summary>
    public static async Task PutAsync(DbSession session, long brokerId, BrandImageConfiguration images, DateTimeOffset now)
    {
        foreach (var (kind, path) in images.Named())
        {
            if (Read(path) is { } file && BrandImageInspection.Inspect(file) is (var extension, null))
            {
                await BrandImageStore.PutAsync(session, brokerId, kind, BrandImageEndpoints.NameOf(file, extension!), file, now);
            }
        }
    }

    /// <summary>Kinds of those whose files hold something else than what is shown now.</summary>
    public static IEnumerable<string> Differing(BrandImageConfiguration images, BrandImages current)
    {
        foreach (var (kind, path) in images.Named())
        {
            var url = kind switch { BrandImageKind.Logo => current.Logo, BrandImageKind.LogoDark => current.LogoDark, _ => current.Icon };
            if (Read(path) is { } file && BrandImageInspection.Inspect(file) is (var extension, null) && url != BrandImageEndpoints.UrlOf(BrandImageEndpoints.NameOf(file, extension!)))
            {
                yield return kind;
            }
        }
    }

    /// <summary>A little more than allowed at most: what is too large is not read to its end.</summary>
    private static byte[]? Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var content = new byte[BrandImageInspection.Largest + 1];
            return content[..file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
