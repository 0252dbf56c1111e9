using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Screens.ScreenCase;

namespace Drawbridge.Conformance.Screens;

/// <summary>What a screen asks for, from whom, and what others get to know by it.</summary>
internal static class TrafficCases
{
    private static readonly string[] Silent = ["no-referrer", "same-origin", "strict-origin", "origin", "strict-origin-when-cross-origin", "origin-when-cross-origin"];

    public static IReadOnlyList<ConformanceCase> All { get; } = [.. BrokerScreen.All.SelectMany(Of), .. BrokerScreen.InApps.SelectMany(WithToken)];

    private static IEnumerable<ConformanceCase> Of(BrokerScreen screen)
    {
        var view = Usual(screen);
        yield return ScreenCase.Of(
            "SCR-15", view, "https", "loads everything by https", Must("SCR-15"),
            "Ask for scripts, styles, pictures and forms by https or by relative addresses; a browser refuses the rest inside an application.",
            static (visit, _) =>
            {
                var plain = visit.Requests.Where(static request => request.Url.Scheme == "http").Select(static request => request.Url.Host)
                    .Concat(visit.Page.Actions.Where(static action => action.StartsWith("http:", StringComparison.OrdinalIgnoreCase))).ToList();
                Check.That(plain.Count == 0, "https only", $"http to {Few(plain)}");
            });
        yield return ScreenCase.Of(
            "SCR-55", view, "third-parties", "asks no other server for anything", Must("SCR-55").Inferred,
            "Serve fonts, scripts and pictures from the broker's own address: each other server slows the screen down and learns who logs in. Hosts that must be asked belong under screens: otherHosts in the plan.",
            static (visit, run) =>
            {
                var others = visit.Requests.Select(static request => request.Url.Authority)
                    .Where(host => host != run.Broker.Url.Authority && !run.Plan.Screens.OtherHosts.Contains(new Uri($"https://{host}").Host, StringComparer.OrdinalIgnoreCase))
                    .Distinct(StringComparer.Ordinal).ToList();
                Check.That(others.Count == 0, $"requests to {run.Broker.Url.Authority} only", $"requests to {Few(others)}");
            });
        yield return ScreenCase.Of(
            "SCR-55", view, "referrer-policy", "tells its address to nobody by the header Referer", Must("SCR-55").Inferred,
            "Send Referrer-Policy: no-referrer (or strict-origin) with every screen: addresses hold tokens.",
            static (visit, _) =>
            {
                var policy = (visit.Header("referrer-policy") ?? visit.Page.Referrer).Split(',')[^1].Trim().ToLowerInvariant();
                Check.That(Silent.Contains(policy, StringComparer.Ordinal), "a Referrer-Policy that keeps addresses to the broker, such as no-referrer", policy.Length == 0 ? "none" : policy);
            });
        yield return ScreenCase.Of(
            "SCR-38", view, "no-store", "is kept in no cache", Must("SCR-38").Inferred,
            "Send Cache-Control: no-store with every screen: what is on it belongs to one person.",
            static (visit, _) => Check.That(
                visit.Header("cache-control")?.Contains("no-store", StringComparison.OrdinalIgnoreCase) == true, "Cache-Control: no-store", visit.Header("cache-control") ?? "no Cache-Control"));
        yield return ScreenCase.Of(
            "SCR-38", view, "storage", "leaves no password and no token in the browser's storage", Must("SCR-38").Inferred,
            "Keep sessions in HttpOnly cookies or in sealed form fields; scripts of others can read localStorage and sessionStorage.",
            static (visit, run) =>
            {
                var secret = visit.Page.Storage.FirstOrDefault(entry => run.Secrets.Mask(entry) != entry);
                Check.That(secret is null, "no secrets in localStorage and sessionStorage", $"an entry \"{secret?.Split('=')[0]}\" with one");
            });
    }

    private static IEnumerable<ConformanceCase> WithToken(BrokerScreen screen)
    {
        var view = Usual(screen);
        yield return ScreenCase.Of(
            "SCR-38", view, "no-token-in-page", "does not put the OT token into its own links and forms", Must("SCR-38").Inferred,
            "Exchange the token on the server when the screen is first opened and go on with a session of the CRM; the token is used up by then.",
            static (visit, run) =>
            {
                var token = System.Web.HttpUtility.ParseQueryString(visit.Address.Query)["token"]!;
                var places = visit.Page.Links.Select(static link => link.Href).Concat(visit.Page.Actions).Where(address => address.Contains(token, StringComparison.Ordinal)).ToList();
                Check.That(places.Count == 0, "links and forms without the OT token", $"it in {Few(places.Select(run.Secrets.Mask))}");
            });
        yield return ScreenCase.Of(
            "SCR-55", view, "token-to-others", "hands the OT token to no other server", Must("SCR-55").Inferred,
            "Take the token out of the address before other servers are asked, and send Referrer-Policy: no-referrer.",
            static (visit, run) =>
            {
                var token = System.Web.HttpUtility.ParseQueryString(visit.Address.Query)["token"]!;
                var told = visit.Requests.Where(request => request.Url.Authority != run.Broker.Url.Authority && !SuccessPage.Is(request.Url, run.Broker.SuccessUrl)
                    && (request.Url.AbsoluteUri.Contains(token, StringComparison.Ordinal) || request.Referrer?.Contains(token, StringComparison.Ordinal) == true)).ToList();
                Check.That(told.Count == 0, "an OT token that only the broker sees", $"it sent to {Few(told.Select(static request => request.Url.Host))}");
            });
    }
}
