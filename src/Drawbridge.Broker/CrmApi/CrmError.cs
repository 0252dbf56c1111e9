using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.CrmApi;

/// <summary>An error answer of the CRM's endpoints, body <c>{"error","message","code"}</c> (ERR-1). Holds no token and no input (P2B-0-12, ERR-3).</summary>
internal sealed class CrmError(int status, string code, string message) : IResult, IStatusCodeHttpResult
{
    /// <summary>ERR-6.</summary>
    public static readonly CrmError UnreadableBody = new(400, CrmErrorCode.InvalidRequest, "The request body is not a readable JSON object of the documented types");

    /// <summary>ERR-7.</summary>
    public static readonly CrmError BrokerIdMissing = new(400, CrmErrorCode.BrokerIdMissing, "Required broker identification parameters missing");

    /// <summary>ERR-8, without a <c>WWW-Authenticate</c> challenge (BID-31).</summary>
    public static readonly CrmError BrokerIdInvalid = new(401, CrmErrorCode.BrokerIdInvalid, "Invalid broker identification parameters");

    /// <summary>ERR-9.</summary>
    public static readonly CrmError BrokerIdMismatch =
        new(403, CrmErrorCode.BrokerIdMismatch, "Broker identification parameters do not match expected values");

    /// <summary>ERR-10.</summary>
    public static readonly CrmError ClientAuthFailure = new(403, CrmErrorCode.ClientAuthFailure, "Client authentication failed");

    /// <summary>ERR-11.</summary>
    public static readonly CrmError InsufficientPermissions = new(403, CrmErrorCode.InsufficientPermissions, "Insufficient permissions for broker");

    /// <summary>ERR-12.</summary>
    public static readonly CrmError OneTimeTokenNotFound = new(404, CrmErrorCode.OneTimeTokenNotFound, "One-time token is unknown or already used");

    /// <summary>ERR-13.</summary>
    public static readonly CrmError AccessTokenNotFound = new(404, CrmErrorCode.AccessTokenNotFound, "Access token is unknown or revoked");

    /// <summary>ERR-14.</summary>
    public static readonly CrmError UserNotFound = new(404, CrmErrorCode.UserNotFound, "User is unknown");

    /// <summary>ERR-15.</summary>
    public static readonly CrmError TokenExpired = new(410, CrmErrorCode.TokenExpired, "Token has expired");

    /// <summary>ERR-16.</summary>
    public static readonly CrmError NonExistedToken = new(417, CrmErrorCode.NonExistedToken, "Token is malformed");

    /// <summary>413 (ours).</summary>
    public static readonly CrmError TooLarge = new(413, CrmErrorCode.RequestTooLarge, "The request body is larger than 64 kB");

    /// <summary>Plain http is refused (P2B-0-4).</summary>
    public static readonly CrmError HttpsRequired = new(403, CrmErrorCode.InvalidRequest, "Use https: nothing is served over plain http");

    /// <summary>ERR-17.</summary>
    public static readonly CrmError NotFound = new(404, CrmErrorCode.NotFound, "There is nothing at this path");

    /// <summary>ERR-17.</summary>
    public static readonly CrmError MethodNotAllowed = new(405, CrmErrorCode.MethodNotAllowed, "This path does not take this method");

    /// <summary>HTTP status.</summary>
    public int Status => status;

    /// <summary>One of <see cref="CrmErrorCode"/>.</summary>
    public string Code => code;

    /// <summary>What was wrong, for a person.</summary>
    public string Message => message;

    /// <summary>How long to wait before trying again, sent as <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    int? IStatusCodeHttpResult.StatusCode => status;

    /// <summary>ERR-6, with what would be right.</summary>
    public static CrmError MustBe(string name, string allowed) => new(400, CrmErrorCode.InvalidRequest, $"{name} must be {allowed}");

    /// <summary>ERR-5.</summary>
    public static CrmError MissingParameter(string name) =>
        new(400, CrmErrorCode.MissingRequiredParameter, $"Required parameter '{name}' is missing");

    /// <summary>ERR-6.</summary>
    public static CrmError InvalidParameter(string name) => new(400, CrmErrorCode.InvalidRequest, $"Parameter '{name}' has the wrong type");

    /// <summary>ERR-18: the message carries the correlation id only.</summary>
    public static CrmError Unknown(string correlationId) => new(500, CrmErrorCode.UnknownError, $"Unexpected failure, reference {correlationId}");

    /// <summary>ERR-19.</summary>
    public static CrmError Throttled(TimeSpan retryAfter) =>
        new(429, CrmErrorCode.RequestFrequencyExceeded, "Too many failed attempts, try again later") { RetryAfter = retryAfter };

    /// <summary>The server is at its limit.</summary>
    public static CrmError Busy(TimeSpan retryAfter) => new(503, CrmErrorCode.Busy, "The server is busy, try again shortly") { RetryAfter = retryAfter };

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return CrmAnswer.WriteAsync(
            response, new CrmErrorBody(ReasonPhrases.GetReasonPhrase(status), message, code), CrmJson.Default.CrmErrorBody);
    }
}
