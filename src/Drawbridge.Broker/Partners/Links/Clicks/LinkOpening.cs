using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Partners.Links.Clicks;

/// <summary>How a link was opened, as far as the request tells.</summary>
internal enum LinkOpening
{
    /// <summary>By a browser, as the page that somebody looks at: a click.</summary>
    Page,

    /// <summary>By a browser inside somebody else's page, as a frame that a person can use after all.</summary>
    Frame,

    /// <summary>By a browser inside somebody else's page, as a picture, a script or whatever else no person ever sees (cookie stuffing).</summary>
    Hidden,

    /// <summary>Ahead of time, by a browser that guesses what will be clicked.</summary>
    Ahead,

    /// <summary>By a program: a search engine, the preview of a messenger, a question whether the link is there.</summary>
    Program,
}

/// <summary>Tells how a link was opened.</summary>
internal static class LinkOpenings
{
    /// <summary>Parts of the names that programs give themselves; every crawler and preview of note has one of them.</summary>
    private static readonly string[] Programs =
    [
        "bot", "crawl", "spider", "slurp", "preview", "facebookexternalhit", "facebookcatalog", "whatsapp", "embedly", "quora link", "pinterest/", "vkshare", "skypeuripreview",
        "curl/", "wget/", "python", "httpclient", "okhttp", "axios", "node-fetch", "undici", "go-http", "java/", "libwww", "ruby", "php/", "perl", "scrapy", "lighthouse", "pagespeed",
        "monitor", "uptime", "pingdom", "headlesschrome",
    ];

    private static readonly string[] Frames = ["iframe", "frame", "embed", "object", "fencedframe"];

    /// <summary>
    /// Browsers say in <c>Sec-Fetch-Dest</c> and <c>Sec-Fetch-Mode</c> what a request is for, and no page can make them say otherwise. Those that do not say it at all are too old to,
    /// and get the benefit of the doubt.
    /// </summary>
    public static LinkOpening Of(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString().Replace("cubot", "", StringComparison.OrdinalIgnoreCase); // a maker of telephones
        if (HttpMethods.IsHead(request.Method) || agent.Length == 0 || Array.Exists(Programs, name => agent.Contains(name, StringComparison.OrdinalIgnoreCase)))
        {
            return LinkOpening.Program;
        }

        if (IsAhead(request.Headers["Sec-Purpose"]) || IsAhead(request.Headers["Purpose"]) || IsAhead(request.Headers["X-Purpose"]) || IsAhead(request.Headers["X-Moz"]))
        {
            return LinkOpening.Ahead;
        }

        var (target, mode) = (request.Headers["Sec-Fetch-Dest"].ToString(), request.Headers["Sec-Fetch-Mode"].ToString());
        return Frames.Contains(target, StringComparer.Ordinal) ? LinkOpening.Frame
            : target is "" or "document" && mode is "" or "navigate" ? LinkOpening.Page
            : LinkOpening.Hidden;
    }

    private static bool IsAhead(string? purpose) => purpose is not null && (purpose.Contains("prefetch", StringComparison.OrdinalIgnoreCase) || purpose.Contains("preview", StringComparison.OrdinalIgnoreCase));
}
