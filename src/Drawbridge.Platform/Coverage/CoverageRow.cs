using System.Text.Json.Serialization;

namespace Drawbridge.Platform.Coverage;

/// <summary>A requirement of the integration, and how far this version has come with it.</summary>
/// <param name="Id">Such as <c>B2P-3.3-20</c>.</param>
/// <param name="Level"><c>MUST</c>, <c>SHOULD</c> or <c>MAY</c>.</param>
/// <param name="File">The page that has it, without its extension.</param>
/// <param name="Section">The heading above it.</param>
/// <param name="Statement">Markdown, on one line.</param>
/// <param name="State">One of <see cref="CoverageState"/>.</param>
/// <param name="Reason">Why it is not built, null when nothing is said.</param>
internal sealed record CoverageRow(string Id, string Level, string File, string Section, string Statement, string State, string? Reason);

/// <summary>How far a requirement has come, and in which order the states are shown.</summary>
internal static class CoverageState
{
    public const string Built = "built";

    public static readonly (string Name, string Meaning)[] All =
    [
        (Built, "done: the code cites it where it enforces it, and a test proves it"),
        ("building", "in part, or by one of the two sides"),
        ("later", "not begun"),
        ("documentation", "a step of a person, or of someone else's system"),
    ];
}

/// <summary>A page of the specification.</summary>
internal sealed record CoverageFile(string Name, string Title, IReadOnlyList<CoverageRow> Rows);

/// <summary>What the instrument answers.</summary>
internal sealed record CoverageView(IReadOnlyDictionary<string, int> States, IReadOnlyList<CoverageRow> Requirements);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CoverageView))]
internal sealed partial class CoverageJson : JsonSerializerContext;
