using System.Text;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.Platform.Fuzz;

/// <summary>Values that no key should have, and damage that is done to any text.</summary>
internal static class TextFuzz
{
    /// <summary>Stands in many values; no refusal may repeat it (ERR-3).</summary>
    public const string Canary = "zQ7canary";

    private static readonly string[] Texts =
    [
        "", " ", Canary, $"<script>{Canary}</script>", $"'; drop table platform_user; --{Canary}", "%_\\", "../../etc/passwd", "${jndi:ldap://a.test}", "{{7*7}}", "%s%n%x",
        "a@b.c", "\u202E" + Canary, "\uFEFF", "\u0001\u0002", "\u007F\u0085", "\uFFFF", "e\u0301\u0301\u0301", "\ud83d\ude42", "0", "-1", "00", "1e5", "0x10", "NaN", "true", "null",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "99999999999999999999", "79228162514264337593543950336", "0.000000001", "1.", ".5", "1,5", "+1",
        "2026-02-30T00:00:00.000", "0001-01-01T00:00:00.000", "9999-12-31T23:59:59.999", "2026-01-15T24:00:00.000", "2026-01-15",
    ];

    /// <summary>Any text, sometimes long.</summary>
    public static string Any(SeededGenerator generator) => generator.Below(40) == 0
        ? new string(generator.Pick('a', '\u20ac', '9', '"'), 200 + generator.Below(5000))
        : generator.Pick(Texts);

    /// <summary>A few other letters in a text.</summary>
    public static string Flip(SeededGenerator generator, string text)
    {
        var flipped = new StringBuilder(text);
        for (var i = 0; i <= generator.Below(4) && flipped.Length > 0; i++)
        {
            flipped[generator.Below(flipped.Length)] = (char)generator.Below(0x250);
        }

        return flipped.ToString();
    }

    /// <summary>A few other bytes, which may be no UTF-8 any more.</summary>
    public static byte[] Flip(SeededGenerator generator, byte[] bytes)
    {
        for (var i = 0; i <= generator.Below(4) && bytes.Length > 0; i++)
        {
            bytes[generator.Below(bytes.Length)] = (byte)generator.Below(256);
        }

        return bytes;
    }
}
