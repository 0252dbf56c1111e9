using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Wire;

/// <summary>Reads query parameters: each at most once, no control characters.</summary>
internal sealed class QueryValues(IQueryCollection query)
{
    private readonly List<string> _missing = [];
    private readonly List<string> _malformed = [];

    /// <summary>What was wrong with the parameters read so far, null when nothing.</summary>
    public PlatformFault? Fault =>
        _missing.Count > 0 ? PlatformFault.Missing(_missing)
        : _malformed.Count > 0 ? PlatformFault.Invalid($"Not in the form that this call defines: {string.Join(", ", _malformed)}.")
        : null;

    public string? Text(string name)
    {
        var values = query[name];
        if (values.Count > 1 || values.ToString().Any(char.IsControl))
        {
            _malformed.Add(name);
            return null;
        }

        return values.Count == 1 ? values[0] : null;
    }

    public string RequiredText(string name)
    {
        var text = Text(name);
        if (string.IsNullOrEmpty(text))
        {
            Miss(name);
        }

        return text ?? "";
    }

    public long? Number(string name)
    {
        var text = Text(name);
        if (text is null)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        _malformed.Add(name);
        return null;
    }

    public long RequiredNumber(string name)
    {
        if (string.IsNullOrEmpty(query[name].ToString()))
        {
            Miss(name);
            return 0;
        }

        return Number(name) ?? 0;
    }

    public bool? Boolean(string name)
    {
        var text = Text(name);
        if (text is null or "true" or "false")
        {
            return text is null ? null : text == "true";
        }

        _malformed.Add(name);
        return null;
    }

    /// <summary>A time in the form of WS-15: UTC without suffix, a final <c>Z</c> is fine.</summary>
    public DateTimeOffset? Time(string name)
    {
        var text = Text(name);
        if (text is null)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(
            text.EndsWith('Z') ? text[..^1] : text, "yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        _malformed.Add(name);
        return null;
    }

    public DateTimeOffset RequiredTime(string name)
    {
        if (string.IsNullOrEmpty(query[name].ToString()))
        {
            Miss(name);
            return default;
        }

        return Time(name) ?? default;
    }

    private void Miss(string name)
    {
        if (!_malformed.Contains(name, StringComparer.Ordinal))
        {
            _missing.Add(name);
        }
    }
}
