using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>What the fake platform does with one request instead of answering it. <paramref name="process"/> acts on the request.</summary>
internal delegate Task Fault(HttpContext context, Func<FakeAnswer> process);

/// <summary>An answer as the fake platform would give it.</summary>
internal sealed record FakeAnswer(int Status, string? Json = null)
{
    public static FakeAnswer Error(int status, string code) =>
        new(status, JsonSerializer.Serialize(new { error = new { errorCode = code, description = $"about {code}" } }));

    public Task WriteAsync(HttpContext context, string contentType = "application/json")
    {
        context.Response.StatusCode = Status;
        if (Json is null)
        {
            return Task.CompletedTask;
        }

        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(Json);
    }
}

internal static class Faults
{
    /// <summary>The connection breaks before anything happened.</summary>
    public static Fault ResetBefore { get; } = (context, _) =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>It happens, and then the connection breaks.</summary>
    public static Fault ResetAfter { get; } = (context, process) =>
    {
        process();
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>It happens, and a proxy answers with a page of its own.</summary>
    public static Fault UnreadableAfter { get; } = (context, process) =>
    {
        process();
        return new FakeAnswer(200, "<html>maintenance</html>").WriteAsync(context, "text/html");
    };

    /// <summary>It happens, and then the platform falls over.</summary>
    public static Fault ServerErrorAfter { get; } = (context, process) =>
    {
        process();
        return FakeAnswer.Error(500, "UNKNOWN_ERROR").WriteAsync(context);
    };

    public static Fault Refuse(int status, string code, int? retryAfter = null) => (context, _) =>
    {
        if (retryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return FakeAnswer.Error(status, code).WriteAsync(context);
    };

    public static Fault Answer(int status, string? body, string contentType = "application/json") =>
        (context, _) => new FakeAnswer(status, body).WriteAsync(context, contentType);
}
