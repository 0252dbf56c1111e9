using System.Globalization;
using System.Text.Json;

namespace DotnetBroker;

/// <summary>What a screen was opened with: language, theme, and what has to survive to the next screen of the flow (SCR-36).</summary>
/// <param name="Query">The query.</param>
/// <param name="Language">A language that there are texts in (SCR-22).</param>
/// <param name="Theme"><c>light</c> or <c>dark</c> (SCR-24).</param>
public sealed record Screen(IQueryCollection Query, string Language, string Theme)
{
    private static readonly string[] Carried =
        ["brokerName", "brokerCrmName", "lang", "source", "theme", "partnerId", "utm_source", "utm_medium", "utm_campaign", "utm_term", "gclid", "account", "acc"];

    private static readonly Dictionary<string, Dictionary<string, string>> Texts =
        JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(Resource("texts.json"))!;

    public static Stream Resource(string name) => typeof(Screen).Assembly.GetManifestResourceStream(name)!;

    public static Screen Of(HttpRequest request)
    {
        var language = request.Query["lang"].ToString().ToLowerInvariant();
        return new(request.Query, Texts.ContainsKey(language) ? language : "en", string.Equals(request.Query["theme"], "dark", StringComparison.OrdinalIgnoreCase) ? "dark" : "light");
    }

    /// <summary>A text in the screen's language, with values in it.</summary>
    public string T(string key, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var text = Texts[Language][key];
        foreach (var (name, value) in values)
        {
            text = text.Replace($"{{{name}}}", Convert.ToString(value, CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Another address of the same flow.</summary>
    public string UrlFor(string path, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var query = new QueryString();
        foreach (var name in Carried)
        {
            foreach (var value in Query[name])
            {
                query = query.Add(name, value ?? "");
            }
        }

        foreach (var (name, value) in more)
        {
            query = query.Add(name, value);
        }

        return path + query.Value;
    }
}
