using System.Text;
using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform.Golden;

namespace Drawbridge.IntegrationTests.Platform.Fuzz;

/// <summary>Bodies that are no XML, dangerous XML, or not the XML of the call.</summary>
internal static class XmlFuzz
{
    private const string Laughs = """
        <!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
        """;

    private static readonly string[] Prologs =
    [
        Laughs, "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>", "<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://a.test/x\"> %p;]>",
        "<?xml version=\"1.1\"?>", "<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "<?xml version=\"1.0\" encoding=\"x-none\"?>", "<?xml-stylesheet href=\"http://a.test/x\"?>", "<!-- -->", " ", "\uFEFF",
    ];

    private static readonly string[] Contents =
    [
        "&x;", "&d;", "&#x0;", "&#x110000;", "&#65;", "<![CDATA[" + TextFuzz.Canary + "]]>", "<![CDATA[1]]>", "<a/>", "<!-- -->1", "]]>", "<", "&", "1<b>2</b>", "\u0001", "", " 1 ", "\n1\n",
    ];

    private static readonly string[] Wholes =
        ["", "<", "<a", "<a>", "</a>", "<a/><b/>", "text", "{}", "<a xmlns=\"u\"/>", "<a a=\"1\" a=\"2\"/>", "<p:a/>", "<a><!DOCTYPE b></a>", "<![CDATA[]]>", "<a>\0</a>"];

    public static byte[] Body(SeededGenerator generator, string validJson)
    {
        var valid = GoldenXml.Of(JsonNode.Parse(validJson)!);
        return generator.Below(10) switch
        {
            0 => Encoding.UTF8.GetBytes(generator.Pick(Wholes)),
            1 => Encoding.UTF8.GetBytes(generator.Pick(Prologs) + valid),
            2 => Encoding.UTF8.GetBytes(generator.Pick(Prologs) + WithContent(generator, valid, generator.Pick("&x;", "&d;", "&a;"))),
            3 => Encoding.UTF8.GetBytes(Nested(generator)),
            4 => Encoding.UTF8.GetBytes(TextFuzz.Flip(generator, valid)),
            5 => TextFuzz.Flip(generator, Encoding.UTF8.GetBytes(valid)),
            6 => Encoding.Unicode.GetBytes(valid),
            7 => Encoding.UTF8.GetBytes(valid.Replace("</request>", valid["<request>".Length..], StringComparison.Ordinal)), // everything twice
            8 => Encoding.UTF8.GetBytes(WithContent(generator, valid, generator.Pick(Contents))),
            _ => Encoding.UTF8.GetBytes(WithContent(generator, valid, System.Security.SecurityElement.Escape(TextFuzz.Any(generator)))),
        };
    }

    private static string Nested(SeededGenerator generator)
    {
        var depth = 1 + generator.Below(generator.Chance(10) ? 9000 : 50);
        return string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", generator.Chance(80) ? depth : generator.Below(depth)));
    }

    /// <summary>Another content in one of the elements.</summary>
    private static string WithContent(SeededGenerator generator, string valid, string content)
    {
        var ends = valid.Index().Where(static pair => pair.Item == '<').Select(static pair => pair.Index).Where(end => valid[end + 1] == '/' && valid[end - 1] != '>').ToList();
        var end = ends[generator.Below(ends.Count)];
        return valid[..(valid.LastIndexOf('>', end) + 1)] + content + valid[end..];
    }
}
