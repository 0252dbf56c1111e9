using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Instrument;

/// <summary>What the commands of the instrument have in common: whom they speak to, and whether they write JSON.</summary>
internal sealed class InstrumentRun
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Terminal _terminal;
    private readonly Option<string> _data = SharedOptions.Data();

    private readonly Option<string?> _url = new("--url") { Description = "Address of the platform, instead of the one in DIR/up.env", HelpName = "URL" };

    private readonly Option<string?> _authority = new("--ca") { Description = "PEM file with the authority of its certificate", HelpName = "FILE" };

    private readonly Option<bool> _json = new("--json") { Description = "Write what the platform answers, as JSON" };

    public InstrumentRun(Terminal terminal)
    {
        _terminal = terminal;
        _data.Description = "Folder of 'drawbridge up', whose up.env says where the platform is";
        foreach (var option in Options)
        {
            option.Recursive = true;
        }
    }

    public IReadOnlyList<Option> Options => [_data, _url, _authority, _json];

    public TextWriter Output => _terminal.OutputWriter;

    /// <summary>A command that does this when it is called.</summary>
    public Command New(string name, string description, IEnumerable<Symbol> symbols, Func<ParseResult, InstrumentClient, CancellationToken, Task<int>> act)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else
            {
                command.Options.Add((Option)symbol);
            }
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            var connection = InstrumentConnection.Find(result.GetRequiredValue(_data), result.GetValue(_url), result.GetValue(_authority));
            using var client = new InstrumentClient(connection, Environment.GetEnvironmentVariable(InstrumentConnection.KeyVariable));
            return await act(result, client, cancellationToken);
        });
        return command;
    }

    /// <summary>A command that sends one request, and writes the answer as it is or in words.</summary>
    public Command New(
        string name, string description, IEnumerable<Symbol> symbols, Func<ParseResult, InstrumentRequest> ask, Action<JsonObject, TextWriter> say) =>
        New(name, description, symbols, async (result, client, cancellationToken) =>
        {
            var request = ask(result);
            Write(result, await client.SendAsync(request.Method, request.Path, request.Body, cancellationToken), say);
            return ExitCode.Done;
        });

    /// <summary>Writes an answer as it is or in words.</summary>
    public void Write(ParseResult result, JsonObject answer, Action<JsonObject, TextWriter> say)
    {
        if (!WantsJson(result))
        {
            say(answer, Output);
        }
        else if (answer.Count > 0)
        {
            Output.WriteLine(answer.ToJsonString(Readable));
        }
    }

    public bool WantsJson(ParseResult result) => result.GetValue(_json);
}

/// <summary>A request to the instrument.</summary>
internal sealed record InstrumentRequest(HttpMethod Method, string Path, JsonObject? Body = null)
{
    public static InstrumentRequest Get(string path) => new(HttpMethod.Get, path);

    public static InstrumentRequest Post(string path, JsonObject? body = null) => new(HttpMethod.Post, path, body);

    public static InstrumentRequest Put(string path, JsonObject body) => new(HttpMethod.Put, path, body);

    public static InstrumentRequest Delete(string path) => new(HttpMethod.Delete, path);
}
