using System.Text.Json.Serialization;

namespace Drawbridge.Cli.Doctor;

/// <summary>How bad it is.</summary>
internal enum Verdict
{
    /// <summary>As it must be.</summary>
    Ok,

    /// <summary>It works, and should be looked at.</summary>
    Warning,

    /// <summary>It does not work, or must not be so.</summary>
    Fault,
}

/// <summary>What a check found. Never holds a secret.</summary>
/// <param name="Subject">What was looked at, such as <c>platform https://…</c>.</param>
/// <param name="Check">What was checked, in a word or two.</param>
/// <param name="Verdict">How bad it is.</param>
/// <param name="Message">What is so.</param>
/// <param name="Remedy">What to do about it; null when there is nothing to do.</param>
/// <param name="Requirements">The rules that are behind it.</param>
internal sealed record Finding(
    string Subject,
    string Check,
    [property: JsonConverter(typeof(LowerCaseEnumConverter))] Verdict Verdict,
    string Message,
    string? Remedy,
    IReadOnlyList<string> Requirements)
{
    public static Finding Ok(string subject, string check, string message, params string[] requirements) =>
        new(subject, check, Verdict.Ok, message, Remedy: null, requirements);

    public static Finding Warning(string subject, string check, string message, string remedy, params string[] requirements) =>
        new(subject, check, Verdict.Warning, message, remedy, requirements);

    public static Finding Fault(string subject, string check, string message, string remedy, params string[] requirements) =>
        new(subject, check, Verdict.Fault, message, remedy, requirements);
}

/// <summary>Enums as words in lower case.</summary>
internal sealed class LowerCaseEnumConverter() : JsonStringEnumConverter<Verdict>(System.Text.Json.JsonNamingPolicy.CamelCase);

/// <summary>All findings, as <c>--json</c> prints them.</summary>
internal sealed record FindingList(int Faults, int Warnings, IReadOnlyList<Finding> Findings);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(FindingList))]
internal sealed partial class FindingJson : JsonSerializerContext;
