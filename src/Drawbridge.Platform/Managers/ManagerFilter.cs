using System.Globalization;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Drawbridge.Platform.Managers;

/// <summary>Before each call but 3.1: who calls, how often, in which format. First failure answers.</summary>
internal sealed class ManagerFilter(ManagerService managers, WriteLimiter limiter) : IEndpointFilter
{
    private static readonly PlatformFault NoToken = new(PlatformErrorCode.AuthenticationFailed, "The manager token is missing or not valid.");

    private static readonly PlatformFault TooOften = new(PlatformErrorCode.RequestFrequencyExceeded, "Too many writes in the last 60 minutes.");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var tokens = http.Request.Query["token"]; // B2P-0-8
        var manager = tokens.Count == 1 ? await managers.FindByTokenAsync(tokens[0], http.RequestAborted) : null;
        if (manager is null)
        {
            return Answer.Refuse(NoToken); // B2P-0-10, ERR-40
        }

        if (!HttpMethods.IsGet(http.Request.Method) && limiter.Take(manager.Login) is { } wait)
        {
            // B2P-0-13, ERR-25
            http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return Answer.Refuse(TooOften);
        }

        http.Features.Set(manager);
        return await next(context);
    }
}

internal static class ManagerOfCall
{
    /// <summary>Who calls, behind <see cref="ManagerFilter"/>.</summary>
    public static Manager GetManager(this HttpContext context) => context.Features.GetRequiredFeature<Manager>();
}
