using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Files;

/// <summary>A run in a few words, for a page that is about the target: a picture of its own, and what shields.io draws one from.</summary>
public static class Badge
{
    private const string Label = "conformance";
    private const int LetterWidth = 7;
    private const int Padding = 12;

    /// <summary>The <c>endpoint</c> format of shields.io.</summary>
    public static string Json(RunRecord run) => JsonSerializer.Serialize(new ShieldsBadge(1, Label, Message(run), ColourName(run)), BadgeJson.Default.ShieldsBadge) + "\n";

    public static string Svg(RunRecord run)
    {
        var message = Message(run);
        var (left, right) = (Width(Label), Width(message));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label="{Label}: {message}">
              <title>{Label}: {message}</title>
              <clipPath id="r"><rect width="{left + right}" height="20" rx="4"/></clipPath>
              <g clip-path="url(#r)"><rect width="{left}" height="20" fill="#3b4354"/><rect x="{left}" width="{right}" height="20" fill="{Colour(run)}"/></g>
              <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
                <text x="{left / 2.0}" y="14" textLength="{left - Padding}">{Label}</text>
                <text x="{left + right / 2.0}" y="14" textLength="{right - Padding}">{message}</text>
              </g>
            </svg>

            """);
    }

    private static string Message(RunRecord run) => run.Outcome switch
    {
        RunOutcome.Passed => string.Create(CultureInfo.InvariantCulture, $"{run.Count(Verdict.Passed)} passed"),
        RunOutcome.Failed => string.Create(CultureInfo.InvariantCulture, $"{run.Count(static verdict => verdict.Fails())} of {run.Count(static verdict => verdict.Ran())} failed"),
        RunOutcome.Misconfigured => "not set up",
        _ => "incomplete",
    };

    private static string Colour(RunRecord run) => run.Outcome switch { RunOutcome.Passed => "#08734a", RunOutcome.Failed => "#b42318", _ => "#8a4b04" };

    private static string ColourName(RunRecord run) => run.Outcome switch { RunOutcome.Passed => "brightgreen", RunOutcome.Failed => "red", _ => "orange" };

    private static int Width(string text) => text.Length * LetterWidth + Padding;
}

internal sealed record ShieldsBadge(int SchemaVersion, string Label, string Message, string Color);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ShieldsBadge))]
internal sealed partial class BadgeJson : JsonSerializerContext;
