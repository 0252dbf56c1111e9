using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide;

/// <summary>A call to the platform with its answer, both open to change.</summary>
internal sealed class SpoiltCall
{
    private readonly HttpContext _http;
    private readonly RequestDelegate _next;
    private readonly Stream _out;

    private SpoiltCall(HttpContext http, RequestDelegate next, string body)
    {
        (_http, _next, RequestText, _out) = (http, next, body, http.Response.Body);
        Query = QueryString.Create(http.Request.Query.SelectMany(static pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value)))).Value ?? "";
    }

    public HttpContext Http => _http;

    public string Method => _http.Request.Method;

    public string Path => _http.Request.Path.Value ?? "";

    public string Query { get; set; }

    public string RequestText { get; set; }

    public string? ErrorCode => Text.Contains("\"errorCode\":\"", StringComparison.Ordinal) ? Text.Split("\"errorCode\":\"")[1].Split('"')[0] : null;

    public int Status
    {
        get => _http.Response.StatusCode;
        set => _http.Response.StatusCode = value;
    }

    public string Text { get; set; } = "";

    public bool Succeeded => Status is >= 200 and < 300;

    /// <summary>The request's body as JSON; empty when it is none.</summary>
    public JsonObject Request => RequestText.StartsWith('{') ? Parse(RequestText) : [];

    public static async Task<SpoiltCall> ReadAsync(HttpContext http, RequestDelegate next)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8, leaveOpen: true);
        return new SpoiltCall(http, next, await reader.ReadToEndAsync());
    }

    /// <summary>Lets the platform answer.</summary>
    public async Task GoOnAsync()
    {
        var body = Encoding.UTF8.GetBytes(RequestText);
        _http.Request.QueryString = new QueryString(Query);
        _http.Request.Body = new MemoryStream(body);
        _http.Request.ContentLength = body.Length == 0 && _http.Request.ContentLength is null ? null : body.Length;
        var answer = new MemoryStream();
        _http.Response.Body = answer;
        await _next(_http);
        _http.Response.Body = _out;
        Text = Encoding.UTF8.GetString(answer.ToArray());
    }

    /// <summary>Lets it answer as if one key of the request's body were another one; null takes it away.</summary>
    public Task GoOnWithAsync(string key, JsonNode? value)
    {
        var body = Request;
        body.Remove(key);
        if (value is not null)
        {
            body[key] = value;
        }

        RequestText = body.ToJsonString();
        return GoOnAsync();
    }

    public void Json(Action<JsonObject> change)
    {
        if (Text.StartsWith('{'))
        {
            var body = Parse(Text);
            change(body);
            Text = body.ToJsonString();
        }
    }

    public void Answer(int status, string json)
    {
        (Status, Text) = (status, json);
        _http.Response.ContentType = json.Length == 0 ? null : "application/json; charset=utf-8";
    }

    public async Task WriteAsync()
    {
        var body = Encoding.UTF8.GetBytes(Text);
        _http.Response.Body = _out;
        _http.Response.ContentLength = Status == 204 ? null : body.Length;
        if (body.Length > 0 && Status != 204)
        {
            await _out.WriteAsync(body);
        }
    }

    private static JsonObject Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (System.Text.Json.JsonException)
        {
            return [];
        }
    }
}
