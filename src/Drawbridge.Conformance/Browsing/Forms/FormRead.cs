using System.Text.Json.Serialization;

namespace Drawbridge.Conformance.Browsing.Forms;

/// <summary>What a person could fill in and press on a page at some moment.</summary>
internal sealed record FormRead
{
    public string Url { get; init; } = "";

    public string Heading { get; init; } = "";

    /// <summary>How the page's text begins.</summary>
    public string Text { get; init; } = "";

    /// <summary>What the page complains about.</summary>
    public IReadOnlyList<string> Alerts { get; init; } = [];

    public IReadOnlyList<FormField> Fields { get; init; } = [];

    public IReadOnlyList<FormButton> Buttons { get; init; } = [];

    public IReadOnlyList<FormLink> Links { get; init; } = [];

    /// <summary>Tells a stage from another: the same form that comes back, with a complaint or without, has the same print.</summary>
    public string Print =>
        $"{string.Join(',', Fields.Select(static one => $"{one.Name}/{one.Type}"))} {string.Join(',', Buttons.Select(static button => button.Text))} {Heading}";
}

/// <summary>A field of a form.</summary>
internal sealed record FormField
{
    /// <summary>By which it is found again on the page.</summary>
    public string Id { get; init; } = "";

    /// <summary><c>input</c>, <c>select</c> or <c>textarea</c>.</summary>
    public string Tag { get; init; } = "";

    public string Type { get; init; } = "";

    public string Name { get; init; } = "";

    public string DomId { get; init; } = "";

    public string Autocomplete { get; init; } = "";

    /// <summary>What it is called to a person.</summary>
    public string Label { get; init; } = "";

    /// <summary>What the group around it is called.</summary>
    public string Group { get; init; } = "";

    public bool IsEmpty { get; init; }

    public bool IsRequired { get; init; }

    public bool IsInvalid { get; init; }

    /// <summary>0 for none.</summary>
    public int MaxLength { get; init; }

    /// <summary>Of a radio button or check box: what it stands for.</summary>
    public string Value { get; init; } = "";

    public IReadOnlyList<FormOption> Options { get; init; } = [];

    /// <summary>Number of the form that it belongs to; -1 for none.</summary>
    public int Form { get; init; }

    /// <summary>Whether it is drawn itself, and not by its label.</summary>
    public bool IsDrawn { get; init; }

    /// <summary>What the plan's selectors say that it is; null when they say nothing.</summary>
    public string? Purpose { get; init; }

    /// <summary>Selectors among the plan's values that fit it.</summary>
    public IReadOnlyList<string> ValueKeys { get; init; } = [];

    /// <summary>What it is called in a report.</summary>
    [JsonIgnore]
    public string Called => Label.Length > 0 ? $"\"{Label}\"" : Name.Length > 0 ? $"named {Name}" : DomId.Length > 0 ? $"#{DomId}" : "without a name";
}

/// <summary>An entry of a list.</summary>
internal sealed record FormOption(string Value, string Text, bool IsSelected, bool IsDisabled);

/// <summary>Something to press.</summary>
internal sealed record FormButton(string Id, string Type, string Text, string Name, int Form, int Area, string? Purpose);

/// <summary>Something to follow.</summary>
internal sealed record FormLink(string Id, string Text, string Href, string? Purpose);

/// <summary>What the page is asked with.</summary>
internal sealed record FormQuestion(IReadOnlyDictionary<string, string> Selectors, IReadOnlyList<string> ValueKeys);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FormRead))]
internal sealed partial class FormJson : JsonSerializerContext;
