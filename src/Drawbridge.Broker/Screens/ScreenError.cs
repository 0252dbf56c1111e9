using Drawbridge.Broker.Screens.Components;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Drawbridge.Broker.Screens;

/// <summary>Status and code of an error: a page for people, JSON for whoever prefers it in <c>Accept</c> (SCR-39, ERR-1).</summary>
internal sealed class ScreenError : IResult
{
    private readonly TextKey _title;
    private readonly TextKey _intro;
    private readonly TimeSpan? _retryAfter;

    private ScreenError(int statusCode, string code, string message, TextKey title, TextKey intro, TimeSpan? retryAfter = null)
    {
        StatusCode = statusCode;
        Code = code;
        Message = message;
        _title = title;
        _intro = intro;
        _retryAfter = retryAfter;
    }

    public int StatusCode { get; }

    /// <summary>One of <see cref="CrmErrorCode"/>.</summary>
    public string Code { get; }

    public string Message { get; }

    /// <summary>What can be done about it there and then.</summary>
    public ErrorStep Next { get; private init; }

    /// <summary>BID-24.</summary>
    public static ScreenError BrokerIdMissing { get; } =
        Link(400, CrmErrorCode.BrokerIdMissing, "Required broker identification parameters missing");

    /// <summary>BID-26. No challenge goes with the 401 (BID-31).</summary>
    public static ScreenError BrokerIdInvalid { get; } =
        Link(401, CrmErrorCode.BrokerIdInvalid, "Invalid broker identification parameters");

    /// <summary>BID-27..29.</summary>
    public static ScreenError BrokerIdMismatch { get; } =
        Link(403, CrmErrorCode.BrokerIdMismatch, "Broker identification parameters do not match expected values");

    /// <summary>ERR-11.</summary>
    public static ScreenError BrokerDisabled { get; } =
        new(403, CrmErrorCode.InsufficientPermissions, "Insufficient permissions for broker", ScreenTextKey.ErrorForbiddenTitle, ScreenTextKey.ErrorForbiddenIntro);

    /// <summary>The broker has switched the module off (MOD-14).</summary>
    public static ScreenError NotOffered { get; } =
        new(404, CrmErrorCode.NotFound, "This is not offered here", ScreenTextKey.ErrorForbiddenTitle, ScreenTextKey.ErrorForbiddenIntro);

    /// <summary>The target in the request is none of the broker's success URLs (SCR-53).</summary>
    public static ScreenError UnknownTarget { get; } = Link(400, CrmErrorCode.InvalidRequest, "The redirect target is not allowed");

    /// <summary>The form came from somebody else's page.</summary>
    public static ScreenError CrossSite { get; } =
        new(403, CrmErrorCode.InvalidRequest, "The form was not sent by this site", ScreenTextKey.ErrorTitle, ScreenTextKey.ErrorCrossSite);

    /// <summary>The form cannot be read.</summary>
    public static ScreenError UnreadableForm { get; } = Link(400, CrmErrorCode.InvalidRequest, "The form cannot be read");

    /// <summary>ERR-17.</summary>
    public static ScreenError NotFound { get; } =
        new(404, CrmErrorCode.NotFound, "Not found", ScreenTextKey.ErrorNotFoundTitle, ScreenTextKey.ErrorNotFoundIntro);

    /// <summary>A link that leads nowhere for the given reason.</summary>
    public static ScreenError Link(int statusCode, string code, string message) =>
        new(statusCode, code, message, ScreenTextKey.ErrorLinkTitle, ScreenTextKey.ErrorLinkIntro);

    /// <summary>A link that was good once (SCR-37), with 404.</summary>
    public static ScreenError Used(string message) =>
        new(404, CrmErrorCode.OneTimeTokenNotFound, message, ScreenTextKey.ErrorExpiredTitle, ScreenTextKey.ErrorExpiredIntro);

    /// <summary>ERR-12, and the answer to a redeem that was (FLOW-HANDOFF-7).</summary>
    public static ScreenError TokenNotFound { get; } = Used("Token not found");

    /// <summary>ERR-15.</summary>
    public static ScreenError TokenExpired { get; } =
        new(410, CrmErrorCode.TokenExpired, "Token has expired", ScreenTextKey.ErrorExpiredTitle, ScreenTextKey.ErrorExpiredIntro);

    /// <summary>Known to the platform and not to the broker (FLOW-HANDOFF-8).</summary>
    public static ScreenError NotRegistered { get; } =
        new(404, CrmErrorCode.UserNotFound, "User is unknown", ScreenTextKey.ErrorUnlinkedTitle, ScreenTextKey.ErrorUnlinkedIntro) { Next = ErrorStep.Register };

    /// <summary>The broker has to mend something; what, the log says (FLOW-HANDOFF-7).</summary>
    public static ScreenError Misconfigured { get; } =
        new(500, CrmErrorCode.UnknownError, "The request could not be carried out", ScreenTextKey.ErrorForbiddenTitle, ScreenTextKey.ErrorForbiddenIntro);

    /// <summary>The platform does not answer.</summary>
    public static ScreenError PlatformAway(TimeSpan? retryAfter) =>
        new(503, CrmErrorCode.Busy, "The platform cannot be reached", ScreenTextKey.ErrorAwayTitle, ScreenTextKey.ErrorAwayIntro, retryAfter ?? PlatformPause) { Next = ErrorStep.TryAgain };

    private static readonly TimeSpan PlatformPause = TimeSpan.FromSeconds(15);

    /// <summary>More people log in than passwords can be checked.</summary>
    public static ScreenError Busy(TimeSpan retryAfter) =>
        new(503, CrmErrorCode.Busy, "Too many requests at this moment", ScreenTextKey.ErrorBusyTitle, ScreenTextKey.ErrorBusyIntro, retryAfter);

    /// <summary>Any other error.</summary>
    public static ScreenError Of(int statusCode, string code, string message) =>
        new(statusCode, code, message, ScreenTextKey.ErrorTitle, ScreenTextKey.ErrorUnknownIntro);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (_retryAfter is { } wait)
        {
            httpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (!PrefersJson(httpContext.Request))
        {
            return new ScreenResult<ErrorPage>(new ErrorModel(_title, _intro, Code, Message, Next), StatusCode).ExecuteAsync(httpContext);
        }

        ScreenHeaders.Apply(httpContext.Response, broker: null);
        httpContext.Response.StatusCode = StatusCode;
        return httpContext.Response.WriteAsJsonAsync(
            new CrmErrorBody(ReasonPhrases.GetReasonPhrase(StatusCode), Message, Code),
            CrmJson.Default.CrmErrorBody,
            contentType: null,
            httpContext.RequestAborted);
    }

    private static bool PrefersJson(HttpRequest request)
    {
        var accept = request.GetTypedHeaders().Accept;
        return Quality(accept, "application/json") > Quality(accept, "text/html");
    }

    private static double Quality(IList<MediaTypeHeaderValue> accept, string mediaType)
    {
        var wanted = new MediaTypeHeaderValue(mediaType);
        return accept.Where(range => wanted.IsSubsetOf(range))
            .OrderByDescending(range => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
    }
}

/// <summary>What the error page shows.</summary>
internal sealed record ErrorModel(TextKey Title, TextKey Intro, string Code, string Message, ErrorStep Next);

/// <summary>What somebody who sees an error can do about it.</summary>
internal enum ErrorStep
{
    Nothing,

    /// <summary>Load the same address again.</summary>
    TryAgain,

    /// <summary>Register with the broker, or log in.</summary>
    Register,
}
