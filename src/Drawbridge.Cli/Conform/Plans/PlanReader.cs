using System.Text.Json;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Crms;
using Drawbridge.Cli.Yaml;
using Drawbridge.Conformance.Plans;

namespace Drawbridge.Cli.Conform.Plans;

/// <summary>A plan that was read.</summary>
/// <param name="Plan">What it says, secrets resolved.</param>
/// <param name="File">Where it stands.</param>
/// <param name="LiteralSecrets">Keys and lines of the secrets that stand in it themselves.</param>
internal sealed record PlanReading(ConformancePlan Plan, string File, IReadOnlyList<string> LiteralSecrets);

/// <summary>Reads plans.</summary>
internal static class PlanReader
{
    public const string Documentation = "docs/conformance-plan.md";

    /// <summary>Reads a plan and checks all of it.</summary>
    /// <exception cref="FaultException">Something is wrong: all of it is told, each fault with line, column and key and never with a secret.</exception>
    public static PlanReading Read(string file)
    {
        var path = Path.GetFullPath(file);
        var folder = Path.GetDirectoryName(path)!;
        var faults = new FileFaults(tellsColumns: true);
        var reader = new SettingReader(faults, folder, Documentation);
        var root = YamlReader.Read(SettingFile.ReadText(path, "plan", Documentation), faults, "is empty; 'drawbridge conform init' writes a plan");
        PlanFile? plan = null;
        if (root is not null)
        {
            var json = reader.Read(root, PlanShape.Plan, "");
            try
            {
                plan = json.Deserialize<PlanFile>(PlanShape.Options);
            }
            catch (JsonException) when (faults.Any)
            {
                // What kept it from being read is told already.
            }
        }

        if (plan is not null)
        {
            new PlanRules(plan, root as FileMap, folder, faults).Check();
        }

        faults.ThrowIfAny(path);
        return new PlanReading(PlanMapping.Of(plan!, folder), path, reader.LiteralSecrets);
    }
}
