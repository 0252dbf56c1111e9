using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Xml;
using System.Xml.Linq;
using Drawbridge.Platform.Brokers;

namespace Drawbridge.Platform.Wire;

/// <summary>The XML form of a request: one element per JSON key, read into the JSON that the same type is read from (WS-5, DEC-34).</summary>
internal static class XmlBody
{
    private const int LongestDecimal = 28;

    // WS-7: no document type, nothing from outside.
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>JSON for the type, null when the text is no XML of it.</summary>
    public static byte[]? ToJson(byte[] body, JsonTypeInfo type)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), Settings);
            var root = XDocument.Load(reader).Root!; // WS-6: its name has no meaning
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                WriteObject(writer, root, type);
            }

            return stream.ToArray();
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, XElement element, JsonTypeInfo type)
    {
        writer.WriteStartObject();
        foreach (var group in element.Elements().GroupBy(static child => child.Name.LocalName, StringComparer.Ordinal))
        {
            var property = type.Properties.FirstOrDefault(property => property.Name == group.Key);
            if (property is null)
            {
                WriteName(writer, element, group.Key, group.First());
                continue; // B2P-0-21
            }

            if (property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable)))
            {
                WriteArray(writer, property.Name, group, property.PropertyType.GetGenericArguments()[0], type); // WS-5: repeated elements
                continue;
            }

            var only = group.Take(2).ToList();
            if (only.Count > 1)
            {
                throw new FormatException("An element is repeated.");
            }

            writer.WritePropertyName(property.Name);
            WriteValue(writer, only[0], property.PropertyType, type);
        }

        writer.WriteEndObject();
    }

    /// <summary>The names of broker and CRM are no unknown keys of any call (B2P-0-16).</summary>
    private static void WriteName(Utf8JsonWriter writer, XElement parent, string key, XElement element)
    {
        if (parent.Parent is null && (key is NamesInBody.Broker or NamesInBody.Crm) && !element.HasElements)
        {
            writer.WriteString(key, element.Value);
        }
    }

    private static void WriteArray(Utf8JsonWriter writer, string name, IEnumerable<XElement> elements, Type wanted, JsonTypeInfo owner)
    {
        writer.WriteStartArray(name);
        foreach (var element in elements)
        {
            WriteValue(writer, element, wanted, owner);
        }

        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, XElement element, Type wanted, JsonTypeInfo owner)
    {
        var type = Nullable.GetUnderlyingType(wanted) ?? wanted;
        if (type == typeof(string))
        {
            writer.WriteStringValue(Text(element));
        }
        else if (type == typeof(bool))
        {
            writer.WriteBooleanValue(Text(element).Trim() switch { "true" => true, "false" => false, _ => throw new FormatException() });
        }
        else if (type == typeof(long) || type == typeof(int))
        {
            writer.WriteNumberValue(long.Parse(Text(element).Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        }
        else if (type == typeof(decimal))
        {
            writer.WriteNumberValue(ExactDecimal(Text(element).Trim()));
        }
        else
        {
            WriteObject(writer, element, owner.Options.GetTypeInfo(type));
        }
    }

    /// <summary>Longer ones would be rounded, and money never is (WS-11).</summary>
    private static decimal ExactDecimal(string text) => text.Length > LongestDecimal
        ? throw new FormatException("The number cannot be read exactly.")
        : decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static string Text(XElement element) =>
        element.HasElements ? throw new FormatException("A value has elements inside.") : element.Value;
}
