using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Screens.ScreenCase;

namespace Drawbridge.Conformance.Screens;

/// <summary>Screens in the frame of an application.</summary>
internal static class FrameCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. new[] { BrokerScreen.LogIn, BrokerScreen.SignUp }.Concat(BrokerScreen.InApps).SelectMany(Of),
        .. new[] { BrokerScreen.LogIn, BrokerScreen.Deposit, BrokerScreen.NewAccount }.Select(WithoutCookies),
    ];

    private static IEnumerable<ConformanceCase> Of(BrokerScreen screen)
    {
        yield return ScreenCase.Of(
            "FLOW-GEN-4", Usual(screen), "frame-allowed", "may be shown in a frame by the application", Must("FLOW-GEN-4"),
            "Name the origin of the application (that of the success URL) in Content-Security-Policy: frame-ancestors, and send no X-Frame-Options, which cannot name it.",
            static (visit, run) =>
            {
                var origin = run.Broker.SuccessUrl.GetLeftPart(UriPartial.Authority);
                var ancestors = AncestorsOf(visit);
                Check.That(ancestors is null || ancestors.Any(source => Allows(source, run.Broker)), $"frame-ancestors with {origin}", $"frame-ancestors {string.Join(' ', ancestors ?? [])}");
                Check.That(
                    ancestors is not null || visit.Header("x-frame-options") is not { } option || (option.Equals("SAMEORIGIN", StringComparison.OrdinalIgnoreCase) && origin == run.Broker.Url.GetLeftPart(UriPartial.Authority)),
                    "no X-Frame-Options", $"X-Frame-Options: {visit.Header("x-frame-options")}");
            });
        yield return ScreenCase.Of(
            "SCR-76", Usual(screen), "frame-restricted", "may not be shown in a frame by just anybody", Should("SCR-76").Inferred,
            "Send Content-Security-Policy: frame-ancestors with the origins of the applications, so that no other site can lay the screen under its own buttons.",
            static (visit, _) =>
            {
                var ancestors = AncestorsOf(visit);
                Check.That(ancestors is not null, "Content-Security-Policy with frame-ancestors", "none");
                Check.That(!ancestors!.Any(static source => source is "*" or "https:" or "http:"), "frame-ancestors with the origins of applications", $"frame-ancestors {string.Join(' ', ancestors!)}");
            });
        yield return ScreenCase.Of(
            "SCR-76", new ScreenView(screen) { Framed = true }, "framed", "works in a frame of the application", Should("SCR-76").Inferred,
            "Open the screen in a frame on a page of another site with the browser's console: it says what is refused.",
            static (visit, _) => Check.That(visit.Page.Text.Length > 20, "the same screen in the frame", "an empty frame"));
        yield return ScreenCase.Of(
            "SCR-76", Usual(screen), "cookies", "sets only cookies that come back in a frame, and that scripts do not read", Should("SCR-76").Inferred,
            "Set cookies with Secure; HttpOnly; SameSite=None; Partitioned, or do without: others do not come back when the screen is in an application's frame.",
            static (visit, _) =>
            {
                var wrong = visit.Cookies.Select(static cookie => (Name: cookie.Split('=')[0], Missing: Missing(cookie))).Where(static one => one.Missing.Count > 0).ToList();
                Check.That(wrong.Count == 0, "cookies with Secure, HttpOnly and SameSite=None", Few(wrong.Select(static one => $"the cookie {one.Name} without {string.Join(", ", one.Missing)}")));
            });
    }

    private static ConformanceCase WithoutCookies(BrokerScreen screen) => ScreenCase.Of(
        "SCR-76", new ScreenView(screen) { Framed = true, WithoutThirdPartyCookies = true }, "without-third-party-cookies", "works where the browser blocks the cookies of third parties", Should("SCR-76").Inferred,
        "Carry the session in sealed form fields, or in cookies that are Partitioned; ask for no others.",
        static (visit, _) => Check.That(
            visit.Status == 200 && visit.Page.Text.Length > 20 && visit.Page.Controls.Count > 0, "the screen with its controls", visit.Status == 200 ? "a page without controls" : $"status {visit.Status}"));

    private static List<string>? AncestorsOf(ScreenVisit visit) => visit.Header("content-security-policy")?.Split(';', ',')
        .Select(static directive => directive.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(static directive => directive.Length > 0 && directive[0].Equals("frame-ancestors", StringComparison.OrdinalIgnoreCase))?.Skip(1).ToList();

    private static bool Allows(string source, Plans.BrokerTarget broker)
    {
        var origin = broker.SuccessUrl.GetLeftPart(UriPartial.Authority);
        return source is "*" or "https:" || source.TrimEnd('/').Equals(origin, StringComparison.OrdinalIgnoreCase) || source.Equals(broker.SuccessUrl.Authority, StringComparison.OrdinalIgnoreCase)
            || (source == "'self'" && origin == broker.Url.GetLeftPart(UriPartial.Authority))
            || (source.Contains("*.", StringComparison.Ordinal) && broker.SuccessUrl.Host.EndsWith(source[(source.IndexOf("*.", StringComparison.Ordinal) + 1)..].Split(':')[0], StringComparison.OrdinalIgnoreCase));
    }

    private static readonly string[] Wanted = ["Secure", "HttpOnly", "SameSite=None"];

    private static List<string> Missing(string cookie)
    {
        var attributes = cookie.Split(';', StringSplitOptions.TrimEntries).Skip(1).ToList();
        return [.. Wanted.Where(wanted => !attributes.Contains(wanted, StringComparer.OrdinalIgnoreCase))];
    }
}
