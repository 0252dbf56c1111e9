using System.Security.Cryptography;

namespace Drawbridge.Conformance.Reports.Bundles;

/// <summary>The key that bundles are signed with: ECDSA over P-256, made at first use, one for each user of a machine.</summary>
public sealed class BundleKey : IDisposable
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ECDsa _key;

    private BundleKey(ECDsa key) => _key = key;

    /// <summary>Where it is unless somebody says otherwise.</summary>
    public static string DefaultFile => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "drawbridge", "conformance-key.pem");

    /// <summary>What whoever gets a bundle compares with what the sender told them by another way.</summary>
    public string Fingerprint => FingerprintOf(_key);

    public string PublicPem => _key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <summary>Reads the key, or makes it.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="CryptographicException">The file is no such key.</exception>
    public static BundleKey Ensure(string file)
    {
        if (!File.Exists(file))
        {
            Make(file);
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            return new BundleKey(key);
        }
        catch (ArgumentException e)
        {
            key.Dispose();
            throw new CryptographicException($"{file} holds no key.", e);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    public byte[] Sign(byte[] data) => _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => _key.Dispose();

    /// <summary>SHA-256 of the public key, as pairs of digits.</summary>
    internal static string FingerprintOf(ECDsa key) => string.Join(':', Convert.ToHexString(SHA256.HashData(key.ExportSubjectPublicKeyInfo())).Chunk(2).Select(static pair => new string(pair)));

    private static void Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        using var writer = new StreamWriter(file, options);
        writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
    }
}
