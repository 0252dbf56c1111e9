using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Drawbridge.Cli.Instrument;

/// <summary><c>drawbridge instrument faults</c>.</summary>
internal static class FaultCommands
{
    private static readonly string[] Facts = ["direction", "probability", "seed", "until", "times", "latencyMs", "status", "errorCode", "brokerName"];

    public static Command Create(InstrumentRun run)
    {
        var id = new Argument<long>("ID") { Description = "Number of the fault, as the list shows it" };
        return new("faults", "What goes wrong on purpose")
        {
            run.New("list", "List the faults", [], static _ => InstrumentRequest.Get("faults"), static (answer, output) =>
            {
                foreach (var fault in answer["faults"]!.AsArray())
                {
                    output.WriteLine(Line(fault!.AsObject()));
                }
            }),
            CreateAdd(run),
            run.New("remove", "End one fault", [id], result => InstrumentRequest.Delete(string.Create(CultureInfo.InvariantCulture, $"faults/{result.GetValue(id)}")),
                static (_, output) => output.WriteLine("The fault is over.")),
            run.New("clear", "End all faults", [], static _ => InstrumentRequest.Delete("faults"), static (_, output) => output.WriteLine("No faults are left.")),
        };
    }

    private static Command CreateAdd(InstrumentRun run)
    {
        var kind = new Argument<string>("KIND")
        {
            Description = "latency, error, drop-before, drop-after, malformed, expired-crm-token, replayed-token or swapped-token",
        };
        var route = new Argument<string>("ROUTE") { Description = "'METHOD /template' as in the journal, with * for anything; or '*' alone" };
        var members = new JsonMembers()
            .Text("--direction", "direction", "in|out", "Only calls from the brokers, or to their CRMs")
            .Number("--probability", "probability", "P", "The part of the calls that it befalls, 0 to 1; all of them unless given")
            .Integer("--seed", "seed", "N", "With it the same calls are hit again")
            .Integer("--times", "times", "N", "The most calls that it befalls")
            .Number("--for", "forSeconds", "SECONDS", "How long it lasts, by the platform's clock")
            .Text("--until", "until", "TIME", "When it ends, by the platform's clock")
            .Integer("--latency", "latencyMs", "MS", "How much longer a call takes (latency)")
            .Integer("--status", "status", "STATUS", "Status of the answer (error)")
            .Text("--code", "errorCode", "CODE", "Error code of the answer (error)")
            .Text("--broker", "brokerName", "NAME", "Only calls of or to that broker");
        return run.New(
            "add",
            "Let calls fail",
            [kind, route, .. members.Options],
            result =>
            {
                var body = members.Body(result);
                (body["kind"], body["route"]) = (result.GetRequiredValue(kind), result.GetRequiredValue(route));
                return InstrumentRequest.Post("faults", body);
            },
            static (answer, output) => output.WriteLine(Line(answer)));
    }

    private static string Line(JsonObject fault)
    {
        var facts = Facts.Where(name => fault[name] is not null).Select(name => $"{name} {fault[name]}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(long)fault["id"]!,4} {(string?)fault["kind"]}  {(string?)fault["route"]}  hits {(long)fault["hits"]!} of {(long)fault["seen"]!}  {string.Join(", ", facts)}");
    }
}
