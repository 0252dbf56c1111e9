using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Drawbridge.Platform.Invite;

/// <summary>The manager's token in the header instead of the query (INV-30).</summary>
internal sealed class BearerFilter(ManagerService managers) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    private static readonly PlatformFault NoToken = new(PlatformErrorCode.AuthenticationFailed, "The manager token is missing or not valid.");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var header = http.Request.Headers.Authorization.ToString();
        var token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
        if (token is null || await managers.FindByTokenAsync(token, http.RequestAborted) is not { } manager)
        {
            http.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
            return Answer.Refuse(NoToken); // ERR-40
        }

        http.Features.Set(manager);
        return await next(context);
    }
}
