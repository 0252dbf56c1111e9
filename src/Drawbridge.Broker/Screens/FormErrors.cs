namespace Drawbridge.Broker.Screens;

/// <summary>What is wrong with a form: at a field, or with the form as a whole.</summary>
internal sealed class FormErrors
{
    private readonly List<(string? Field, string Text)> _errors = [];
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    /// <summary>In the order of the form.</summary>
    public IReadOnlyList<(string? Field, string Text)> All => _errors;

    /// <summary>The first error of a field, or null.</summary>
    public string? Of(string field) => _errors.Find(error => error.Field == field).Text;

    /// <summary>What the field is called, where the error alone does not tell it from others; else null.</summary>
    public string? LabelOf(string field) => _labels.GetValueOrDefault(field);

    public void Add(string? field, string text) => _errors.Add((field, text));

    /// <summary>The same where the error alone does not tell the field from others.</summary>
    public void Add(string field, string label, string text)
    {
        _labels[field] = label;
        _errors.Add((field, text));
    }

    /// <summary>Says what a field is called, for errors that do not tell it from others.</summary>
    public void Call(string field, string label) => _labels[field] = label;

    /// <summary>One error about the form as a whole.</summary>
    public static FormErrors Single(string text)
    {
        var errors = new FormErrors();
        errors.Add(field: null, text);
        return errors;
    }
}
