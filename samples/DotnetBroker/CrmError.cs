using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.WebUtilities;

namespace DotnetBroker;

/// <summary>An error of the calls: <c>{"error","message","code"}</c> (ERR-1). Nothing that was sent is in it.</summary>
public sealed record CrmError(int Status, string Code, string Message) : IResult
{
    public static readonly CrmError UnreadableBody = new(400, CrmErrorCode.InvalidRequest, "The request body is not a readable JSON object of the documented types");
    public static readonly CrmError TooLarge = new(413, CrmErrorCode.RequestTooLarge, "The request body is larger than 64 kB");
    public static readonly CrmError NamesMissing = new(400, CrmErrorCode.BrokerIdMissing, "Required broker identification parameters missing");
    public static readonly CrmError NamesInvalid = new(401, CrmErrorCode.BrokerIdInvalid, "Invalid broker identification parameters");
    public static readonly CrmError AuthFailure = new(403, CrmErrorCode.ClientAuthFailure, "Client authentication failed");
    public static readonly CrmError TooMany = new(429, CrmErrorCode.RequestFrequencyExceeded, "Too many failed attempts, try again later");
    public static readonly CrmError UnknownOneTimeToken = new(404, CrmErrorCode.OneTimeTokenNotFound, "One-time token is unknown or already used");
    public static readonly CrmError UnknownAccessToken = new(404, CrmErrorCode.AccessTokenNotFound, "Access token is unknown or revoked");
    public static readonly CrmError UnknownUser = new(404, CrmErrorCode.UserNotFound, "User is unknown");
    public static readonly CrmError Expired = new(410, CrmErrorCode.TokenExpired, "Token has expired");
    public static readonly CrmError Malformed = new(417, CrmErrorCode.NonExistedToken, "Token is malformed");
    public static readonly CrmError ForeignAccount = new(403, CrmErrorCode.InsufficientPermissions, "The account does not belong to the user");
    public static readonly CrmError CrossSite = new(403, CrmErrorCode.InvalidRequest, "The form was not sent by this site");
    public static readonly CrmError UnreadableForm = new(400, CrmErrorCode.InvalidRequest, "The form cannot be read");
    public static readonly CrmError NotFound = new(404, CrmErrorCode.NotFound, "There is nothing at this path");
    public static readonly CrmError MethodNotAllowed = new(405, CrmErrorCode.MethodNotAllowed, "This path does not take this method");

    public static CrmError Missing(string name) => new(400, CrmErrorCode.MissingRequiredParameter, $"Required parameter '{name}' is missing");

    public static CrmError Invalid(string name) => new(400, CrmErrorCode.InvalidRequest, $"'{name}' has the wrong type");

    public static CrmError Unknown(string reference) => new(500, CrmErrorCode.UnknownError, $"Unexpected failure, reference {reference}");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        httpContext.Response.Headers.CacheControl = "no-store";
        return httpContext.Response.WriteAsJsonAsync(new CrmErrorBody(ReasonPhrases.GetReasonPhrase(Status), Message, Code), CrmJson.Default.CrmErrorBody);
    }
}
