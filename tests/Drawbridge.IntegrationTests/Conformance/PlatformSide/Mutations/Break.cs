using System.Collections.Concurrent;
using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations;

/// <summary>How mutations are written.</summary>
internal static class Break
{
    public const string CreateUser = "POST /cid/oauth2/ctid/create";
    public const string Traders = "POST /v2/webserv/traders";
    public const string Link = "POST /cid/ctid/link";
    public const string Balance = "POST /v2/webserv/traders/*/changebalance";
    public const string Read = "GET /v2/webserv/traders/*";
    public const string List = "GET /v2/webserv/traders";
    public const string Groups = "GET /v2/webserv/tradergroups";

    /// <summary>Changes answers.</summary>
    public static Mutation Answer(string name, string call, Action<SpoiltCall> change, params string[] fails) => Around(name, call, async it =>
    {
        await it.GoOnAsync();
        change(it);
    }, fails);

    /// <summary>Changes answers that succeed.</summary>
    public static Mutation Success(string name, string call, Action<SpoiltCall> change, params string[] fails) => Answer(name, call, it =>
    {
        if (it.Succeeded)
        {
            change(it);
        }
    }, fails);

    /// <summary>Changes the JSON of answers that succeed.</summary>
    public static Mutation Json(string name, string call, Action<JsonObject> change, params string[] fails) => Success(name, call, it => it.Json(change), fails);

    /// <summary>Refuses what must succeed.</summary>
    public static Mutation Refuse(string name, string call, Func<SpoiltCall, bool> when, params string[] fails) => Success(name, call, it =>
    {
        if (when(it))
        {
            it.Answer(400, """{"error":{"errorCode":"INVALID_REQUEST","description":"No."}}""");
        }
    }, fails);

    /// <summary>Lets succeed what must be refused.</summary>
    public static Mutation Accept(string name, string call, Func<SpoiltCall, bool> when, params string[] fails) => Answer(name, call, it =>
    {
        if (!it.Succeeded && when(it))
        {
            it.Answer(200, "{}");
        }
    }, fails);

    /// <summary>Changes a key of requests that have a certain value there.</summary>
    public static Mutation Mishear(string name, string call, string key, Func<JsonNode?, bool> when, Func<JsonNode?, JsonNode?> heard, params string[] fails) =>
        Around(name, call, it => it.Request.ContainsKey(key) && when(it.Request[key]) ? it.GoOnWithAsync(key, heard(it.Request[key])) : it.GoOnAsync(), fails);

    /// <summary>Answers without doing anything.</summary>
    public static Mutation Pretend(string name, string call, Func<SpoiltCall, bool> when, int status, string json, params string[] fails) => Around(name, call, it =>
    {
        if (!when(it))
        {
            return it.GoOnAsync();
        }

        it.Answer(status, json);
        return Task.CompletedTask;
    }, fails);

    /// <summary>Whatever else.</summary>
    public static Mutation Around(string name, string call, Func<SpoiltCall, Task> handle, params string[] fails) => new(name, fails)
    {
        Calls = it => FileSystemName.MatchesSimpleExpression(call, $"{it.Method} {it.Path}", ignoreCase: false) ? handle(it) : it.GoOnAsync(),
    };

    /// <summary>Lets succeed calls without a required key.</summary>
    public static IEnumerable<Mutation> Keys(string area, string call, params string[] keys) => keys.Select(key => Accept(
        $"{area} does without {key}", call, it => !it.Request.ContainsKey(key), $"platform/{area}/missing-{Drawbridge.Conformance.PlatformSide.PlatformCase.Kebab(key)}"));

    /// <summary>True from the nth time on.</summary>
    public static Func<string, bool> From(int count)
    {
        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        return key => seen.AddOrUpdate(key, 1, static (_, before) => before + 1) >= count;
    }

    public static string? Text(this SpoiltCall it, string key) => it.Request[key]?.ToString();

    public static string? Parameter(this SpoiltCall it, string key) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(it.Query).TryGetValue(key, out var value) ? value.ToString() : null;

    public static bool Starts(this string? text, string start) => text?.StartsWith(start, StringComparison.Ordinal) == true;

    public static bool Is(JsonNode? value, decimal number) => value is JsonValue one && one.TryGetValue<decimal>(out var found) && found == number;
}
