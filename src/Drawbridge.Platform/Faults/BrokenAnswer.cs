namespace Drawbridge.Platform.Faults;

/// <summary>Makes an answer one that is not what it says it is.</summary>
internal static class BrokenAnswer
{
    /// <summary>The first half, and a quote that nothing ends: neither JSON, nor XML, nor CSV.</summary>
    public static byte[] Of(byte[] answer) => answer.Length < 2 ? "{\""u8.ToArray() : [.. answer.AsSpan(0, answer.Length / 2), (byte)'"'];
}
