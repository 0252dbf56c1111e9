using System.Security.Cryptography;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Overview;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Console.Layout;

/// <summary>A page of the console, with the headers that every page has and the counts that its menu shows.</summary>
/// <typeparam name="TPage">The page; it reads <see cref="ConsoleScreen.Model"/>.</typeparam>
internal sealed class ConsoleResult<TPage>(string title, object? model = null, int statusCode = StatusCodes.Status200OK) : IResult, IStatusCodeHttpResult
    where TPage : ConsoleComponent
{
    public int? StatusCode => statusCode;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var caller = httpContext.FindCaller();
        var key = caller?.FormKey;
        if (key is null)
        {
            key = ScreenForms.KeyOf(httpContext.Request) ?? RandomNumberGenerator.GetHexString(32, lowercase: true);
            ScreenForms.KeepKey(httpContext.Response, key);
        }

        var screen = ConsoleScreen.Of(httpContext, title, model, services.GetRequiredService<TimeProvider>().GetUtcNow(), key);
        if (caller is not null)
        {
            screen = screen with { Counts = await services.GetRequiredService<WorkStore>().CountAsync(caller.Scope, httpContext.RequestAborted) };
        }

        httpContext.Features.Set(screen);
        ScreenHeaders.Apply(httpContext.Response, broker: null);
        httpContext.Response.OnStarting(static response => RemoveAsync((HttpResponse)response), httpContext.Response);
        await new RazorComponentResult<TPage> { StatusCode = statusCode, PreventStreamingRendering = true }.ExecuteAsync(httpContext);
    }

    /// <summary>Rendering adds a header for Blazor's own script, which is not here.</summary>
    private static Task RemoveAsync(HttpResponse response)
    {
        response.Headers.Remove("blazor-enhanced-nav");
        return Task.CompletedTask;
    }
}
