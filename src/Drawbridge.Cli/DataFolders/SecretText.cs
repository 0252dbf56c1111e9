using System.Buffers.Text;
using System.Security.Cryptography;

namespace Drawbridge.Cli.DataFolders;

/// <summary>Passwords that nobody chose.</summary>
internal static class SecretText
{
    private const int MachineBytes = 32;
    private const int Groups = 5;
    private const int GroupLength = 4;

    // Without the letters and digits that are taken for one another.
    private const string Readable = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>256 bits in URL-safe text.</summary>
    public static string ForMachines() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(MachineBytes));

    /// <summary>99 bits in groups that can be read and typed, such as <c>k3vt-9mzq-x2hf-7wdc-m8py</c>.</summary>
    public static string ForPeople() =>
        string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Readable, GroupLength)));
}
