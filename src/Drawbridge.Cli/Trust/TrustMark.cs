using Drawbridge.Cli.Files;

namespace Drawbridge.Cli.Trust;

/// <summary>Remembers beside the authority that the machine's stores were told to trust it, so that <c>up</c> need not ask them.</summary>
internal static class TrustMark
{
    public static bool IsSet(string certificates, string thumbprint) =>
        File.Exists(FileIn(certificates)) && File.ReadAllText(FileIn(certificates)).Trim() == thumbprint;

    public static void Set(string certificates, string thumbprint) => PrivateFile.WritePublic(FileIn(certificates), thumbprint + "\n");

    public static void Clear(string certificates) => File.Delete(FileIn(certificates));

    private static string FileIn(string certificates) => Path.Combine(certificates, "trusted");
}
