using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Wire;

/// <summary>Refuses what is sent or wanted in a format that is not spoken here (B2P-0-6, WS-2, WS-3, ERR-43).</summary>
internal sealed class FormatFilter : IEndpointFilter
{
    private static readonly PlatformFault NotRead = new(PlatformErrorCode.InvalidRequest, "The Content-Type is not read here.", Status: 415);

    private static readonly PlatformFault NotWritten = new(PlatformErrorCode.InvalidRequest, "No accepted type is written here.", Status: 406);

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!HttpMethods.IsGet(request.Method) && request.ContentType is { Length: > 0 } contentType && !IsRead(request, contentType))
        {
            return new(Answer.Refuse(NotRead));
        }

        return Negotiation.TryChoose(request, out _) ? next(context) : new(Answer.Refuse(NotWritten));
    }

    private static bool IsRead(HttpRequest request, string contentType) => Negotiation.RequestFormat(contentType) switch
    {
        WireFormat.Json => true,
        WireFormat.Xml => Negotiation.SpeaksXml(request),
        _ => false,
    };
}
