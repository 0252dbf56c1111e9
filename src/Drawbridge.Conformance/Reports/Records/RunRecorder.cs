using System.Globalization;
using System.Security.Cryptography;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Records;

/// <summary>Makes a record of what targets were found to be.</summary>
public static class RunRecorder
{
    /// <summary>Folder of the pictures within that of the run.</summary>
    public const string PictureFolder = "pictures";

    /// <summary>An identifier for a run that begins now, such as <c>20260131-120000-3f2a91</c>.</summary>
    public static string NewId(DateTimeOffset startedAt) =>
        $"{startedAt.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}";

    /// <summary>One record of all targets.</summary>
    /// <param name="id">From <see cref="NewId"/>.</param>
    /// <param name="results">At least one.</param>
    public static RunRecord Record(string id, IReadOnlyList<RunResult> results)
    {
        var targets = new List<TargetRecord>();
        var cases = new List<CaseRecord>();
        foreach (var result in results)
        {
            var key = KeyOf(result.Target, targets);
            targets.Add(new(key, result.Side, result.Target, result.Url, result.BrokerName, result.BrokerCrmName));
            cases.AddRange(result.Cases.Select(one => Record(key, one)));
        }

        return new RunRecord
        {
            Id = id,
            Version = results[0].Version,
            StartedAt = results.Min(static result => result.StartedAt),
            DurationSeconds = Seconds(results.Max(static result => result.StartedAt + result.Duration) - results.Min(static result => result.StartedAt)),
            Strict = results.All(static result => result.Strict),
            Targets = targets,
            Totals = cases.CountBy(static one => one.Verdict).OrderBy(static count => count.Key).ToDictionary(static count => Words.CamelCase(count.Key), static count => count.Value, StringComparer.Ordinal),
            Cases = cases,
        };
    }

    private static CaseRecord Record(string target, CaseResult result) => new()
    {
        Id = result.Case.Id,
        Target = target,
        Title = result.Case.Title,
        Verdict = result.Verdict,
        Requirements = [.. result.Case.Requirements.Select(static one => new RequirementRecord(one.Id, one.Level, one.Basis))],
        Reason = result.Reason,
        Expected = result.Expected,
        Received = result.Received,
        Remedy = result.Remedy,
        StartedAt = result.StartedAt,
        DurationSeconds = Seconds(result.Duration),
        Steps = [.. result.Steps.Select((step, index) => new StepRecord
        {
            Text = step.Text,
            AtSeconds = Seconds(step.At),
            Exchange = step.Exchange,
            Picture = step.Picture is null ? null : $"{PictureFolder}/{Words.FileName($"{target}-{result.Case.Id}-{index + 1}-{step.Picture.Name}")}.png",
            Png = step.Picture?.Png ?? default,
        })],
    };

    private static string KeyOf(string name, List<TargetRecord> others)
    {
        var key = Words.FileName(name);
        for (var number = 2; others.Exists(other => other.Key == key); number++)
        {
            key = $"{Words.FileName(name)}-{number.ToString(CultureInfo.InvariantCulture)}";
        }

        return key;
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
