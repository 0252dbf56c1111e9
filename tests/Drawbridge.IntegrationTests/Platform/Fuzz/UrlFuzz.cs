using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.Platform.Fuzz;

/// <summary>Paths and queries that no caller should send.</summary>
internal static class UrlFuzz
{
    private static readonly string[] Raw = ["%", "%ZZ", "%00", "%FF%FE", "", "+", "%F0%9F%99%82", "%C0%AE%C0%AE", "%0d%0aX-A:1", "%2e%2e%2f", "a%26b", "%u0041", "*", "%25", "[]", "[1]", "%5B%22login%22%5D"];

    private static readonly string[] Segments =
        ["..", "%2e%2e", ".", "%2F", "%5C", "", "1", "0", "-1", "99999999999999999999", "%00", "%FF", "a;b=c", "%F0%9F%99%82", TextFuzz.Canary, "1.0", "%20", "'", "*"];

    /// <summary>The query is damaged.</summary>
    public static string Query(SeededGenerator generator, string path)
    {
        var start = path.IndexOf('?', StringComparison.Ordinal);
        var (before, query) = start < 0 ? (path, "a=1") : (path[..start], path[(start + 1)..]);
        return before + "?" + generator.Below(8) switch
        {
            0 => Uri.EscapeDataString(TextFuzz.Flip(generator, query)),
            1 => query + "&" + query,
            2 => string.Join('&', Enumerable.Repeat(query, 1 + generator.Below(30)))[..Math.Min(4000, query.Length)],
            3 => query + "&" + string.Join('&', Enumerable.Range(0, generator.Below(200)).Select(static i => "p" + i)),
            4 => Replaced(generator, query, generator.Pick(Raw)),
            5 => query.Replace('=', generator.Pick('&', ';', ':')),
            _ => Replaced(generator, query, Uri.EscapeDataString(Cut(TextFuzz.Any(generator)))),
        };
    }

    /// <summary>A segment of the path is another one, or one is too many.</summary>
    public static string Path(SeededGenerator generator, string path)
    {
        var start = path.IndexOf('?', StringComparison.Ordinal);
        var (before, query) = start < 0 ? (path, "") : (path[..start], path[start..]);
        var segments = before.Split('/').ToList();
        var index = 2 + generator.Below(segments.Count - 2);
        if (generator.Chance(70))
        {
            segments[index] = generator.Pick(Segments);
        }
        else
        {
            segments.Insert(index, generator.Pick(Segments));
        }

        return string.Join('/', segments) + query;
    }

    private static string Replaced(SeededGenerator generator, string query, string value)
    {
        var parameters = query.Split('&');
        var index = generator.Below(parameters.Length);
        parameters[index] = parameters[index].Split('=')[0] + "=" + value;
        return string.Join('&', parameters);
    }

    /// <summary>Kestrel itself refuses longer request lines.</summary>
    private static string Cut(string text) => text.Length > 400 ? text[..400] : text;
}
