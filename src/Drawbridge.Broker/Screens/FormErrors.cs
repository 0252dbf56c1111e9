namespace Drawbridge.Broker.Screens;

/// <summary>What is wrong with a form: at a field, or with the form as a whole.</summary>
internal sealed class FormErrors
{
    private readonly List<(string? Field, string Text)> _errors = [];

    public bool Any => _errors.Count > 0;

    /// <summary>In the order of the form.</summary>
    public IReadOnlyList<(string? Field, string Text)> All => _errors;

    /// <summary>The first error of a field, or null.</summary>
    public string? Of(string field) => _errors.Find(error => error.Field == field).Text;

    public void Add(string? field, string text) => _errors.Add((field, text));

    /// <summary>One error about the form as a whole.</summary>
    public static FormErrors Single(string text)
    {
        var errors = new FormErrors();
        errors.Add(field: null, text);
        return errors;
    }
}
