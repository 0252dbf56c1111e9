using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Drawbridge.IntegrationTests.Platform;

namespace Drawbridge.IntegrationTests.Samples;

/// <summary>An answer of a sample broker, read completely.</summary>
internal sealed record SampleAnswer(HttpStatusCode Status, string Text, HttpResponseMessage Message)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public IHtmlDocument Page => new HtmlParser().ParseDocument(Text);

    /// <summary>Where it leads to; of its query the OT token.</summary>
    public Uri Location => Message.Headers.Location ?? throw new InvalidOperationException($"{Status} leads nowhere: {Text}");

    public string Token => HttpUtility.ParseQueryString(Location.Query)["token"] ?? throw new InvalidOperationException($"no token in {Location}");

    public void ShouldBeRefused(int status, string code)
    {
        ((int)Status).ShouldBe(status, Text);
        ((string?)Json["code"]).ShouldBe(code);
        ((string?)Json["message"]).ShouldNotBeNullOrEmpty();
        ((string?)Json["error"]).ShouldNotBeNullOrEmpty();
    }
}

/// <summary>Fills in the forms of a sample broker as they come, and calls it as the platform does.</summary>
internal sealed class SampleVisitor(Uri address, string names, TestAuthority authority) : IDisposable
{
    /// <summary>Of everybody who signs up.</summary>
    public const string Password = "correct horse";

    private static int _count;

    private readonly HttpClient _client = authority.NewClient(address);
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private string? _crmApiToken;

    /// <summary><c>brokerName</c> and <c>brokerCrmName</c> as a query.</summary>
    public string Names => names;

    public static string NewEmail() => $"visitor{Interlocked.Increment(ref _count)}.{Guid.NewGuid():N}@example.test";

    public Task<SampleAnswer> GetAsync(string address) => SendAsync(new(HttpMethod.Get, address));

    /// <summary>Sends the form of a page with its hidden fields, these ones, and the button with that value.</summary>
    public Task<SampleAnswer> SubmitAsync(SampleAnswer page, object fields, string? button = null)
    {
        var form = page.Page.QuerySelector<IHtmlFormElement>("main form") ?? throw new InvalidOperationException($"no form in {page.Text}");
        var values = form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]").ToDictionary(static input => input.Name!, static input => input.Value, StringComparer.Ordinal);
        foreach (var property in fields.GetType().GetProperties())
        {
            values[property.Name] = property.GetValue(fields)!.ToString()!;
        }

        if (button is not null)
        {
            values[form.QuerySelector<IHtmlButtonElement>($"button[value={button}]")!.Name!] = button;
        }

        return SendAsync(new(HttpMethod.Post, form.GetAttribute("action")) { Content = new FormUrlEncodedContent(values) });
    }

    /// <summary>Signs up and opens the first account: the answer leads to the success URL.</summary>
    public async Task<SampleAnswer> SignUpAsync(string email, bool keep = true, string more = "")
    {
        var signup = await GetAsync($"/auth/login?{Names}&firstLogin=true{more}");
        object fields = keep
            ? new { firstName = "Ann", lastName = "Smith", email, password = Password, keep = "true" }
            : new { firstName = "Ann", lastName = "Smith", email, password = Password };
        var account = await SubmitAsync(signup, fields);
        account.Status.ShouldBe(HttpStatusCode.OK, account.Text);
        return await SubmitAsync(account, new { currency = "EUR", leverage = "100" });
    }

    public async Task<SampleAnswer> LogInAsync(string email, string password, bool keep = false)
    {
        var login = await GetAsync($"/auth/login?{Names}&firstLogin=false");
        return await SubmitAsync(login, keep ? new { email, password, keep = "true" } : new { email, password });
    }

    /// <summary>A call of section 4 with everything right but what the test says.</summary>
    public async Task<SampleAnswer> CallAsync(string path, object? body, string query = "")
    {
        _crmApiToken ??= (string?)(await PostAsync($"/oauth2/crmApiToken?{Names}", new { password = FakeCrm.Password })).Json["crmApiToken"];
        return await PostAsync($"{path}?{Names}&crmApiToken={_crmApiToken}{query}", body);
    }

    public Task<SampleAnswer> ExchangeAsync(string code) => CallAsync("/oauth2/onetime/authorize", new { code });

    /// <summary>Call 4.4 for an in-app action.</summary>
    public async Task<string> InAppTokenOfAsync(long userId) => (string)(await CallAsync("/oauth2/onetime/generate", new { userId })).Json["token"]!;

    public Task<SampleAnswer> PostAsync(string address, object? body) => SendAsync(new(HttpMethod.Post, address)
    {
        Content = body switch
        {
            null => null,
            string text => new StringContent(text, Encoding.UTF8, "text/plain"), // P2B-0-15
            _ => new StringContent(System.Text.Json.JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        },
    });

    public async Task<SampleAnswer> SendAsync(HttpRequestMessage request)
    {
        if (_cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(static cookie => $"{cookie.Key}={cookie.Value}")));
        }

        var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }

        return new(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response);
    }

    public void ForgetCookies() => _cookies.Clear();

    public void Dispose() => _client.Dispose();
}
