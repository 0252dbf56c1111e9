using System.Xml;

namespace Drawbridge.Broker.Branding.Images;

/// <summary>
/// An SVG that only draws. What is not on the lists is refused instead of cut out: the broker sees what it gets, and nothing depends on cutting well.
/// </summary>
internal static class SvgInspection
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const int MostElements = 2000;

    private static readonly HashSet<string> Elements = new(StringComparer.Ordinal)
    {
        "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop",
        "clipPath", "mask", "symbol", "use", "style",
    };

    /// <summary>Whether it begins like one; whether it is one, its inspection says.</summary>
    public static bool IsSvg(ReadOnlySpan<byte> file)
    {
        var head = file.StartsWith<byte>([0xef, 0xbb, 0xbf]) ? file[3..] : file;
        head = head.TrimStart(" \t\r\n"u8);
        return head.StartsWith("<svg"u8) || head.StartsWith("<?xml"u8) || head.StartsWith("<!--"u8);
    }

    /// <summary>What is wrong, ready to follow "must"; null when nothing is.</summary>
    public static string? FindFault(ReadOnlySpan<byte> file)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(file.ToArray()), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = BrandImageInspection.Largest });
            return FindFault(reader);
        }
        catch (XmlException)
        {
            return "be readable XML without a DOCTYPE";
        }
    }

    private static string? FindFault(XmlReader reader)
    {
        var (elements, inStyle) = (0, false);
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (++elements > MostElements)
                    {
                        return $"have at most {MostElements} elements";
                    }

                    if (reader.NamespaceURI != Namespace || !Elements.Contains(reader.LocalName) || (elements == 1 && reader.LocalName != "svg"))
                    {
                        return $"hold no element '{Tame(reader.Name)}', as it may act or load something";
                    }

                    inStyle = reader.LocalName == "style" && !reader.IsEmptyElement;
                    if (FindAttributeFault(reader) is { } fault)
                    {
                        return fault;
                    }

                    break;
                case XmlNodeType.EndElement:
                    inStyle = false;
                    break;
                case XmlNodeType.ProcessingInstruction:
                    return "hold no processing instructions";
                case XmlNodeType.Text or XmlNodeType.CDATA when inStyle && !IsHarmlessStyle(reader.Value):
                    return "load nothing in its styles";
                default:
                    break;
            }
        }

        return elements == 0 ? "hold an <svg>" : null;
    }

    private static string? FindAttributeFault(XmlReader reader)
    {
        while (reader.MoveToNextAttribute())
        {
            var isLink = reader.LocalName is "href" or "src";
            if (reader.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || reader.LocalName == "base" || (isLink && !reader.Value.StartsWith('#')))
            {
                return $"hold no attribute '{Tame(reader.Name)}' that acts or loads something";
            }

            if (!isLink && reader.Name != "xmlns" && reader.Prefix != "xmlns" && !IsHarmlessStyle(reader.Value))
            {
                return $"load nothing in its attribute '{Tame(reader.Name)}'";
            }
        }

        reader.MoveToElement();
        return null;
    }

    /// <summary>No import, no address but one within the image, and nothing written so that only a browser sees it.</summary>
    private static bool IsHarmlessStyle(string text)
    {
        if (text.Contains('@', StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal) || text.Contains("/*", StringComparison.Ordinal)
            || text.Contains("script:", StringComparison.OrdinalIgnoreCase) || text.Contains("image(", StringComparison.OrdinalIgnoreCase)
            || text.Contains("image-set(", StringComparison.OrdinalIgnoreCase) || text.Contains("expression(", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        for (var at = text.IndexOf("url(", StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf("url(", at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (!text[(at + 4)..].TrimStart(' ', '"', '\'').StartsWith('#'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A name of the file in a message: short, and without what does not belong into one.</summary>
    private static string Tame(string name) => new([.. name.Where(static c => char.IsAsciiLetterOrDigit(c) || c is ':' or '-').Take(40)]);
}
