using System.Text.Json;

namespace Drawbridge.Broker.CrmLogin;

/// <summary>A JSON object that a CRM sent.</summary>
internal sealed class JsonAnswer : IDisposable
{
    private const int MaximumDepth = 16;

    private readonly JsonDocument _document;

    private JsonAnswer(JsonDocument document) => _document = document;

    /// <summary>Null for anything but one object.</summary>
    public static JsonAnswer? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var document = JsonDocument.Parse(utf8, new() { MaxDepth = MaximumDepth });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new(document);
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member as text: text, or a whole number; null for anything else. A dot leads into an object.</summary>
    public string? TextOf(string path) => Find(path) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out _) => number.GetRawText(),
        _ => null,
    };

    /// <summary>A member as seconds since 1970, or null.</summary>
    public long? SecondsOf(string path) => Find(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var seconds) && Math.Abs(seconds) < 1e12
        ? (long)seconds
        : null;

    /// <summary>Whether a member is true, or says so as text; some servers write it like that.</summary>
    public bool IsTrue(string path) => Find(path) is { } value
        && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && value.GetString() == "true"));

    /// <summary>A member that is one text or a list of them.</summary>
    public IReadOnlyList<string> TextsOf(string path) => Find(path) switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Where(static one => one.ValueKind == JsonValueKind.String).Select(static one => one.GetString()!)],
        _ => [],
    };

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    private JsonElement? Find(string path)
    {
        // A name with a dot, such as one that is an address, is looked for as a whole first.
        if (_document.RootElement.TryGetProperty(path, out var whole))
        {
            return whole;
        }

        var element = _document.RootElement;
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element;
    }
}
