using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>A rule that our broker breaks while a test wants it to.</summary>
/// <param name="Name">What is broken.</param>
/// <param name="Area">The cases that are run.</param>
/// <param name="How">How.</param>
/// <param name="Fails">The cases that must notice; no other of the area may.</param>
internal sealed record BrokenRule(string Name, string[] Area, Func<HttpContext, RequestDelegate, Task> How, string[] Fails)
{
    /// <summary>Answers of some paths have other headers.</summary>
    public static Func<HttpContext, RequestDelegate, Task> Headers(string path, Action<IHeaderDictionary> change) => (context, next) =>
    {
        if (context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal))
        {
            context.Response.OnStarting(() =>
            {
                change(context.Response.Headers);
                return Task.CompletedTask;
            });
        }

        return next(context);
    };

    /// <summary>Pages of some paths say something else.</summary>
    public static Func<HttpContext, RequestDelegate, Task> Html(string path, Func<string, string> change) => async (context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        context.Request.Headers.AcceptEncoding = default;
        var real = context.Features.Get<IHttpResponseBodyFeature>()!;
        using var kept = new MemoryStream();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(kept));
        await next(context);
        await context.Response.CompleteAsync();
        context.Features.Set(real);
        var body = kept.ToArray();
        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
        {
            body = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(body)));
        }

        context.Response.ContentLength = body.Length;
        await real.Stream.WriteAsync(body);
    };

    /// <summary>Answers of some paths have another status.</summary>
    public static Func<HttpContext, RequestDelegate, Task> Status(string path, int right, int wrong) => (context, next) =>
    {
        if (context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal))
        {
            context.Response.OnStarting(() =>
            {
                context.Response.StatusCode = context.Response.StatusCode == right ? wrong : context.Response.StatusCode;
                return Task.CompletedTask;
            });
        }

        return next(context);
    };

    /// <summary>Some parameter is never read.</summary>
    public static Func<HttpContext, RequestDelegate, Task> Deaf(string path, string parameter) => (context, next) =>
    {
        if (context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal))
        {
            context.Request.QueryString = QueryString.Create(context.Request.Query.Where(pair => pair.Key != parameter));
        }

        return next(context);
    };

    /// <summary>Some request is answered in another way.</summary>
    public static Func<HttpContext, RequestDelegate, Task> Instead(Func<HttpContext, bool> when, Func<HttpContext, Task> answer) =>
        (context, next) => when(context) ? answer(context) : next(context);
}
