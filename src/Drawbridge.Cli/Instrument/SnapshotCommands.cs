using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Drawbridge.Cli.Instrument;

/// <summary><c>drawbridge instrument snapshot</c>.</summary>
internal static class SnapshotCommands
{
    public static Command Create(InstrumentRun run)
    {
        var name = new Argument<string>("NAME") { Description = "Letters, digits, '-', '_' and '.'" };
        return new("snapshot", "Copies of the platform's state, inside its database")
        {
            run.New("create", "Keep the state as it is now", [name], result => InstrumentRequest.Post("snapshots", new JsonObject { ["name"] = result.GetRequiredValue(name) }), Say),
            run.New("list", "List the snapshots", [], static _ => InstrumentRequest.Get("snapshots"), static (answer, output) =>
            {
                foreach (var snapshot in answer["snapshots"]!.AsArray())
                {
                    Say(snapshot!.AsObject(), output);
                }
            }),
            run.New("restore", "Put a snapshot in the place of the state", [name], result => InstrumentRequest.Post($"snapshots/{PathOf(result.GetRequiredValue(name))}/restore"), Say),
            run.New("delete", "Delete a snapshot", [name], result => InstrumentRequest.Delete($"snapshots/{PathOf(result.GetRequiredValue(name))}"),
                static (_, output) => output.WriteLine("The snapshot is gone.")),
        };
    }

    private static string PathOf(string name) => Uri.EscapeDataString(name);

    private static void Say(JsonObject snapshot, TextWriter output) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{(string?)snapshot["name"]}  {(DateTimeOffset)snapshot["createdAt"]!:yyyy-MM-dd'T'HH:mm:ss'Z'}  {(long)snapshot["users"]!} users, {(long)snapshot["traders"]!} accounts, {(long)snapshot["sizeBytes"]! / 1024} KiB"));
}
