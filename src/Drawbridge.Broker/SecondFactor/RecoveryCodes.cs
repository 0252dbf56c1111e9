using System.Security.Cryptography;
using System.Text;

namespace Drawbridge.Broker.SecondFactor;

/// <summary>Codes for whoever has lost the authenticator app. Ten, of 80 random bits each, good once.</summary>
internal static class RecoveryCodes
{
    private const int Count = 10;
    private const int Bytes = 10;
    private const int Length = Bytes * 8 / 5;

    /// <summary>New codes, as they are shown once.</summary>
    public static IReadOnlyList<string> New() =>
        [.. Enumerable.Range(0, Count).Select(static _ => Base32.Group(Base32.Encode(RandomNumberGenerator.GetBytes(Bytes))).Replace(' ', '-'))];

    /// <summary>What is stored of a code, however it was typed; null when it cannot be one.</summary>
    public static byte[]? HashOf(string code)
    {
        var plain = new string([.. code.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);
        return plain.Length == Length ? SHA256.HashData(Encoding.ASCII.GetBytes(plain)) : null;
    }
}
