using System.Text.Json;

namespace Drawbridge.Broker.Screens.Texts;

/// <summary>One text as it stands in a file: the same for every value, or an object with a form for each plural category, chosen by the value of <c>{0}</c>.</summary>
internal sealed class TextForms
{
    private readonly Dictionary<PluralCategory, string>? _forms;

    private TextForms(string other, Dictionary<PluralCategory, string>? forms)
    {
        Other = other;
        _forms = forms;
    }

    /// <summary>The text, or its form for what is left over.</summary>
    public string Other { get; }

    public bool IsCounted => _forms is not null;

    /// <summary>Of a counted text.</summary>
    public IReadOnlyCollection<PluralCategory> Categories => _forms is null ? [] : _forms.Keys;

    /// <summary>Every wording.</summary>
    public IEnumerable<string> All => _forms?.Values ?? (IEnumerable<string>)[Other];

    /// <exception cref="FormatException">The value is neither; the message says what to mend.</exception>
    public static TextForms Read(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return new(value.GetString()!, null);
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("must be a text or an object of plural forms");
        }

        var forms = new Dictionary<PluralCategory, string>();
        foreach (var form in value.EnumerateObject())
        {
            var isCategory = Enum.TryParse<PluralCategory>(form.Name, ignoreCase: true, out var category) && !char.IsDigit(form.Name[0]);
            if (!isCategory || form.Value.ValueKind != JsonValueKind.String || !forms.TryAdd(category, form.Value.GetString()!))
            {
                throw new FormatException("may hold each plural form (zero, one, two, few, many, other) once, as a text");
            }
        }

        return forms.TryGetValue(PluralCategory.Other, out var other) ? new(other, forms) : throw new FormatException("lacks the plural form 'other'");
    }

    public string For(PluralCategory category) => _forms?.GetValueOrDefault(category) ?? Other;
}
