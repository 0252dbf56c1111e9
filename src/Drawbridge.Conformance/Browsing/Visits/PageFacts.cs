using System.Text.Json.Serialization;

namespace Drawbridge.Conformance.Browsing.Visits;

/// <summary>What a document shows.</summary>
internal sealed record PageFacts
{
    public string Url { get; init; } = "";

    public string Title { get; init; } = "";

    /// <summary>Language that the document names.</summary>
    public string Lang { get; init; } = "";

    /// <summary><c>ltr</c> or <c>rtl</c>.</summary>
    public string Dir { get; init; } = "";

    /// <summary>The text that is seen.</summary>
    public string Text { get; init; } = "";

    /// <summary>Texts that stand in attributes: descriptions of pictures, hints, names for screen readers.</summary>
    public string Words { get; init; } = "";

    public string Heading { get; init; } = "";

    /// <summary>How bright what is seen behind the text is on the whole: 0 black, 1 white.</summary>
    public double Luminance { get; init; }

    /// <summary>What <c>meta name=viewport</c> says.</summary>
    public string Viewport { get; init; } = "";

    /// <summary>What <c>meta name=referrer</c> says.</summary>
    public string Referrer { get; init; } = "";

    /// <summary>Milliseconds from the click to all that the page needs.</summary>
    public double LoadedMs { get; init; }

    public IReadOnlyList<PageControl> Controls { get; init; } = [];

    public IReadOnlyList<PageLink> Links { get; init; } = [];

    /// <summary>Where forms are sent.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Frames inside the page: address, title, id and class.</summary>
    public IReadOnlyList<string> Frames { get; init; } = [];

    /// <summary>What stays where it is when the page is scrolled: id, class and text.</summary>
    public IReadOnlyList<string> Floating { get; init; } = [];

    /// <summary>Windows that are drawn over the page.</summary>
    public IReadOnlyList<string> Modals { get; init; } = [];

    /// <summary>What the page put into the browser's storage, as <c>key=value</c>.</summary>
    public IReadOnlyList<string> Storage { get; init; } = [];

    /// <summary>Everything that a person, or a screen reader, can read.</summary>
    [JsonIgnore]
    public string Everything => $"{Title} {Text} {Words}";
}

/// <summary>A control of a form.</summary>
internal sealed record PageControl(string Tag, string Type, string Name, string Label, string Autocomplete, int Width, int Height, string Describes);

/// <summary>A link.</summary>
internal sealed record PageLink(string Text, string Href, string Target);

/// <summary>What does not fit at a size.</summary>
/// <param name="Scroll">Pixels by which the page is wider than the window.</param>
/// <param name="Misfits">Controls and texts that reach beyond the edge or are cut off.</param>
/// <param name="Small">Controls that are too small for a finger.</param>
internal sealed record PageLayout(int Scroll, IReadOnlyList<string> Misfits, IReadOnlyList<string> Small);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageFacts))]
[JsonSerializable(typeof(PageLayout))]
internal sealed partial class PageJson : JsonSerializerContext;
