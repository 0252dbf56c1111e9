namespace Drawbridge.Protocol.Platform;

/// <summary>Error codes of the platform (errors.md, section 3).</summary>
public static class PlatformErrorCode
{
    /// <summary>500 (ERR-21).</summary>
    public const string UnknownError = "UNKNOWN_ERROR";

    /// <summary>400: validation failure; 415 and 406 for content types (ERR-22, ERR-43).</summary>
    public const string InvalidRequest = "INVALID_REQUEST";

    /// <summary>403: the manager lacks rights (ERR-23).</summary>
    public const string NotEnoughRights = "NOT_ENOUGH_RIGHTS";

    /// <summary>404: broker or CRM name unknown (ERR-24).</summary>
    public const string BrokerNotFound = "CH_BROKER_NOT_FOUND";

    /// <summary>429: write limit (ERR-25).</summary>
    public const string RequestFrequencyExceeded = "REQUEST_FREQUENCY_EXCEEDED";

    /// <summary>404: account unknown (ERR-26, ERR-36).</summary>
    public const string TraderNotFound = "TRADER_NOT_FOUND";

    /// <summary>400: <c>brokerName</c> is not on this plant (ERR-27).</summary>
    public const string PlantInvalid = "CH_PLANT_INVALID";

    /// <summary>400: insufficient funds (ERR-28).</summary>
    public const string NotEnoughMoney = "NOT_ENOUGH_MONEY";

    /// <summary>400: unusable amount (ERR-29).</summary>
    public const string ChangeBalanceBadAmount = "CHANGE_BALANCE_BAD_AMOUNT";

    /// <summary>404: trader group unknown (ERR-30).</summary>
    public const string TraderGroupNotFound = "TRADER_GROUP_NOT_FOUND";

    /// <summary>400: wrong password of an account (ERR-31).</summary>
    public const string WrongPassword = "WRONG_PASSWORD";

    /// <summary>400: e-mail in use (ERR-32).</summary>
    public const string EmailAlreadyExists = "CH_EMAIL_ALREADY_EXISTS";

    /// <summary>404: environment unknown (ERR-33).</summary>
    public const string EnvironmentNotFound = "CH_ENVIRONMENT_NOT_FOUND";

    /// <summary>403: the broker has no access to the trader (ERR-34).</summary>
    public const string TraderAccessDenied = "CH_TRADER_ACCESS_DENIED";

    /// <summary>400: the trader is linked already (ERR-35).</summary>
    public const string TraderAlreadyLinked = "CH_TRADER_ALREADY_LINKED";

    /// <summary>400: malformed or private-relay e-mail (ERR-37).</summary>
    public const string EmailInvalid = "CH_EMAIL_INVALID";

    /// <summary>500: plant without default region (ERR-38).</summary>
    public const string PlantNoDefaultRegion = "CH_PLANT_NO_DEFAULT_REGION";

    /// <summary>403: the CRM name contains a disabled broker (ERR-39).</summary>
    public const string InsufficientPermissions = "CH_INSUFFICIENT_PERMISSIONS";

    /// <summary>401: manager token or credentials refused (ERR-40).</summary>
    public const string AuthenticationFailed = "AUTHENTICATION_FAILED";

    /// <summary>404: user unknown (ERR-41).</summary>
    public const string UserNotFound = "CH_USER_NOT_FOUND";

    /// <summary>404: linked account unknown (ERR-41).</summary>
    public const string AccountNotFound = "CH_ACCOUNT_NOT_FOUND";

    /// <summary>404: one-time token not found, expired or consumed (ERR-42).</summary>
    public const string OneTimeTokenNotFound = "OT_TOKEN_NOT_FOUND";

    /// <summary>404: unknown path (ours).</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>405: wrong method (ours).</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>413: the body is larger than 64 kB (ours).</summary>
    public const string RequestTooLarge = "REQUEST_TOO_LARGE";
}
