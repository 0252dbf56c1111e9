using System.Security.Cryptography;
using System.Text;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Instrument;

/// <summary>Who may use the instrument: everybody who can reach it, or who has the key if there is one; but no page of another site.</summary>
internal sealed partial class InstrumentAccess(IOptions<PlatformOptions> options, ILogger<InstrumentAccess> logger) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    private static readonly PlatformFault NoKey = new(
        PlatformErrorCode.AuthenticationFailed, "The instrument has a key here: send 'Authorization: Bearer KEY' with the one of the setting InstrumentKey.");

    private static readonly PlatformFault OtherSite = new(
        PlatformErrorCode.NotEnoughRights, "Pages of other sites may not use the instrument: send the request from its own page, or from a program.");

    private static readonly PlatformFault NotJson = new(
        PlatformErrorCode.InvalidRequest, "The body must be JSON and say so: send 'Content-Type: application/json'.", StatusCodes.Status415UnsupportedMediaType);

    // Of equal length whatever was sent, so that comparing them takes the same time.
    private readonly byte[]? _key = options.Value.InstrumentKey is { Length: > 0 } key ? SHA256.HashData(Encoding.UTF8.GetBytes(key)) : null;

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (_key is not null && !HasKey(request))
        {
            context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
            return new(Answer.Refuse(NoKey));
        }

        if (HttpMethods.IsGet(request.Method))
        {
            return next(context);
        }

        if (!IsFromHere(request) || (HasBody(request) && !IsJson(request)))
        {
            return new(Answer.Refuse(IsFromHere(request) ? NotJson : OtherSite));
        }

        LogUsed(request.Method, (context.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "", CorrelationId.Current());
        return next(context);
    }

    private bool HasKey(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(_key, SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim())));
    }

    /// <summary>What browsers say about the page that sends a request; other programs say nothing.</summary>
    private static bool IsFromHere(HttpRequest request)
    {
        // Another port of this machine is another site, too: the broker's pages must not get at the platform.
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return site is "" or "same-origin" or "none"
            && (origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }

    private static bool HasBody(HttpRequest request) => request.ContentLength > 0 || (request.ContentLength is null && request.Headers.TransferEncoding.Count > 0);

    private static bool IsJson(HttpRequest request) =>
        request.ContentType is { } type && Negotiation.RequestFormat(type) == WireFormat.Json;

    [LoggerMessage(1, LogLevel.Information, "The instrument was used: {Method} {Route} ({CorrelationId})")]
    private partial void LogUsed(string method, string route, string correlationId);
}
