using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Wire;

/// <summary>The HTTP status of each error code (errors.md, section 3). No code but the token error uses 401.</summary>
internal static class PlatformErrorStatus
{
    public static int Of(PlatformFault fault) => fault.Status ?? fault.Code switch
    {
        PlatformErrorCode.AuthenticationFailed => 401, // ERR-40
        PlatformErrorCode.NotEnoughRights // ERR-23
            or PlatformErrorCode.TraderAccessDenied // ERR-34
            or PlatformErrorCode.InsufficientPermissions => 403, // ERR-39
        PlatformErrorCode.BrokerNotFound // ERR-24
            or PlatformErrorCode.TraderNotFound // ERR-26, ERR-36
            or PlatformErrorCode.TraderGroupNotFound // ERR-30
            or PlatformErrorCode.EnvironmentNotFound // ERR-33
            or PlatformErrorCode.UserNotFound // ERR-41
            or PlatformErrorCode.AccountNotFound
            or PlatformErrorCode.OneTimeTokenNotFound // ERR-42
            or PlatformErrorCode.NotFound => 404,
        PlatformErrorCode.MethodNotAllowed => 405,
        PlatformErrorCode.RequestTooLarge => 413,
        PlatformErrorCode.RequestFrequencyExceeded => 429, // ERR-25
        PlatformErrorCode.UnknownError // ERR-21
            or PlatformErrorCode.PlantNoDefaultRegion => 500, // ERR-38
        _ => 400, // ERR-22, ERR-27, ERR-28, ERR-29, ERR-31, ERR-32, ERR-35, ERR-37
    };
}
