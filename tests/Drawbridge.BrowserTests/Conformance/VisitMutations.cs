using Drawbridge.Conformance.Browsing.Visits;

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>Screens that break one rule each, as changes to what was seen of screens that break none.</summary>
/// <param name="Name">What is broken.</param>
/// <param name="Change">The same visit of a broker that breaks the rule.</param>
/// <param name="Fails">The cases that must notice; no other may.</param>
internal sealed record VisitMutation(string Name, Func<ScreenVisit, ScreenVisit> Change, params string[] Fails)
{
    private const string Elsewhere = "https://cdn.example.net/";

    public static IReadOnlyList<VisitMutation> All { get; } =
    [
        new("status 500", static visit => visit.View.Measured ? visit with { Status = 500 } : visit, "*/opens"),
        new("text/plain", static visit => Header(visit, "content-type", "text/plain"), "*/opens"),
        new("an empty page", static visit => visit.View.Measured ? Page(visit, static page => page with { Text = "" }) : visit, "*/opens", "*/legal-words"),
        new("a script that breaks", static visit => visit with { Complaints = ["TypeError: undefined"] }, "*/no-errors"),
        new("no title", static visit => Page(visit, static page => page with { Title = "" }), "*/title"),
        new("too wide for a phone", static visit => Layout(visit, static layout => layout with { Scroll = 40 }), "*/sizes"),
        new("a button beyond the edge", static visit => Layout(visit, static layout => layout with { Misfits = ["button \"Pay\" reaches beyond the edge"] }), "*/nothing-cut"),
        new("a tiny button", static visit => Layout(visit, static layout => layout with { Small = ["button \"Pay\" is 12 px high"] }), "*/fingers"),
        new("no viewport", static visit => Page(visit, static page => page with { Viewport = "" }), "*/viewport"),
        new("slow", static visit => Page(visit, static page => page with { LoadedMs = 3_400 }), "*/load-time"),
        new("a field without a name", static visit => Page(visit, static page => page with { Controls = [.. page.Controls, Control("input", "text", "")] }), "*/labels"),
        new("the vendor's identity product", static visit => Page(visit, static page => page with { Text = $"{page.Text} Log in with your cTrader ID" }), "*/no-ctrader-id"),
        new("another platform in a hint", static visit => Page(visit, static page => page with { Words = $"{page.Words} Like MetaTrader 5, only better" }), "*/no-other-platform"),
        new("a pop-up", static visit => visit with { PopUps = 1 }, "*/no-pop-ups"),
        new("a dialog", static visit => visit with { Dialogs = ["alert: Hello"] }, "*/no-pop-ups"),
        new("a cookie banner", static visit => Page(visit, static page => page with { Modals = ["We value your privacy"] }), "*/no-pop-ups"),
        new("a print button", static visit => Page(visit, static page => page with { Controls = [.. page.Controls, Control("button", "button", "Print")] }), "*/no-browser-controls"),
        new("a chat bubble", static visit => Page(visit, static page => page with { Floating = ["widget intercom-launcher"] }), "*/no-chat"),
        new("somebody else's entity", static visit => Page(visit, static page => page with { Text = page.Text.Replace("TradingTech Markets Ltd", "Other Ltd", StringComparison.Ordinal), Words = "" }), "*/legal-words"),
        new("a picture by http", static visit => visit with { Requests = [.. visit.Requests, new(new UriBuilder(visit.Address) { Scheme = "http", Path = "/logo.png", Query = "" }.Uri, "image", 200, null)] }, "screens/SCR-15/*/https"),
        new("fonts from elsewhere", static visit => visit with { Requests = [.. visit.Requests, new(new Uri(Elsewhere + "font.woff2"), "font", 200, null)] }, "*/third-parties"),
        new("no Referrer-Policy", static visit => Page(Header(visit, "referrer-policy", null), static page => page with { Referrer = "" }), "*/referrer-policy"),
        new("Referrer-Policy unsafe-url", static visit => Header(visit, "referrer-policy", "unsafe-url"), "*/referrer-policy"),
        new("cached", static visit => Header(visit, "cache-control", "max-age=60"), "*/no-store"),
        new("a token in localStorage", static visit => Page(visit, static page => page with { Storage = ["x=1&token=0123456789abcdef"] }), "*/storage"),
        new("the token in a link", static visit => Page(visit, page => page with { Links = [.. page.Links, new("History", visit.Address.AbsoluteUri, "")] }), "*/no-token-in-page"),
        new("the token told by Referer", static visit => visit with { Requests = [.. visit.Requests, new(new Uri(Elsewhere + "t.js"), "script", 200, visit.Address.AbsoluteUri)] }, "*/token-to-others", "*/third-parties"),
        new("X-Frame-Options DENY", static visit => Header(Header(visit, "content-security-policy", "default-src 'self'"), "x-frame-options", "DENY"), "*/frame-allowed", "*/frame-restricted"),
        new("frame-ancestors 'none'", static visit => Header(visit, "content-security-policy", "frame-ancestors 'none'"), "*/frame-allowed"),
        new("frame-ancestors *", static visit => Header(visit, "content-security-policy", "frame-ancestors *"), "*/frame-restricted"),
        new("empty in a frame", static visit => visit.View is { Framed: true, WithoutThirdPartyCookies: false } ? Page(visit, static page => page with { Text = "" }) : visit, "*/framed"),
        new("a cookie that does not come back", static visit => visit with { Cookies = ["sid=1; path=/; Secure; HttpOnly; SameSite=Lax"] }, "*/cookies"),
        new("nothing without cookies", static visit => visit.View.WithoutThirdPartyCookies ? Page(visit, static page => page with { Controls = [] }) : visit, "*/without-third-party-cookies"),
        new("always in Dutch", static visit => Page(visit, static page => page with { Lang = "nl" }), "screens/6.2.3/*-language", "screens/6.2.6/*", "screens/SCR-22/*"),
        new("always light", static visit => Page(visit, static page => page with { Luminance = 1 }), "screens/6.2.4/*/dark", "screens/6.2.6/*/default-language-dark"),
        new("always dark", static visit => Page(visit, static page => page with { Luminance = 0 }), "screens/6.2.4/*/light", "screens/6.2.6/*/other-language-light"),
        new("always from left to right", static visit => Page(visit, static page => page with { Dir = "ltr" }), "*/right-to-left"),
        new("broken by a theme", static visit => visit.View.Theme == "purple" ? Page(visit, static page => page with { Text = "" }) : visit, "screens/SCR-24/*"),
        new("no sign-up form", static visit => visit.View.Screen.Id == "sign-up" && visit.View.Measured
            ? Page(visit, static page => page with { Heading = "Hello", Controls = [.. page.Controls.Where(static control => control.Name is "email" or "keep"), Control("input", "password", "Password", "current-password")] }) : visit, "screens/6.2.5/sign-up/first-login"),
        new("the sign-up form instead of log-in", static visit => visit.View.Screen.Id.StartsWith("log-in", StringComparison.Ordinal)
            ? Page(visit, static page => page with { Controls = [.. page.Controls, Control("input", "text", "First name", "given-name")] }) : visit, "*/known-device", "*/no-parameter", "*/bad-parameter"),
        new("no way to reset", static visit => Without(visit, "reset"), "*/reset-password"),
        new("no way to sign up", static visit => visit.View.Screen.Id == "log-in" ? Page(visit, static page => page with { Links = [.. page.Links.Where(static link => link.Href.Contains("reset", StringComparison.Ordinal))] }) : visit, "*/link-to-sign-up"),
        new("no way to log in", static visit => visit.View.Screen.Id == "sign-up" ? Page(visit, static page => page with { Links = [] }) : visit, "*/link-to-log-in"),
        new("nobody is kept logged in", static visit => Page(visit, static page => page with { Controls = [.. page.Controls.Where(static control => control.Name != "keep")] }), "*/keep-me-logged-in"),
        new("no password managers", static visit => Page(visit, static page => page with { Controls = [.. page.Controls.Select(static control => control.Type == "password" ? control with { Autocomplete = "off" } : control)] }), "*/password-field"),
        new("the usual keyboard", static visit => Page(visit, static page => page with { Controls = [.. page.Controls.Select(static control => control.Name == "email" ? control with { Type = "text", Autocomplete = "" } : control)] }), "*/email-field"),
        new("passwords go elsewhere", static visit => Page(visit, static page => page with { Actions = [Elsewhere + "collect"] }), "*/posts"),
        new("breaks at parameters", static visit => visit.View.More.Length > 0 || visit.View.Source is not null ? visit with { Status = 500 } : visit, "screens/SCR-35/*-parameters", "screens/SCR-35/*/bad-values", "screens/SCR-23/*", "screens/SCR-25/*"),
        new("cannot be closed", static visit => visit.View.Measured ? Page(visit, static page => page with { Links = [], Controls = [] }) : visit, "*/close-control", "*/reset-password", "*/link-to-sign-up", "*/link-to-log-in", "*/keep-me-logged-in", "*/password-field", "*/email-field", "*/known-device"),
        new("closes with a token", static visit => Page(visit, static page => page with { Links = [.. page.Links.Select(static link => link.Href.Contains("/app/callback", StringComparison.Ordinal) ? link with { Href = $"{link.Href}&token=0123456789abcdef" } : link)] }), "*/close-without-token"),
    ];

    private static ScreenVisit Page(ScreenVisit visit, Func<PageFacts, PageFacts> change) => visit with { Page = change(visit.Page) };

    private static ScreenVisit Without(ScreenVisit visit, string word) =>
        Page(visit, page => page with { Links = [.. page.Links.Where(link => !link.Href.Contains(word, StringComparison.OrdinalIgnoreCase))] });

    private static ScreenVisit Layout(ScreenVisit visit, Func<PageLayout, PageLayout> change) =>
        visit with { Layouts = [.. visit.Layouts.Select(one => one.Size.Width == 360 ? (one.Size, change(one.Layout)) : one)] };

    private static ScreenVisit Header(ScreenVisit visit, string name, string? value)
    {
        var headers = visit.Headers.Where(header => header.Key != name).ToDictionary();
        if (value is not null)
        {
            headers[name] = value;
        }

        return visit with { Headers = headers };
    }

    private static PageControl Control(string tag, string type, string label, string autocomplete = "") => new(tag, type, "", label, autocomplete, 100, 40, "");
}
