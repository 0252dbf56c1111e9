using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.IntegrationTests.Conformance.Harness;

/// <summary>A request on its way to the broker, which a mutation may change or answer itself.</summary>
internal sealed class Intercepted(HttpContext context, Func<Task> next, string body)
{
    private bool _changed;

    public HttpContext Http => context;

    public string Method => context.Request.Method;

    public string Path => context.Request.Path.Value!;

    public string Body { get; private set; } = body;

    /// <summary>The body, when it is a JSON object.</summary>
    public JsonObject? Object
    {
        get
        {
            try
            {
                return JsonNode.Parse(Body) as JsonObject;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>A query parameter; null when it is not there.</summary>
    public string? Query(string name) => context.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    public int Count(string name) => context.Request.Query[name].Count;

    /// <summary>A member of the body as text; null when it is not there, or is null.</summary>
    public string? Member(string name) => Object?[name] is JsonValue value ? value.ToString() : null;

    public Intercepted SetQuery(string name, string? value)
    {
        var pairs = QueryHelpers.ParseQuery(context.Request.QueryString.Value);
        pairs.Remove(name);
        var query = new QueryBuilder(pairs);
        if (value is not null)
        {
            query.Add(name, value);
        }

        context.Request.QueryString = query.ToQueryString();
        return this;
    }

    public Intercepted SetMember(string name, JsonNode? value)
    {
        var changed = Object ?? [];
        changed[name] = value;
        return SetBody(changed.ToJsonString());
    }

    public Intercepted RemoveMember(string name)
    {
        var changed = Object ?? [];
        changed.Remove(name);
        return SetBody(changed.ToJsonString());
    }

    public Intercepted SetBody(string text)
    {
        (Body, _changed) = (text, true);
        return this;
    }

    /// <summary>What the broker answers to the request as it is now.</summary>
    public async Task<Reply> ForwardAsync()
    {
        var bytes = Encoding.UTF8.GetBytes(Body);
        context.Request.Body = new MemoryStream(bytes);
        if (_changed)
        {
            context.Request.ContentLength = bytes.Length;
        }

        var outside = context.Response.Body;
        using var inside = new MemoryStream();
        context.Response.Body = inside;
        try
        {
            await next();
        }
        finally
        {
            context.Response.Body = outside;
        }

        var reply = new Reply(
            context.Response.StatusCode,
            context.Response.Headers.ToDictionary(static header => header.Key, static header => header.Value, StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetString(inside.ToArray()));
        context.Response.Clear();
        return reply;
    }
}
