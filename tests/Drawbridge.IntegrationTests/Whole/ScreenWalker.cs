using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Drawbridge.IntegrationTests.Whole;

/// <summary>Goes through the broker's screens as a browser without scripts does: fills in forms, keeps cookies, follows redirects to the broker.</summary>
internal sealed class ScreenWalker : IDisposable
{
    private const int MostRedirects = 10;

    private readonly HttpClient _http;

    public ScreenWalker(Uri broker, HttpMessageHandler handler)
    {
        Broker = broker;
        _http = new HttpClient(handler) { BaseAddress = broker, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Broker { get; }

    /// <summary>The cookies that the broker set.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>Every page that was shown, for tests that look for what must not be in one.</summary>
    public List<string> Pages { get; } = [];

    /// <summary>The page shown now, or null after a redirect to another site.</summary>
    public IHtmlDocument? Page { get; private set; }

    /// <summary>Where the broker sent the browser that is not its own, such as the success URL with the token.</summary>
    public Uri? Left { get; private set; }

    public Task OpenAsync(string pathAndQuery) => SendAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(Broker, pathAndQuery)));

    /// <summary>Sends the page's form, not the cards of another choice before it, with these fields beside those it carries.</summary>
    public Task SubmitAsync(params (string Name, string Value)[] fields)
    {
        var form = Page!.Forms.OfType<IHtmlFormElement>().First(static form => form.Method == "post" && !form.ClassList.Contains("products"));
        var values = form.QuerySelectorAll("input").OfType<IHtmlInputElement>()
            .Where(input => input.Name is not null && (input.Type is not ("radio" or "checkbox") || input.IsChecked))
            .Select(input => KeyValuePair.Create(input.Name!, input.Value))
            .Where(value => fields.All(field => field.Name != value.Key))
            .Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)))
            .ToList();
        var target = new Uri(Broker, form.GetAttribute("action"));
        return SendAsync(() => new HttpRequestMessage(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(values) });
    }

    /// <summary>Signs up and opens the first account; ends at the success URL, which it returns.</summary>
    public async Task<Uri> SignUpAsync(string names, string email, string password, bool keep)
    {
        await OpenAsync($"/auth/login?{names}&firstLogin=true");
        await SubmitAsync(
            [("firstName", "Ada"), ("lastName", "Lovelace"), ("email", email), ("password", password), .. keep ? new[] { ("keep", "true") } : []]);
        await OpenAccountAsync();
        return Left ?? throw new InvalidOperationException($"Still at the broker: {Page?.Title}");
    }

    /// <summary>Sends the account creation form as it is preselected, with the agreement accepted if there is one.</summary>
    public Task OpenAccountAsync() => SubmitAsync([.. Page?.QuerySelectorAll("[data-testid=agreement]").Select(static box => (box.GetAttribute("name")!, box.GetAttribute("value")!)) ?? []]);

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(Func<HttpRequestMessage> first)
    {
        Left = null;
        var next = first;
        for (var i = 0; i < MostRedirects; i++)
        {
            using var request = next();
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            request.Headers.Add("Accept", "text/html");
            if (Cookies.GetCookieHeader(Broker) is { Length: > 0 } cookies)
            {
                request.Headers.Add("Cookie", cookies);
            }

            using var response = await _http.SendAsync(request);
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                Cookies.SetCookies(Broker, cookie.Replace("; partitioned", "", StringComparison.OrdinalIgnoreCase));
            }

            if (response.Headers.Location is { } location)
            {
                var target = new Uri(Broker, location);
                if (target.Authority != Broker.Authority)
                {
                    Left = target;
                    Page = null;
                    return;
                }

                next = () => new HttpRequestMessage(HttpMethod.Get, target);
                continue;
            }

            var text = await response.Content.ReadAsStringAsync();
            Pages.Add(text);
            Page = await new HtmlParser().ParseDocumentAsync(text);
            return;
        }

        throw new InvalidOperationException("The broker redirects in a circle.");
    }
}
