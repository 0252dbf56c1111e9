using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Layout;

/// <summary>Why something cannot be done, and what to do, as a page.</summary>
internal sealed class ConsoleError(int statusCode, string title, string text, TimeSpan? retryAfter = null) : IResult, IStatusCodeHttpResult
{
    public static ConsoleError UnreadableForm { get; } =
        new(StatusCodes.Status400BadRequest, "The form cannot be read", "Go back, load the page again and send the form once more.");

    public static ConsoleError CrossSite { get; } = new(
        StatusCodes.Status403Forbidden, "The form does not belong to this session",
        "Nothing was changed. Go back, load the page again and send the form once more.");

    public static ConsoleError Forbidden { get; } = new(
        StatusCodes.Status403Forbidden, "Your roles do not include this", "Nothing was changed. An administrator of your CRM can give you another role.");

    public static ConsoleError NotFound { get; } = new(
        StatusCodes.Status404NotFound, "There is nothing here", "It does not exist, or it belongs to a broker that you do not look after.");

    public int? StatusCode => statusCode;

    public static ConsoleError Busy(TimeSpan retryAfter) =>
        new(StatusCodes.Status503ServiceUnavailable, "Too many people sign in at this moment", "Try again in a few seconds.", retryAfter);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (retryAfter is { } wait)
        {
            httpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return new ConsoleResult<ConsoleErrorPage>(title, new ConsoleErrorModel(title, text), statusCode).ExecuteAsync(httpContext);
    }
}

/// <summary>What the error page shows.</summary>
internal sealed record ConsoleErrorModel(string Title, string Text);
