using System.Text;
using System.Text.Json;
using System.Xml;

namespace Drawbridge.Platform.Wire;

/// <summary>The XML form of an answer, made from its JSON (WS-5..7).</summary>
internal static class XmlAnswer
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    /// <summary>An object becomes the root's content; an error, whose JSON is wrapped in a key already, its own root.</summary>
    public static byte[] FromJson(byte[] json, string root)
    {
        using var document = JsonDocument.Parse(json);
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, Settings))
        {
            Write(writer, root, root == "error" ? document.RootElement.GetProperty("error") : document.RootElement);
        }

        return stream.ToArray();
    }

    private static void Write(XmlWriter writer, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, name, item);
                }

                return;
            case JsonValueKind.Object:
                writer.WriteStartElement(name);
                foreach (var member in value.EnumerateObject())
                {
                    Write(writer, member.Name, member.Value);
                }

                writer.WriteEndElement();
                return;
            case JsonValueKind.String:
                writer.WriteElementString(name, Clean(value.GetString()!));
                return;
            default:
                writer.WriteElementString(name, value.GetRawText());
                return;
        }
    }

    /// <summary>XML has no form for some characters that JSON can carry.</summary>
    private static string Clean(string text)
    {
        if (text.All(XmlConvert.IsXmlChar))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                clean.Append(text[i]).Append(text[++i]);
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
            }
        }

        return clean.ToString();
    }
}
