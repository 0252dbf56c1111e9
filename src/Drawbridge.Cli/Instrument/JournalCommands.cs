using System.CommandLine;
using System.Text.Json.Nodes;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Instrument;

/// <summary><c>drawbridge instrument journal</c>.</summary>
internal static class JournalCommands
{
    public static Command Create(InstrumentRun run) => new("journal", "The calls between the two sides")
    {
        CreateList(run),
        CreateFollow(run),
        CreateHar(run),
        run.New("clear", "Forget the calls so far", [], static _ => InstrumentRequest.Delete("journal"), static (_, output) => output.WriteLine("The journal is empty.")),
    };

    private static JsonMembers Filters() => new JsonMembers()
        .Integer("--after", "after", "ID", "Only what came after that call")
        .Text("--direction", "direction", "in|out", "Only calls from the brokers, or to their CRMs")
        .Text("--method", "method", "METHOD", "Only that method")
        .Text("--route", "route", "TEXT", "Only routes that contain it, or match it as a whole with * for anything")
        .Text("--status", "status", "STATUS", "Only 409, or 4xx, or 0 for calls without an answer")
        .Text("--broker", "brokerName", "NAME", "Only that broker")
        .Text("--correlation", "correlation", "ID", "Only calls of that correlation")
        .Text("--search", "search", "TEXT", "Only calls with the text anywhere")
        .Text("--from", "from", "TIME", "Only from that time on")
        .Text("--to", "to", "TIME", "Only before that time");

    private static Command CreateList(InstrumentRun run)
    {
        var filters = Filters().Integer("--limit", "limit", "N", "The newest ones, or with --after the first ones");
        return run.New("list", "List the calls, oldest first", filters.Options, result => InstrumentRequest.Get(filters.Query(result, "journal")), static (answer, output) =>
        {
            foreach (var entry in answer["entries"]!.AsArray())
            {
                output.WriteLine(JournalLine.Of(entry!.AsObject()));
            }
        });
    }

    private static Command CreateHar(InstrumentRun run)
    {
        var filters = Filters().Integer("--limit", "limit", "N", "The newest ones, or with --after the first ones");
        var file = new Option<string?>("--out") { Description = "File to write, instead of the output", HelpName = "FILE" };
        return run.New("har", "Write the calls as a HTTP archive (HAR 1.2)", [.. filters.Options, file], async (result, client, cancellationToken) =>
        {
            using var response = await client.OpenAsync(HttpMethod.Get, filters.Query(result, "journal/har"), body: null, cancellationToken);
            if (result.GetValue(file) is not { } path)
            {
                await run.Output.WriteLineAsync(await response.Content.ReadAsStringAsync(cancellationToken));
                return ExitCode.Done;
            }

            try
            {
                await using var stream = File.Create(path);
                await response.Content.CopyToAsync(stream, cancellationToken);
                return ExitCode.Done;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new FaultException($"{path} cannot be written: {e.Message}", "Choose another file with --out.", innerException: e);
            }
        });
    }

    private static Command CreateFollow(InstrumentRun run)
    {
        var filters = Filters();
        return run.New("follow", "Show calls as they end, until Ctrl+C", filters.Options, async (result, client, cancellationToken) =>
        {
            try
            {
                using var response = await client.OpenAsync(HttpMethod.Get, filters.Query(result, "journal/stream"), body: null, cancellationToken);
                using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
                await FollowAsync(reader, data => run.Write(result, data, static (entry, output) => output.WriteLine(JournalLine.Of(entry))), cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCode.Done;
            }
            catch (IOException e)
            {
                throw Closed(e);
            }

            throw Closed();
        });
    }

    private static async Task FollowAsync(StreamReader reader, Action<JsonObject> take, CancellationToken cancellationToken)
    {
        const string Data = "data: ";
        var isCall = false;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            isCall = line.StartsWith("id:", StringComparison.Ordinal) || (isCall && line.Length > 0); // other events have no number
            if (isCall && line.StartsWith(Data, StringComparison.Ordinal))
            {
                take(JsonNode.Parse(line[Data.Length..])!.AsObject());
            }
        }
    }

    private static FaultException Closed(Exception? inner = null) => new("the platform closed the stream.", "Check that it still runs.", ExitCode.Failed, inner);
}
