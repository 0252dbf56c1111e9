using System.Globalization;
using System.Text;

namespace Drawbridge.IntegrationTests.Hosting;

/// <summary>A request body that no caller should send.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="Unreadable">It is certainly no JSON object with these keys and types: 400 whatever the endpoint (P2B-0-9).</param>
/// <param name="TooLarge">It is above 64 kB: 413.</param>
public sealed record OddBody(byte[] Bytes, bool Unreadable, bool TooLarge);

/// <summary>Bodies that break JSON, types or limits in every way we could think of; the same for the same seed.</summary>
public static class OddBodies
{
    /// <summary>One body. The keys are those that the endpoint reads; <paramref name="numeric"/> says which of them are numbers.</summary>
    public static OddBody Make(SeededGenerator generator, string[] keys, string[] numeric)
    {
        var key = generator.Pick(keys);
        return generator.Below(14) switch
        {
            0 => Bad(RandomBytes(generator)),
            1 => Bad(Truncated(generator, key)),
            2 => Bad($"{{\"{key}\":\"a\",\"{key}\":\"b\"}}"), // a key given twice
            3 => Bad($"{{\"{key}\":{generator.Pick("[]", "{}", "[1]", "{\"a\":1}", "true")}}}"), // wrong type for text and for numbers
            4 => Bad($"{{\"{key}\":{(numeric.Contains(key) ? generator.Pick("\"x\"", "1.5", "1e400", "\"\"", "99999999999999999999") : generator.Pick("1", "-1", "1.5"))}}}"),
            5 => Bad(generator.Pick("null", "[]", "\"text\"", "1", "true", "[{}]")), // not an object
            6 => Bad(string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40)), // too deep
            7 => Bad($"{{\"{key}\":\"a\"}} trailing"),
            8 => Bad($"{{'{key}':'a'}}"),
            9 => Bad($"{{\"{key}\":\"a\",}}"),
            10 => Bad($"{{\"{key}\":\"\\ud800\"}}", certain: !numeric.Contains(key)), // half a surrogate pair
            11 => new(Encoding.UTF8.GetBytes($"{{\"{key}\":\"{new string('x', (64 * 1024) + generator.Below(4096))}\"}}"), Unreadable: false, TooLarge: true),
            12 => Ok($"{{\"{key}\":null}}"),
            _ => Ok($"{{\"unknown{generator.Below(1000).ToString(CultureInfo.InvariantCulture)}\":{generator.Pick("1", "[]", "{\"deep\":[1,2]}", "\"x\"")}}}"),
        };
    }

    private static byte[] RandomBytes(SeededGenerator generator)
    {
        var bytes = new byte[1 + generator.Below(200)];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)generator.Next();
        }

        bytes[0] = generator.Pick<byte>(0x00, 0xFF, 0xC0, (byte)'<', (byte)'%', (byte)']');
        return bytes;
    }

    private static string Truncated(SeededGenerator generator, string key)
    {
        var whole = $"{{\"{key}\":\"some text\",\"other\":[1,2,{{\"a\":null}}]}}";
        return whole[..(1 + generator.Below(whole.Length - 1))];
    }

    private static OddBody Bad(string text, bool certain = true) => new(Encoding.UTF8.GetBytes(text), certain, TooLarge: false);

    private static OddBody Bad(byte[] bytes) => new(bytes, Unreadable: true, TooLarge: false);

    private static OddBody Ok(string text) => new(Encoding.UTF8.GetBytes(text), Unreadable: false, TooLarge: false);
}
