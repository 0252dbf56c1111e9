using System.Collections.Concurrent;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Microsoft.Playwright;

namespace Drawbridge.Conformance.Browsing.Visits;

/// <summary>
/// Makes a tab treat the broker's cookies as a browser does that blocks those of third parties: only cookies that are kept apart for each embedding site (<c>Partitioned</c>)
/// are kept. Where broker and application are at the same site, as on a developer's machine, no browser would block anything; so the requests are sent from here.
/// </summary>
internal sealed class ThirdPartyCookies(CaseRun run)
{
    private static readonly string[] NotPassedOn = ["cookie", "accept-encoding", "content-length", "host", "connection"];
    private static readonly string[] NotHandedBack = ["set-cookie", "content-length", "transfer-encoding", "connection"];

    private readonly ConcurrentDictionary<string, string> _kept = new(StringComparer.Ordinal);

    public Task BlockAsync(IBrowserContext context) => context.RouteAsync(
        url => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Authority == run.Broker.Url.Authority,
        HandleAsync);

    private async Task HandleAsync(IRoute route)
    {
        if (route.Request.ResourceType is "image" or "font" or "media")
        {
            await route.ContinueAsync();
            return;
        }

        try
        {
            var answer = await run.Context.Http.SendAsync(await RequestAsync(route.Request), static _ => { }, CancellationToken.None);
            foreach (var cookie in answer.Headers.Where(static header => header.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase)).Select(static header => header.Value))
            {
                Keep(cookie);
            }

            await route.FulfillAsync(new()
            {
                Status = answer.Status,
                Headers = answer.Headers.Where(static header => !NotHandedBack.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
                    .GroupBy(static header => header.Key, StringComparer.OrdinalIgnoreCase)
                    .Select(static group => KeyValuePair.Create(group.Key, string.Join(", ", group.Select(static header => header.Value)))),
                Body = answer.Body,
            });
        }
        catch (Exception e) when (e is ConfigurationFaultException or NonconformityException)
        {
            await route.AbortAsync();
        }
        catch (PlaywrightException)
        {
            // The tab is closed already.
        }
    }

    private async Task<TargetRequest> RequestAsync(IRequest request)
    {
        var url = new Uri(request.Url);
        var headers = (await request.AllHeadersAsync()).Where(static header => !header.Key.StartsWith(':') && !NotPassedOn.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).ToList();
        var type = headers.FirstOrDefault(static header => header.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase)).Value;
        return new TargetRequest(new HttpMethod(request.Method), url)
        {
            Body = request.PostData,
            ContentType = type,
            Headers =
            [
                .. headers.Where(static header => !header.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase)),
                .. Metadata(request).Where(own => !headers.Exists(header => header.Key.Equals(own.Key, StringComparison.OrdinalIgnoreCase))),
                .. _kept.IsEmpty ? [] : new[] { KeyValuePair.Create("Cookie", string.Join("; ", _kept.Select(static pair => $"{pair.Key}={pair.Value}"))) },
            ],
        };
    }

    /// <summary>
    /// What browsers say of where a request comes from, which they add only to what they send themselves. A broker that looks at it, because <c>Origin</c> is <c>null</c>
    /// under <c>no-referrer</c>, would take its own form for a stranger's.
    /// </summary>
    private static IEnumerable<KeyValuePair<string, string>> Metadata(IRequest request)
    {
        var frame = request.Frame;
        var isOwn = Uri.TryCreate(frame.Url, UriKind.Absolute, out var from) && from.Authority == new Uri(request.Url).Authority;
        yield return new("Sec-Fetch-Site", isOwn ? "same-origin" : "cross-site");
        yield return new("Sec-Fetch-Mode", request.IsNavigationRequest ? "navigate" : request.ResourceType is "xhr" or "fetch" ? "cors" : "no-cors");
        yield return new("Sec-Fetch-Dest", request.ResourceType switch
        {
            "document" => frame.ParentFrame is null ? "document" : "iframe",
            "stylesheet" => "style",
            "xhr" or "fetch" => "empty",
            var other => other,
        });
    }

    private void Keep(string cookie)
    {
        var parts = cookie.Split(';', StringSplitOptions.TrimEntries);
        var pair = parts[0].Split('=', 2);
        if (pair.Length == 2 && parts.Contains("partitioned", StringComparer.OrdinalIgnoreCase) && parts.Contains("secure", StringComparer.OrdinalIgnoreCase)
            && parts.Contains("samesite=none", StringComparer.OrdinalIgnoreCase))
        {
            _kept[pair[0]] = pair[1];
        }
    }
}
