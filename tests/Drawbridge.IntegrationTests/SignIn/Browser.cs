using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.SignIn;

/// <summary>What a browser does with our pages: keeps cookies (or not), sends forms with their hidden fields, says where they came from.</summary>
public sealed class Browser(BrokerHost host, bool keepsCookies = true) : IDisposable
{
    private readonly HttpClient _client = new(TestCertificate.Handler()) { BaseAddress = host.Url };
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public string? Accept { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>The host that the address bar shows; null = the server's address.</summary>
    public string? Host { get; init; }

    /// <summary>Where the request comes from, for hosts that take a test's word for it; null = where it does come from.</summary>
    public IPAddress? Address { get; set; }

    /// <summary>What the browser says about where a form came from; empty = it does not say.</summary>
    public string FetchSite { get; set; } = "same-origin";

    public string? Origin { get; set; }

    /// <summary>Why the browser asks, when nobody clicked; null = somebody did.</summary>
    public string? Purpose { get; init; }

    /// <summary>What the browser wants the answer for: a page unless said; null = it is too old to say.</summary>
    public string? FetchDest { get; set; } = "document";

    public IReadOnlyDictionary<string, string> Cookies => _cookies;

    /// <summary>Puts a cookie where no page of ours put it.</summary>
    public void PlantCookie(string name, string value) => _cookies[name] = value;

    public void DropCookie(string prefix)
    {
        foreach (var name in _cookies.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList())
        {
            _cookies.Remove(name);
        }
    }

    public Task<Page> GetAsync(string url) => SendAsync(new(HttpMethod.Get, url));

    /// <summary>Goes where an answer leads.</summary>
    public Task<Page> FollowAsync(Page page) => GetAsync(page.Location);

    /// <summary>Sends the form that holds an element, with its hidden and preselected fields.</summary>
    public Task<Page> SubmitAsync(Page page, string testId, params (string Name, string? Value)[] values)
    {
        var form = page.Element(testId).Closest("form").ShouldBeAssignableTo<IHtmlFormElement>()!;
        var fields = form.QuerySelectorAll("input").OfType<IHtmlInputElement>()
            .Where(input => !string.IsNullOrEmpty(input.Name) && (input.Type is not ("checkbox" or "radio") || input.IsChecked))
            .ToDictionary(input => input.Name!, input => input.Value, StringComparer.Ordinal);
        foreach (var text in form.QuerySelectorAll("textarea").OfType<IHtmlTextAreaElement>())
        {
            fields.TryAdd(text.Name!, text.Value);
        }

        foreach (var (name, value) in values)
        {
            if (value is null)
            {
                fields.Remove(name);
            }
            else
            {
                fields[name] = value;
            }
        }

        return PostAsync(form.GetAttribute("action")!, fields);
    }

    /// <summary>Sends the form that holds an element with files, as a browser does: the fields in the order of the form, files where their inputs are.</summary>
    public Task<Page> UploadAsync(Page page, string testId, params (string Field, string FileName, string Type, HttpContent Content)[] files)
    {
        var form = page.Element(testId).Closest("form").ShouldBeAssignableTo<IHtmlFormElement>()!;
        var content = new MultipartFormDataContent();
        foreach (var input in form.QuerySelectorAll("input").OfType<IHtmlInputElement>())
        {
            var given = files.Where(file => file.Field == input.Name).ToList();
            foreach (var (field, name, type, file) in given)
            {
                file.Headers.ContentType = new(type);
                content.Add(file, field, name);
            }

            if (input.Type != "file")
            {
                content.Add(new StringContent(input.Value), input.Name!);
            }
        }

        return SendAsync(new(HttpMethod.Post, form.GetAttribute("action")!) { Content = content });
    }

    public Task<Page> PostAsync(string url, Dictionary<string, string> fields) =>
        SendAsync(new(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(fields) });

    public void Dispose() => _client.Dispose();

    private async Task<Page> SendAsync(HttpRequestMessage request)
    {
        using var sent = request;
        request.Headers.TryAddWithoutValidation("Accept", Accept ?? "text/html,application/xhtml+xml,*/*;q=0.8");
        request.Headers.Host = Host;
        if (UserAgent is not null)
        {
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        }

        if (Address is not null)
        {
            request.Headers.Add(AddressFilter.Header, Address.ToString());
        }

        if (_cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        if (request.Method == HttpMethod.Post && FetchSite.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", FetchSite);
        }

        if (FetchDest is not null)
        {
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Dest", FetchDest);
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", FetchDest is "document" or "iframe" ? "navigate" : "no-cors");
        }

        if (Purpose is not null)
        {
            request.Headers.TryAddWithoutValidation("Sec-Purpose", Purpose);
        }

        if (Origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", Origin);
        }

        using var response = await _client.SendAsync(request);
        if (keepsCookies && response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var cookie in cookies)
            {
                cookie.ShouldStartWith("__Host-");
                cookie.ShouldContain("secure", Case.Insensitive);
                cookie.ShouldContain("httponly", Case.Insensitive);
                if (cookie.StartsWith("__Host-console", StringComparison.Ordinal))
                {
                    cookie.ShouldContain("samesite=lax", Case.Insensitive); // staff is in no frame of anybody
                }
                else if (cookie.StartsWith("__Host-click", StringComparison.Ordinal))
                {
                    cookie.ShouldContain("samesite=lax", Case.Insensitive); // nor does a frame remember whose link was opened
                }
                else
                {
                    cookie.ShouldContain("samesite=none", Case.Insensitive);
                    cookie.ShouldContain("partitioned", Case.Insensitive);
                }

                var pair = cookie.Split(';')[0].Split('=', 2);
                _cookies[pair[0]] = pair[1];
                if (cookie.Contains("max-age=0", StringComparison.OrdinalIgnoreCase))
                {
                    _cookies.Remove(pair[0]);
                }
            }
        }

        return await Page.ReadAsync(response, request.RequestUri!);
    }
}

/// <summary>An answer, parsed.</summary>
public sealed record Page(HttpStatusCode Status, string Text, IHtmlDocument Document, Dictionary<string, string> Headers, Uri Url)
{
    public string Location => Headers["Location"];

    public JsonNode Json => JsonNode.Parse(Text)!;

    public static async Task<Page> ReadAsync(HttpResponseMessage response, Uri url)
    {
        var text = await response.Content.ReadAsStringAsync();
        return new(
            response.StatusCode,
            text,
            new HtmlParser().ParseDocument(text),
            response.Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
            url);
    }

    public AngleSharp.Dom.IElement Element(string testId) =>
        Find(testId) ?? throw new InvalidOperationException($"No '{testId}' in {(int)Status} {Text}");

    public AngleSharp.Dom.IElement? Find(string testId) => Document.QuerySelector($"[data-testid=\"{testId}\"]");

    public string Href(string testId) => Element(testId).GetAttribute("href")!;

    /// <summary>A parameter of the address that the answer leads to.</summary>
    public string? LocationParameter(string name)
    {
        var start = Location.IndexOf('?', StringComparison.Ordinal);
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(start < 0 ? "" : Location[start..]);
        return query.TryGetValue(name, out var value) ? value.ToString() : null;
    }

    public Page ShouldShow(string testId, int status = 200)
    {
        ((int)Status).ShouldBe(status, Text);
        Element(testId);
        return this;
    }

    /// <summary>303 to an address that begins so.</summary>
    public Page ShouldLeadTo(string start)
    {
        ((int)Status).ShouldBe(303, Text);
        Location.ShouldStartWith(start);
        return this;
    }
}
