using System.Globalization;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Records;

/// <summary>How reports name things.</summary>
public static class Words
{
    /// <summary>As a person reads it.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Passed => "passed",
        Verdict.Failed => "failed",
        Verdict.Warning => "warning",
        Verdict.Skipped => "skipped",
        Verdict.Disabled => "left out by the plan",
        Verdict.NeedsPerson => "needs a person",
        Verdict.Misconfigured => "could not be looked at",
        Verdict.ExpectedFailure => "fails as expected",
        Verdict.UnexpectedPass => "passes against expectation",
        _ => verdict.ToString(),
    };

    /// <summary>What the run says of its target, in a sentence.</summary>
    public static string Of(RunOutcome outcome, string target) => outcome switch
    {
        RunOutcome.Passed => $"{target} conforms, as far as it was looked at.",
        RunOutcome.Failed => $"{target} does not conform yet.",
        RunOutcome.Misconfigured => $"Nothing failed, but not everything could be looked at at {target}: something about the plan, or about this machine, has to be put right first.",
        _ => $"Nothing failed, but the run says little about {target}: it ended early, or looked at nothing.",
    };

    public static string Of(Side side) => side == Side.Broker ? "broker's side" : "platform's side";

    public static string Of(Level level) => level.ToString().ToUpperInvariant();

    /// <summary>Names of enums as JSON has them.</summary>
    public static string CamelCase(Enum value) => value.ToString() is var name ? char.ToLowerInvariant(name[0]) + name[1..] : "";

    public static string Duration(double seconds) => seconds switch
    {
        < 0.0005 => "0 ms",
        < 1 => $"{(seconds * 1000).ToString("0", CultureInfo.InvariantCulture)} ms",
        < 60 => $"{seconds.ToString("0.0", CultureInfo.InvariantCulture)} s",
        _ => $"{Math.Floor(seconds / 60).ToString("0", CultureInfo.InvariantCulture)} min {(seconds % 60).ToString("0", CultureInfo.InvariantCulture)} s",
    };

    /// <summary>A number with its noun.</summary>
    public static string Count(int count, string one, string? many = null) => $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>Passed, failed and skipped in one line, as runs end with it.</summary>
    public static string Tally(RunRecord run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Count(Verdict.Passed)} passed, {run.Count(static verdict => verdict.Fails())} failed, {run.Count(static verdict => !verdict.Ran())} skipped");

    /// <summary>What <see cref="Tally"/> leaves out; null when that is nothing.</summary>
    public static string? Rest(RunRecord run)
    {
        string?[] counts =
        [
            Some(Verdict.Warning, "warning", "warnings"),
            Some(Verdict.NeedsPerson, "needs a person", "need a person"),
            Some(Verdict.Misconfigured, "could not be looked at", "could not be looked at"),
            Some(Verdict.ExpectedFailure, "fails as expected", "fail as expected"),
        ];
        return counts.Any(static count => count is not null) ? string.Join(", ", counts.Where(static count => count is not null)) : null;

        string? Some(Verdict verdict, string one, string many) => run.Count(verdict) is > 0 and var count ? Count(count, one, many) : null;
    }

    /// <summary>The text as a part of file names and anchors: lower-case letters, digits, dots and dashes.</summary>
    public static string FileName(string text) =>
        string.Join('-', new string([.. text.ToLowerInvariant().Select(static one => char.IsAsciiLetterOrDigit(one) || one == '.' ? one : '-')]).Split('-', StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } name
            ? name
            : "run";
}
