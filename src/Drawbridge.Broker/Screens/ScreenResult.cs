using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Drawbridge.Broker.Screens;

/// <summary>A page of the request's screen, with the headers that every page has.</summary>
/// <typeparam name="TPage">The page; it reads <see cref="Screen.Model"/>.</typeparam>
internal sealed class ScreenResult<TPage>(object? model, int statusCode = StatusCodes.Status200OK) : IResult
    where TPage : ScreenComponent
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var screen = httpContext.GetScreen() with { Model = model };
        httpContext.SetScreen(screen);
        ScreenHeaders.Apply(httpContext.Response, screen.Broker, screen.FrameOrigin);
        ScreenForms.KeepKey(httpContext.Response, screen.FormKey);

        // Rendering adds a header for Blazor's own script, which is not here.
        httpContext.Response.OnStarting(static response => RemoveAsync((HttpResponse)response), httpContext.Response);
        return new RazorComponentResult<TPage> { StatusCode = statusCode, PreventStreamingRendering = true }.ExecuteAsync(httpContext);
    }

    private static Task RemoveAsync(HttpResponse response)
    {
        response.Headers.Remove("blazor-enhanced-nav");
        return Task.CompletedTask;
    }
}
