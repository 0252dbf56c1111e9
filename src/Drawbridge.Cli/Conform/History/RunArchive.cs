using Drawbridge.Cli.CommandLine;
using Drawbridge.Conformance.Reports.Files;
using Drawbridge.Conformance.Reports.Records;

namespace Drawbridge.Cli.Conform.History;

/// <summary>Finds earlier runs.</summary>
internal static class RunArchive
{
    /// <summary>What means the newest run.</summary>
    public const string Last = "last";

    /// <summary>The run that was named: <c>last</c>, an identifier or the beginning of one, a folder, or a <c>run.json</c>.</summary>
    /// <param name="folder">Where runs are kept.</param>
    /// <param name="name">What was typed.</param>
    /// <param name="target">Only runs of this target; null for any.</param>
    /// <exception cref="FaultException">There is none, or more than one.</exception>
    public static (RunRecord Run, string Folder) Find(string folder, string name, string? target = null)
    {
        if (name != Last && FileOf(name) is { } file)
        {
            var (run, fault) = RunJson.Read(file);
            return run is not null ? (run, Path.GetDirectoryName(Path.GetFullPath(file))!) : throw new FaultException($"{fault}.", "Name a run's folder, or its run.json.");
        }

        var runs = RunFolder.ReadAll(folder).Where(one => target is null || one.Run.Targets.Any(t => t.Name == target)).ToList();
        var found = name == Last ? runs.Take(1).ToList() : runs.Where(one => one.Run.Id.StartsWith(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return found switch
        {
            [var one] => one,
            [] when name == Last => throw new FaultException($"{Path.GetFullPath(folder)} has no run{(target is null ? "" : $" of {target}")} yet.", "Name another folder of runs with --output DIR."),
            [] => throw new FaultException($"{Path.GetFullPath(folder)} has no run '{name}'.", $"Its newest are: {Newest(runs)}."),
            _ => throw new FaultException($"'{name}' begins the identifiers of {found.Count} runs.", $"Type more of it: {Newest(found)}."),
        };
    }

    private static string Newest(List<(RunRecord Run, string Folder)> runs) => runs.Count == 0 ? "none" : string.Join(", ", runs.Take(5).Select(static one => one.Run.Id));

    private static string? FileOf(string name) =>
        File.Exists(name) ? name
        : File.Exists(Path.Combine(name, RunJson.FileName)) ? Path.Combine(name, RunJson.FileName)
        : null;
}
