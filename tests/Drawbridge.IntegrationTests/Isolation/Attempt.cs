using System.Text;
using System.Text.Json.Nodes;

namespace Drawbridge.IntegrationTests.Isolation;

/// <summary>A request, with whatever is wrong about it.</summary>
/// <param name="Endpoint">Where to.</param>
/// <param name="With">What is wrong about it, in words.</param>
/// <param name="Victim">Whose things may not be told.</param>
internal sealed record Attempt(Guarded Endpoint, string With, Tenant Victim)
{
    /// <summary>Both names, for the query; null = none.</summary>
    public string? Names { get; init; }

    public string? Host { get; init; }

    public Credentials Credentials { get; init; } = Credentials.None;

    /// <summary>What a thing is called.</summary>
    public required Func<string, string> Thing { get; init; }

    /// <summary>Names inside the body.</summary>
    public string? BodyName { get; init; }

    /// <summary>What the answer may be, as <see cref="Answered.Text"/> begins.</summary>
    public string[] Expected { get; init; } = [];

    public override string ToString() => $"{Endpoint.Route} with {With}";

    /// <summary>Sends it. Streams are not read.</summary>
    public async Task<Answered> SendAsync(IsolationHost host)
    {
        var key = Guid.NewGuid().ToString("N");
        string Fill(string text) => Guarded.Fill(text, name => name == "key" ? key : Thing(name));
        var target = Fill(Endpoint.Target ?? Endpoint.Path.TrimEnd('/'));
        var query = string.Join('&', new[] { Names, Credentials.Query }.OfType<string>());
        using var request = new HttpRequestMessage(new(Endpoint.Method), query.Length == 0 ? target : $"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}");
        request.Headers.Host = Host;
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/html;q=0.9, */*;q=0.8");
        request.Headers.Authorization = Credentials.Authorization;
        if (Credentials.Cookie is { } cookie)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        }

        if (Endpoint.Form is { } form)
        {
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
            var fields = string.Join('&', new[] { Fill(form), Credentials.Field }.OfType<string>());
            request.Content = new StringContent(fields.Replace("@", "%40", StringComparison.Ordinal), Encoding.UTF8, "application/x-www-form-urlencoded");
        }
        else if (Endpoint.Body is not null || Endpoint.Method is "POST" or "PUT")
        {
            var body = Fill(Endpoint.Body ?? "{}");
            request.Content = new StringContent(BodyName is null ? body : WithName(body, BodyName), Encoding.UTF8, Endpoint.Type);
            if (Credentials.Signer is { } signer)
            {
                var now = host.Time.GetUtcNow();
                request.Headers.Add("webhook-id", key);
                request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
                request.Headers.Add("webhook-signature", host.Secrets[signer].Sign(key, now, Encoding.UTF8.GetBytes(body)));
            }
        }

        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var sent = Uri.UnescapeDataString(request.RequestUri!.ToString()) + (request.Content is null ? "" : Uri.UnescapeDataString(await request.Content.ReadAsStringAsync()));
        return new((int)response.StatusCode, response.Headers.Location?.OriginalString, isStream ? "" : await response.Content.ReadAsStringAsync(), sent);
    }

    private static string WithName(string body, string name)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        json["brokerName"] = name;
        return json.ToJsonString();
    }
}

/// <summary>What came back.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Location">Where it leads to.</param>
/// <param name="Body">What it says.</param>
/// <param name="Sent">What was sent.</param>
internal sealed record Answered(int Status, string? Location, string Body, string Sent)
{
    /// <summary>Status, and code or address: <c>403 BROKER_ID_MISMATCH</c>, <c>303 /client</c>.</summary>
    public string Text => Location is not null ? $"{Status} {Location}" : CodeOf(Body) is { } code ? $"{Status} {code}" : $"{Status}";

    /// <summary>One of the words that is told though it was not asked with.</summary>
    public string? FindTold(IEnumerable<string> secrets) =>
        secrets.FirstOrDefault(secret => !Sent.Contains(secret, StringComparison.Ordinal) && $"{Location} {Body}".Contains(secret, StringComparison.Ordinal));

    private static string? CodeOf(string body)
    {
        try
        {
            return body.StartsWith('{') ? (string?)(JsonNode.Parse(body)?["code"] as JsonValue) : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
