using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.Platform.Fuzz;

/// <summary>Bodies that are no JSON, not the JSON of the call, or too much of it.</summary>
internal static class JsonFuzz
{
    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1e400", "1.5", "1E-30", "99999999999999999999", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "[]", "{}", "[[[[]]]]", "[null]", "{\"a\":{\"b\":[1]}}",
        "-9223372036854775808", "9223372036854775807", "\"00\"", "NaN", "1_000", "'a'", "\"\\x41\"", "01", "-0", "\"" + TextFuzz.Canary + "\"",
    ];

    private static readonly string[] Wholes =
        ["", "{", "[", "null", "\"", "1", "<a/>", "{}{}", "\0", "{\"a\":", "[1,2]", "\uFEFF{}", "{'a':1}", "{\"a\":1,}", "/* */{}", "{\"a\":1//\n}", "}", ",", "{\"\":1}"];

    public static byte[] Body(SeededGenerator generator, string valid) => generator.Below(12) switch
    {
        0 => Encoding.UTF8.GetBytes(generator.Pick(Wholes)),
        1 => Encoding.UTF8.GetBytes(valid[..generator.Below(valid.Length)]),
        2 => Encoding.UTF8.GetBytes(Nested(generator)),
        3 => Encoding.UTF8.GetBytes(TextFuzz.Flip(generator, valid)),
        4 => TextFuzz.Flip(generator, Encoding.UTF8.GetBytes(valid)),
        5 => Encoding.UTF8.GetBytes(valid.Replace("\":", "\":" + generator.Pick(Values) + ",\"x\":", StringComparison.Ordinal)), // keys twice and three times
        6 when generator.Below(20) == 0 => Encoding.UTF8.GetBytes(Huge(generator, valid)),
        _ => Encoding.UTF8.GetBytes(Replaced(generator, JsonNode.Parse(valid)!.AsObject())),
    };

    private static string Nested(SeededGenerator generator)
    {
        var depth = 1 + generator.Below(generator.Chance(10) ? 5000 : 40);
        return generator.Chance(50)
            ? new string('[', depth) + new string(']', generator.Below(depth + 1))
            : string.Concat(Enumerable.Repeat("{\"contactDetails\":", depth)) + "1" + new string('}', depth);
    }

    /// <summary>Around the limit of 64 kB.</summary>
    private static string Huge(SeededGenerator generator, string valid) =>
        valid[..^1] + $",\"x\":\"{new string('x', (60 * 1024) + generator.Below(8 * 1024))}\"}}";

    /// <summary>One or two values become others, of any type.</summary>
    private static string Replaced(SeededGenerator generator, JsonObject body)
    {
        for (var i = 0; i <= generator.Below(2); i++)
        {
            var target = body;
            while (generator.Chance(60) && target.Select(static member => member.Value).OfType<JsonObject>().FirstOrDefault() is { } inner)
            {
                target = inner;
            }

            if (target.Count > 0)
            {
                target[target.ElementAt(generator.Below(target.Count)).Key] = "\u0001place";
            }
        }

        return body.ToJsonString().Replace(
            "\"\\u0001place\"", generator.Chance(50) ? generator.Pick(Values) : JsonSerializer.Serialize(TextFuzz.Any(generator)), StringComparison.Ordinal);
    }
}
