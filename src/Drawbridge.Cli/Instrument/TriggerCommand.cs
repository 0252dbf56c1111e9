using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Instrument;

/// <summary><c>drawbridge instrument trigger</c>.</summary>
internal static class TriggerCommand
{
    public static Command Create(InstrumentRun run)
    {
        var call = new Argument<string?>("CALL") { Description = "Which call; left out, the calls are listed with their fields", Arity = ArgumentArity.ZeroOrOne };
        var broker = new Option<string?>("--broker") { Description = "The broker whose CRM is called; the first one unless given", HelpName = "NAME" };
        var fields = new Option<string[]>("--field") { Description = "A field of the call, NAME=VALUE; may be given several times", HelpName = "NAME=VALUE", AllowMultipleArgumentsPerToken = false };
        return run.New("trigger", "Send one call to a CRM now; ends with 1 unless the CRM agreed", [call, broker, fields], async (result, client, cancellationToken) =>
        {
            var triggers = (await client.GetAsync("triggers", cancellationToken));
            if (result.GetValue(call) is not { } name)
            {
                run.Write(result, triggers, List);
                return ExitCode.Done;
            }

            var body = Body(Find(triggers, name), result.GetValue(broker), result.GetValue(fields) ?? []);
            var answer = await client.SendAsync(HttpMethod.Post, $"triggers/{Uri.EscapeDataString(name)}", body, cancellationToken);
            run.Write(result, answer, Say);
            return (string?)answer["outcome"] == "answered" ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static JsonObject Find(JsonObject triggers, string name)
    {
        var all = triggers["triggers"]!.AsArray().Select(static trigger => trigger!.AsObject()).ToList();
        var names = all.Select(static trigger => (string)trigger["call"]!).ToList();
        return all.Find(trigger => (string?)trigger["call"] == name) ?? throw new FaultException(
            $"there is no call '{name}'.",
            Suggestion.For(name, names) is { } meant ? $"Did you mean '{meant}'?" : $"There are {string.Join(", ", names)}.");
    }

    private static JsonObject Body(JsonObject trigger, string? broker, IReadOnlyList<string> fields)
    {
        var body = new JsonObject();
        if (broker is not null)
        {
            body["brokerName"] = broker;
        }

        var types = trigger["fields"]!.AsArray().ToDictionary(static field => (string)field!["name"]!, static field => (string)field!["type"]!, StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var (name, value) = field.Split('=', 2) is [var left, var right]
                ? (left, right)
                : throw new FaultException($"'{field}' is not NAME=VALUE.", "Write --field NAME=VALUE.");
            if (!types.TryGetValue(name, out var type))
            {
                throw new FaultException($"the call has no field '{name}'.", $"It has {string.Join(", ", types.Keys)}.");
            }

            body[name] = type != "number" ? value
                : long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                : throw new FaultException($"the field '{name}' must be a number.");
        }

        return body;
    }

    private static void List(JsonObject answer, TextWriter output)
    {
        foreach (var trigger in answer["triggers"]!.AsArray())
        {
            output.WriteLine($"{(string?)trigger!["call"],-18} {(string?)trigger["number"],-18} {(string?)trigger["description"]}");
            foreach (var field in trigger["fields"]!.AsArray())
            {
                output.WriteLine($"    {(string?)field!["name"],-16} {(string?)field["type"],-7} default: {(string?)field["default"]}");
            }
        }
    }

    private static void Say(JsonObject answer, TextWriter output)
    {
        var reason = (string?)answer["reason"] is { } text ? $": {text}" : "";
        output.WriteLine($"call {(string?)answer["call"] ?? "-"}  {(int)answer["status"]!}  {(string?)answer["outcome"]}{reason}  journal {answer["journalId"]}  {(string?)answer["correlationId"]}");
        if ((string?)answer["body"] is { } body)
        {
            output.WriteLine(body);
        }
    }
}
