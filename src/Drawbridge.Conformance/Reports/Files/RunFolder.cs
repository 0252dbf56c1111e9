using Drawbridge.Conformance.Reports.Html;
using Drawbridge.Conformance.Reports.Records;

namespace Drawbridge.Conformance.Reports.Files;

/// <summary>The folder of a run: <c>run.json</c>, the reports that are made from it, and the pictures (CONF-0-6).</summary>
public static class RunFolder
{
    public const string JUnit = "junit.xml";
    public const string Markdown = "summary.md";
    public const string Har = "exchanges.har";

    /// <summary>Writes everything; <c>run.json</c> last, so that a folder that has one is whole.</summary>
    public static async Task WriteAsync(RunRecord run, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var step in run.Cases.SelectMany(static one => one.Steps).Where(static step => step.Picture is not null && !step.Png.IsEmpty))
        {
            var file = Path.Combine(folder, step.Picture!);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, step.Png, cancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, JUnit), JUnitReport.Write(run), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, Markdown), MarkdownReport.Write(run), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, HtmlReport.FileName), HtmlReport.Write(run, static step => step.Png), cancellationToken);
        await using (var har = File.Create(Path.Combine(folder, Har)))
        {
            HarReport.Write(run, har);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, RunJson.FileName), RunJson.Write(run), cancellationToken);
    }

    /// <summary>A run that was read, with its pictures from the folder as far as they are there.</summary>
    public static RunRecord WithPictures(RunRecord run, string folder)
    {
        return run with { Cases = [.. run.Cases.Select(one => one with { Steps = [.. one.Steps.Select(Fill)] })] };

        // The name comes from a file that anybody may have written: no other file is read for it.
        StepRecord Fill(StepRecord step) => step.Picture is { } picture
            && Path.GetFullPath(picture, Path.GetFullPath(folder)).StartsWith(Path.GetFullPath(Path.Combine(folder, RunRecorder.PictureFolder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && Path.Combine(folder, picture) is var file && File.Exists(file)
            ? step with { Png = File.ReadAllBytes(file) }
            : step;
    }

    /// <summary>All runs in folders below this one, the newest first. What cannot be read is left out.</summary>
    public static IReadOnlyList<(RunRecord Run, string Folder)> ReadAll(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateDirectories(folder)
            .Select(static one => (Folder: one, File: Path.Combine(one, RunJson.FileName)))
            .Where(static one => File.Exists(one.File))
            .Select(static one => (RunJson.Read(one.File).Run, one.Folder))
            .Where(static one => one.Run is not null)
            .OrderByDescending(static one => one.Run!.Id, StringComparer.Ordinal)!,
    ];
}
