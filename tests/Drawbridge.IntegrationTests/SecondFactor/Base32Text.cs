namespace Drawbridge.IntegrationTests.SecondFactor;

/// <summary>A secret as an authenticator app reads it.</summary>
internal static class Base32Text
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] Read(string key)
    {
        var bits = string.Concat(key.Where(char.IsAsciiLetterOrDigit).Select(static c => Convert.ToString(Alphabet.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Select(static eight => Convert.ToByte(new string(eight), 2))];
    }
}
