using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Drawbridge.Cli.Instrument;

/// <summary><c>drawbridge instrument clock</c>.</summary>
internal static class ClockCommands
{
    public static Command Create(InstrumentRun run)
    {
        var time = new Argument<string>("TIME") { Description = "Such as 2026-01-31T12:00:00Z" };
        var seconds = new Argument<double>("SECONDS") { Description = "Forward, or back when below zero" };
        var skew = new Argument<double>("SECONDS") { Description = "What the broker's clock is ahead of the platform's, or behind when below zero" };
        return new("clock", "The platform's clock, and that of a broker beside it")
        {
            run.New("show", "Show the clock", [], static _ => InstrumentRequest.Get("clock"), Say),
            run.New("set", "Set the clock to a time", [time], result => Move("now", result.GetRequiredValue(time)), Say),
            run.New("advance", "Move the clock by seconds", [seconds], result => Move("advanceSeconds", result.GetValue(seconds)), Say),
            run.New("skew", "Let the clocks of the two sides differ, where 'drawbridge up' runs both", [skew], result => Move("crmSkewSeconds", result.GetValue(skew)), Say),
            run.New("reset", "Go back to the real time on both sides", [], static _ => InstrumentRequest.Delete("clock"), static (_, output) => output.WriteLine("The clock shows the real time.")),
        };
    }

    private static InstrumentRequest Move(string member, JsonNode value) => InstrumentRequest.Put("clock", new JsonObject { [member] = value });

    private static void Say(JsonObject clock, TextWriter output)
    {
        var broker = (bool)clock["crmFollows"]! ? $"the broker's is ahead of it by {Text(clock, "crmSkewSeconds")} s" : "the broker has a clock of its own";
        output.WriteLine($"{(DateTimeOffset)clock["now"]!:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}  ahead of the real time by {Text(clock, "offsetSeconds")} s; {broker}");
    }

    private static string Text(JsonObject clock, string name) => ((double)clock[name]!).ToString("0.###", CultureInfo.InvariantCulture);
}
