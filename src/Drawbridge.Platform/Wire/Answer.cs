using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Platform.Journal;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Wire;

/// <summary>Turns what a rule came to into the response of the call.</summary>
internal static class Answer
{
    /// <summary>The value with a status, or the fault.</summary>
    /// <param name="outcome">What the rule came to.</param>
    /// <param name="status">Status of success (ERR-44).</param>
    /// <param name="type">How to write the value.</param>
    /// <param name="root">Root element of its XML form (WS-6).</param>
    public static IResult Of<T>(Outcome<T> outcome, int status, JsonTypeInfo<T> type, string root = "response") => outcome switch
    {
        Outcome<T>.Done done => new BodyResult(status, JsonSerializer.SerializeToUtf8Bytes(done.Value, type), root),
        Outcome<T>.Refused refused => Refuse(refused.Fault),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A status without body, or the fault.</summary>
    public static IResult Empty<T>(Outcome<T> outcome, int status) =>
        outcome is Outcome<T>.Refused refused ? Refuse(refused.Fault) : new EmptyResult(status);

    public static IResult Refuse(PlatformFault fault) => new BodyResult(PlatformErrorStatus.Of(fault), ErrorJson(fault), "error", fault.Code);

    /// <summary>Writes a fault from outside an endpoint.</summary>
    public static Task WriteAsync(HttpContext context, PlatformFault fault) => Refuse(fault).ExecuteAsync(context);

    // ERR-2
    private static byte[] ErrorJson(PlatformFault fault) =>
        JsonSerializer.SerializeToUtf8Bytes(new PlatformErrorBody(new(fault.Code, fault.Description)), PlatformJson.Default.PlatformErrorBody);

    private sealed class BodyResult(int status, byte[] json, string root, string? errorCode = null) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            CallRecord.Of(httpContext)?.SetResponse(json, errorCode);
            var format = Negotiation.AnswerFormat(httpContext.Request); // WS-4: errors are negotiated like results
            var bytes = format == WireFormat.Xml ? XmlAnswer.FromJson(json, root) : json;
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = format == WireFormat.Xml ? "application/xml; charset=utf-8" : "application/json; charset=utf-8"; // WS-8
            response.ContentLength = bytes.Length;
            response.Headers.Vary = "Accept";
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }

    private sealed class EmptyResult(int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            if (status != StatusCodes.Status204NoContent)
            {
                httpContext.Response.ContentLength = 0;
            }

            return Task.CompletedTask;
        }
    }
}
