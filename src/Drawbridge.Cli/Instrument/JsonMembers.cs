using System.CommandLine;
using System.Text.Json.Nodes;

namespace Drawbridge.Cli.Instrument;

/// <summary>Options that become members of a request's body, or parameters of its query, when they are given.</summary>
internal sealed class JsonMembers
{
    private readonly List<(Option Option, string Member, Func<ParseResult, JsonNode?> Read)> _members = [];

    public IEnumerable<Option> Options => _members.Select(static member => member.Option);

    public JsonMembers Text(string option, string member, string help, string description) => Add<string>(option, member, help, description);

    public JsonMembers Number(string option, string member, string help, string description) => Add<double?>(option, member, help, description);

    public JsonMembers Integer(string option, string member, string help, string description) => Add<long?>(option, member, help, description);

    /// <summary>The members whose options were given.</summary>
    public JsonObject Body(ParseResult result)
    {
        var body = new JsonObject();
        foreach (var (_, member, read) in _members)
        {
            if (read(result) is { } value)
            {
                body[member] = value;
            }
        }

        return body;
    }

    /// <summary>A path with the parameters whose options were given.</summary>
    public string Query(ParseResult result, string path)
    {
        var query = string.Join('&', Body(result).Select(static pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!.ToString())}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    private JsonMembers Add<T>(string name, string member, string help, string description)
    {
        var option = new Option<T?>(name) { Description = description, HelpName = help };
        _members.Add((option, member, result => JsonValue.Create(result.GetValue(option))));
        return this;
    }
}
