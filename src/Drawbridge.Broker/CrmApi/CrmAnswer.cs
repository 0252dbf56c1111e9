using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.CrmApi;

/// <summary>
/// A JSON answer whose length is known before it is sent. It leaves in one piece: an answer of unknown length takes a second one that only
/// says that it ended, and with it a second encryption and a second call of the operating system.
/// </summary>
internal static class CrmAnswer
{
    /// <summary>200 with this body.</summary>
    public static IResult Of<T>(T value, JsonTypeInfo<T> type) => new Ok<T>(value, type);

    /// <summary>Writes the body; status and other headers are the caller's.</summary>
    public static async Task WriteAsync<T>(HttpResponse response, T value, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, response.HttpContext.RequestAborted);
    }

    private sealed class Ok<T>(T value, JsonTypeInfo<T> type) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => StatusCodes.Status200OK;

        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext.Response, value, type);
    }
}
