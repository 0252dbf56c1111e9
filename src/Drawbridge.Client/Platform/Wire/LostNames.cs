using System.Text.Json;

namespace Drawbridge.Client.Platform.Wire;

/// <summary>What the platform calls something, where its published name was lost and ours turned out to be another (DEC-12, DEC-25).</summary>
internal sealed class LostNames
{
    private readonly Dictionary<string, string> _toWire;
    private readonly Dictionary<string, string> _fromWire;

    public LostNames(IEnumerable<KeyValuePair<string, string>> names)
    {
        _toWire = new(names, StringComparer.Ordinal);
        _fromWire = _toWire.DistinctBy(static name => name.Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static name => name.Value, static name => name.Key, StringComparer.OrdinalIgnoreCase);
    }

    public static bool IsName(string text) => text.Length is > 0 and <= 64 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>The name of a query parameter.</summary>
    public string ToWire(string ours) => _toWire.GetValueOrDefault(ours, ours);

    /// <summary>The name of a column.</summary>
    public string FromWire(string theirs) => _fromWire.GetValueOrDefault(theirs, theirs);

    /// <summary>A body of ours with the platform's keys.</summary>
    public byte[] ToWire(byte[] json) => _toWire.Count == 0 ? json : JsonKeys.Rename(json, name => _toWire.GetValueOrDefault(name, name));

    /// <summary>A body of the platform's with our keys.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public byte[] FromWire(byte[] json) => _fromWire.Count == 0 ? json : JsonKeys.Rename(json, name => _fromWire.GetValueOrDefault(name, name));
}
