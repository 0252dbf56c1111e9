using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Drawbridge.Conformance.Reports.Bundles;

/// <summary>What a bundle was found to be.</summary>
/// <param name="Faults">What is wrong, one sentence each; empty when everything is as it was signed.</param>
/// <param name="Files">How many files are in it, besides list, signature and key.</param>
/// <param name="Fingerprint">Of the key that is in it; null when there is none.</param>
public sealed record BundleCheck(IReadOnlyList<string> Faults, int Files, string? Fingerprint)
{
    /// <summary>Far above any run; what is bigger was made to fill a disk or a memory.</summary>
    private const long LargestFile = 512L * 1024 * 1024;
    private const int MostFiles = 100_000;

    private static readonly HashSet<string> Own = new(StringComparer.Ordinal) { Bundle.Sums, Bundle.Signature, Bundle.PublicKey };

    public bool IsGood => Faults.Count == 0;

    /// <summary>Checks signature and hashes. Nothing is unpacked.</summary>
    public static BundleCheck Of(string file)
    {
        try
        {
            using var zip = ZipFile.OpenRead(file);
            return Of(zip);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return new(["it is damaged, or no zip file"], 0, null);
        }
    }

    private static BundleCheck Of(ZipArchive zip)
    {
        var faults = new List<string>();
        if (zip.Entries.Count > MostFiles || zip.Entries.Any(static entry => entry.Length > LargestFile))
        {
            return new(["it is bigger than any run's evidence"], zip.Entries.Count, null);
        }

        faults.AddRange(zip.Entries.CountBy(static entry => entry.FullName, StringComparer.Ordinal).Where(static name => name.Value > 1).Select(static name => $"{name.Key} is in it twice"));
        var (sums, signature, pem) = (Read(zip, Bundle.Sums), Read(zip, Bundle.Signature), Read(zip, Bundle.PublicKey));
        if (sums is null || signature is null || pem is null)
        {
            faults.Add($"{(sums is null ? Bundle.Sums : signature is null ? Bundle.Signature : Bundle.PublicKey)} is missing, so nothing says what it was");
            return new(faults, Count(zip), null);
        }

        var fingerprint = CheckSignature(sums, signature, pem, faults);
        CheckFiles(zip, sums, faults);
        return new(faults, Count(zip), fingerprint);
    }

    private static string? CheckSignature(byte[] sums, byte[] signature, byte[] pem, List<string> faults)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(Encoding.UTF8.GetString(pem));
            if (!key.VerifyData(sums, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))
            {
                faults.Add($"the signature does not belong to {Bundle.Sums}: that list was changed, or signed with another key");
            }

            return BundleKey.FingerprintOf(key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            faults.Add($"{Bundle.PublicKey} is no key, or {Bundle.Signature} no signature");
            return null;
        }
    }

    private static void CheckFiles(ZipArchive zip, byte[] sums, List<string> faults)
    {
        var listed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(sums).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split("  ", 2) is not [{ Length: 64 } hash, var name] || !listed.TryAdd(name, hash))
            {
                faults.Add($"{Bundle.Sums} has a line that says nothing");
            }
        }

        foreach (var entry in zip.Entries.Where(static entry => !Own.Contains(entry.FullName)))
        {
            if (!listed.Remove(entry.FullName, out var hash))
            {
                faults.Add($"{entry.FullName} was added");
            }
            else if (!hash.Equals(Hash(entry), StringComparison.OrdinalIgnoreCase))
            {
                faults.Add($"{entry.FullName} was changed");
            }
        }

        faults.AddRange(listed.Keys.Select(static name => $"{name} was taken out"));
    }

    private static string Hash(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static byte[]? Read(ZipArchive zip, string name)
    {
        if (zip.GetEntry(name) is not { } entry)
        {
            return null;
        }

        using var stream = entry.Open();
        var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static int Count(ZipArchive zip) => zip.Entries.Count(static entry => !Own.Contains(entry.FullName));
}
