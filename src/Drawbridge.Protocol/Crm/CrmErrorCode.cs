namespace Drawbridge.Protocol.Crm;

/// <summary>Error codes of the CRM's endpoints and screens (errors.md, section 2).</summary>
public static class CrmErrorCode
{
    /// <summary>400: a required key or parameter is absent or empty (ERR-5).</summary>
    public const string MissingRequiredParameter = "MISSING_REQUIRED_PARAMETER";

    /// <summary>400: unreadable JSON, wrong type, malformed URL parameter (ERR-6).</summary>
    public const string InvalidRequest = "INVALID_REQUEST";

    /// <summary>400: broker identification is missing (ERR-7).</summary>
    public const string BrokerIdMissing = "BROKER_ID_MISSING";

    /// <summary>401: broker identification is unknown (ERR-8).</summary>
    public const string BrokerIdInvalid = "BROKER_ID_INVALID";

    /// <summary>403: broker identification does not belong together, or not to the host, token or user (ERR-9).</summary>
    public const string BrokerIdMismatch = "BROKER_ID_MISMATCH";

    /// <summary>403: wrong password, bad <c>crmApiToken</c> or failing <c>inappToken</c> (ERR-10).</summary>
    public const string ClientAuthFailure = "CH_CLIENT_AUTH_FAILURE";

    /// <summary>403: the broker is disabled (ERR-11).</summary>
    public const string InsufficientPermissions = "CH_INSUFFICIENT_PERMISSIONS";

    /// <summary>404: OT token unknown, used or revoked (ERR-12).</summary>
    public const string OneTimeTokenNotFound = "OT_TOKEN_NOT_FOUND";

    /// <summary>404: access token unknown or revoked (ERR-13).</summary>
    public const string AccessTokenNotFound = "ACCESS_TOKEN_NOT_FOUND";

    /// <summary>404: user unknown in 4.4 and 4.5 (ERR-14).</summary>
    public const string UserNotFound = "USER_NOT_FOUND";

    /// <summary>410: OT or access token expired (ERR-15).</summary>
    public const string TokenExpired = "CID_TOKEN_EXPIRED";

    /// <summary>417: OT or access token malformed (ERR-16).</summary>
    public const string NonExistedToken = "CID_NON_EXISTED_TOKEN";

    /// <summary>404: unknown path (ERR-17).</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>405: wrong method (ERR-17).</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>413: the body is larger than 64 kB (ours).</summary>
    public const string RequestTooLarge = "REQUEST_TOO_LARGE";

    /// <summary>500: unexpected failure; the message carries the correlation id only (ERR-18).</summary>
    public const string UnknownError = "UNKNOWN_ERROR";

    /// <summary>429: too many wrong passwords (ERR-19).</summary>
    public const string RequestFrequencyExceeded = "REQUEST_FREQUENCY_EXCEEDED";

    /// <summary>503: the server is at its limit and says when to come back (ours).</summary>
    public const string Busy = "BUSY";
}
