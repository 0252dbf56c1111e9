using System.Text.Json;

namespace Drawbridge.Platform.Wire;

/// <summary>
/// Whether a body may be read at all. A long one of tiny parts takes many times its length in memory: no call has more than some 62,000
/// parts (an update of 100 entities with 100 attributes each).
/// </summary>
internal static class BodyWeight
{
    private const int Light = 64 * 1024;
    private const int MostParts = 100_000;

    public static bool IsFit(ReadOnlySpan<byte> body, WireFormat format) =>
        body.Length <= Light || (format == WireFormat.Xml ? IsFitXml(body) : IsFitJson(body));

    private static bool IsFitJson(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            var parts = 0;
            while (reader.Read())
            {
                if (++parts > MostParts)
                {
                    return false;
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Counts what opens an element and what gives an attribute a value, before a reader keeps them.</summary>
    private static bool IsFitXml(ReadOnlySpan<byte> xml)
    {
        var (parts, isInTag) = (0, false);
        foreach (var letter in xml)
        {
            parts += letter == '<' || (isInTag && letter == '=') ? 1 : 0;
            isInTag = letter == '<' || (isInTag && letter != '>');
            if (parts > 2 * MostParts)
            {
                return false; // an element has a tag at its end, too
            }
        }

        return true;
    }
}
