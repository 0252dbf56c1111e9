using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Drawbridge.Broker.UserImport;

/// <summary>How a file of users is written.</summary>
public enum UserImportFormat
{
    /// <summary>A JSON object in each line.</summary>
    JsonLines,

    /// <summary>Comma-separated, with a first line of names (RFC 4180).</summary>
    Csv,
}

/// <summary>The fields of one record as text; what is empty in CSV or null in JSON is not there.</summary>
internal sealed class ImportFields
{
    /// <summary>Every field that there is.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "id", "email", "emailVerified", "firstName", "lastName", "language", "country", "partnerId", "platformUserId", "blocked", "createdAt",
        "passwordHash", "passwordScheme", "passwordSalt", "passwordSaltPosition",
    ];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Either the fields of a JSON line, or what is wrong with it.</summary>
    public static (ImportFields? Fields, string? Fault) OfJson(string text)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text, new() { MaxDepth = 4 });
        }
        catch (JsonException)
        {
            return (null, "is no JSON object");
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (null, "is no JSON object");
            }

            var fields = new ImportFields();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!Names.Contains(member.Name, StringComparer.Ordinal))
                {
                    return (null, $"has a field that there is not; there are {string.Join(", ", Names)}");
                }

                if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                {
                    return (null, $"{member.Name} must be a text, a number, true or false");
                }

                if (member.Value.ValueKind != JsonValueKind.Null && !fields._values.TryAdd(member.Name, member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText()))
                {
                    return (null, $"{member.Name} is there twice");
                }
            }

            return (fields, null);
        }
    }

    /// <summary>The names of a first line of CSV, or what is wrong with it.</summary>
    public static (IReadOnlyList<string>? Columns, string? Fault) ColumnsOf(string text)
    {
        if (Split(text.TrimStart('\uFEFF')) is not { } columns)
        {
            return (null, "the first line has a quote that does not end");
        }

        var trimmed = columns.Select(static column => column.Trim()).ToList();
        if (trimmed.Exists(static column => !Names.Contains(column, StringComparer.Ordinal)) || trimmed.Distinct(StringComparer.Ordinal).Count() != trimmed.Count)
        {
            return (null, $"the first line must name columns, each once: {string.Join(", ", Names)}");
        }

        return (trimmed, null);
    }

    /// <summary>Either the fields of a line of CSV, or what is wrong with it.</summary>
    public static (ImportFields? Fields, string? Fault) OfCsv(string text, IReadOnlyList<string> columns)
    {
        if (Split(text) is not { } values)
        {
            return (null, "has a quote in the wrong place");
        }

        if (values.Count != columns.Count)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"has {values.Count} values, but there are {columns.Count} columns"));
        }

        var fields = new ImportFields();
        foreach (var (name, value) in columns.Zip(values).Where(static pair => pair.Second.Length > 0))
        {
            fields._values[name] = value;
        }

        return (fields, null);
    }

    /// <summary>Null where a quote does not begin or end a value.</summary>
    private static List<string>? Split(string text)
    {
        var values = new List<string>();
        var value = new StringBuilder();
        var i = 0;
        while (true)
        {
            value.Clear();
            if (i < text.Length && text[i] == '"')
            {
                for (i++; ; i++)
                {
                    if (i == text.Length)
                    {
                        return null;
                    }

                    if (text[i] == '"' && (++i == text.Length || text[i] != '"'))
                    {
                        break;
                    }

                    value.Append(text[i]);
                }
            }
            else
            {
                for (; i < text.Length && text[i] != ','; i++)
                {
                    if (text[i] == '"')
                    {
                        return null;
                    }

                    value.Append(text[i]);
                }
            }

            values.Add(value.ToString());
            if (i == text.Length)
            {
                return values;
            }

            if (text[i++] != ',')
            {
                return null;
            }
        }
    }
}
