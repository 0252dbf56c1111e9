using System.Globalization;
using System.Text.Json;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Instrument;

/// <summary>Reads the members of a JSON body, and collects everything that is wrong with them: unknown ones, too, because they are mistyped ones.</summary>
internal sealed class InstrumentFields
{
    private const int LongestBody = 64 * 1024;

    private static readonly PlatformFault NotAnObject = PlatformFault.Invalid("The body must be a JSON object, or be left out.");

    private readonly Dictionary<string, JsonElement> _members;
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    private InstrumentFields(Dictionary<string, JsonElement> members) => _members = members;

    /// <summary>What a function makes of the body, or everything that is wrong with it. No body is one without members.</summary>
    public static async Task<Outcome<T>> ReadAsync<T>(HttpContext http, Func<InstrumentFields, T> make)
    {
        var read = await ReadAsync(http);
        if (read is not Outcome<InstrumentFields>.Done { Value: var fields })
        {
            return ((Outcome<InstrumentFields>.Refused)read).Fault;
        }

        var made = make(fields);
        return fields.Finish() is { } fault ? fault : made;
    }

    private static async Task<Outcome<InstrumentFields>> ReadAsync(HttpContext http)
    {
        var buffer = new byte[LongestBody + 1];
        var length = await http.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, http.RequestAborted);
        if (length > LongestBody)
        {
            return new PlatformFault(PlatformErrorCode.RequestTooLarge, "The body is longer than this call takes.");
        }

        try
        {
            using var document = JsonDocument.Parse(length == 0 ? "{}"u8.ToArray() : buffer[..length]);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new InstrumentFields(document.RootElement.EnumerateObject()
                    .GroupBy(static member => member.Name, StringComparer.Ordinal)
                    .ToDictionary(static member => member.Key, static member => member.Last().Value.Clone(), StringComparer.Ordinal))
                : NotAnObject;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return NotAnObject;
        }
    }

    public bool Has(string name)
    {
        _known.Add(name);
        return _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;
    }

    /// <summary>A text without control characters; null when it is left out, empty or wrong.</summary>
    public string? Text(string name, int longest = 256)
    {
        if (!Has(name))
        {
            return null;
        }

        var value = _members[name];
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Length <= longest && !text.Any(char.IsControl))
        {
            return text.Length == 0 ? null : text;
        }

        Wrong($"{name} must be a text of at most {longest} characters");
        return null;
    }

    /// <summary>A number within bounds; null when it is left out or wrong.</summary>
    public double? Number(string name, double lowest, double highest)
    {
        if (!Has(name))
        {
            return null;
        }

        if (_members[name].ValueKind == JsonValueKind.Number && _members[name].TryGetDouble(out var number) && number >= lowest && number <= highest)
        {
            return number;
        }

        Wrong(string.Create(CultureInfo.InvariantCulture, $"{name} must be a number from {lowest} to {highest}"));
        return null;
    }

    /// <summary>A whole number within bounds; null when it is left out or wrong.</summary>
    public long? Integer(string name, long lowest, long highest)
    {
        if (!Has(name))
        {
            return null;
        }

        if (_members[name].ValueKind == JsonValueKind.Number && _members[name].TryGetInt64(out var number) && number >= lowest && number <= highest)
        {
            return number;
        }

        Wrong(string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from {lowest} to {highest}"));
        return null;
    }

    /// <summary>A time; null when it is left out or wrong.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        if (_members[name].ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(_members[name].GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time.ToUniversalTime();
        }

        Wrong($"{name} must be a time such as 2026-01-31T12:00:00Z");
        return null;
    }

    /// <summary>Adds a problem, in the form "what must be".</summary>
    public void Wrong(string problem) => _problems.Add(problem);

    /// <summary>Everything that was wrong, null when nothing was. Every member that has a meaning has been asked for before.</summary>
    private PlatformFault? Finish()
    {
        var unknown = _members.Keys.Where(name => !_known.Contains(name)).ToList();
        if (unknown.Count > 0)
        {
            Wrong($"the body has members without a meaning here; those with one are {string.Join(", ", _known)}");
        }

        return _problems.Count == 0 ? null : PlatformFault.Invalid(string.Join("; ", _problems) + ".");
    }
}
