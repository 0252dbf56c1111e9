using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Drawbridge.Cli.Instrument;

/// <summary><c>drawbridge instrument reset</c> and <c>seed</c>.</summary>
internal static class StateCommands
{
    public static Command CreateReset(InstrumentRun run) => run.New(
        "reset",
        "Remove every user and account of the platform, as at its first start; snapshots stay",
        [],
        static _ => InstrumentRequest.Post("reset"),
        static (answer, output) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(long)answer["users"]!} users and {(long)answer["traders"]!} accounts are gone.")));

    public static Command CreateSeed(InstrumentRun run)
    {
        var members = new JsonMembers()
            .Integer("--seed", "seed", "N", "The same seed makes the same users; 1 unless given")
            .Integer("--users", "users", "N", "Users to make; 10 unless given")
            .Integer("--traders", "tradersPerUser", "N", "Accounts of each user; 1 unless given")
            .Integer("--positions", "positionsPerTrader", "N", "Open positions of each account; 2 unless given")
            .Integer("--operations", "operationsPerTrader", "N", "Changes of the balance of each account; 1 unless given")
            .Text("--broker", "brokerName", "NAME", "The broker; the first one unless given")
            .Text("--group", "groupName", "NAME", "The trader group; the first one unless given")
            .Text("--currency", "depositCurrency", "NAME", "The deposit currency; the first one unless given")
            .Integer("--balance", "balance", "AMOUNT", "Balance of each account in its smallest units; 10,000 units of the currency unless given");
        return run.New("seed", "Make users with accounts, the same ones for the same seed", members.Options, result => InstrumentRequest.Post("seed", members.Body(result)), Say);
    }

    /// <summary>One user a line, for scripts; the rest is for people.</summary>
    private static void Say(JsonObject answer, TextWriter output)
    {
        foreach (var user in answer["users"]!.AsArray())
        {
            output.WriteLine($"{user!["userId"]} {(string?)user["email"]} {string.Join(' ', user["traders"]!.AsArray().Select(static login => login!.ToString()))}".TrimEnd());
        }
    }
}
