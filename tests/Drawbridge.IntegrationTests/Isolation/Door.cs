using System.Text.RegularExpressions;

namespace Drawbridge.IntegrationTests.Isolation;

/// <summary>How a caller shows who he is, and so what can be mixed up.</summary>
internal enum Door
{
    /// <summary>Nothing is shown and nothing of a broker is told.</summary>
    Open,

    /// <summary>The platform: both names and <c>crmApiToken</c>.</summary>
    Platform,

    /// <summary>A screen for whoever comes: both names.</summary>
    Screen,

    /// <summary>A screen behind a login: both names, and the session's cookie.</summary>
    Flow,

    /// <summary>A page of the client area: the session's cookie; the names may be left out.</summary>
    Client,

    /// <summary>An in-app screen: both names, and the session of one action.</summary>
    InApp,

    /// <summary>The console, for somebody who is limited to one broker.</summary>
    Staff,

    /// <summary>The console, for administrators, who look after a whole CRM.</summary>
    Administrator,

    /// <summary>The broker's own CRM: its management key.</summary>
    Management,

    /// <summary>A provider: its signature.</summary>
    Provider,

    /// <summary>The platform's webhooks of cTrader Invite: the token that the broker gave it.</summary>
    Invite,
}

/// <summary>An endpoint in the table.</summary>
/// <param name="Route">Method and route as mapped.</param>
/// <param name="Door">How its callers show who they are.</param>
internal sealed partial record Guarded(string Route, Door Door)
{
    /// <summary>Where to, with <c>{things}</c> of the broker; null = the route itself.</summary>
    public string? Target { get; init; }

    /// <summary>The form, as in a query.</summary>
    public string? Form { get; init; }

    /// <summary>The body, JSON unless <see cref="Type"/> says otherwise.</summary>
    public string? Body { get; init; }

    /// <summary>Media type of the body.</summary>
    public string Type { get; init; } = "application/json";

    /// <summary>What the owner is answered, such as <c>200</c>; none = anything but a refusal.</summary>
    public string[] Owner { get; init; } = [];

    /// <summary>What a stranger is answered who reaches for somebody else's things; none = what is usual at this door.</summary>
    public string[] Stranger { get; init; } = [];

    /// <summary>What somebody is answered whose credentials are not the broker's; none = what is usual at this door.</summary>
    public string[] Without { get; init; } = [];

    /// <summary>Whether it takes what somebody logs in with, which counts at all brokers that share their users.</summary>
    public bool TakesLogin { get; init; }

    /// <summary>Why nothing of it can be mixed up, or where else that is tried.</summary>
    public string? Because { get; init; }

    public string Method => Route.Split(' ')[0];

    public string Path => Route.Split(' ')[1];

    /// <summary>The things that it names, by their names in braces.</summary>
    public IReadOnlyList<string> Things => [.. Placeholder().Matches($"{Target}&{Form}&{Body}").Select(static match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal)];

    /// <summary>A text with the things that a broker's things are called.</summary>
    public static string Fill(string text, Func<string, string> thing) => Placeholder().Replace(text, match => thing(match.Groups["name"].Value));

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
