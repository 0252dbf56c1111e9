using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Hosting;

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", static () => Results.Text("live"));
        app.MapGet("/health/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(HttpContext http, PlatformDatabase database, PlatformStartup startup)
    {
        try
        {
            await database.Database.CheckAsync(http.RequestAborted);
            return startup.IsDone ? Results.Text("ready") : NotReady();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return NotReady();
        }
    }

    private static IResult NotReady() => Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable);
}
