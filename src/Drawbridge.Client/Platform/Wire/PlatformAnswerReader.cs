using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Client.Platform.Wire;

/// <summary>Turns what came back into an outcome.</summary>
internal static class PlatformAnswerReader
{
    /// <summary>Reads generously: unknown keys are ignored (B2P-0-21), spellings that differ in case are one (WS-71), numbers may be text.</summary>
    public static PlatformJson Json { get; } = new(new JsonSerializerOptions(PlatformJson.Default.Options)
    {
        PropertyNameCaseInsensitive = true,
        AllowDuplicateProperties = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    });

    // A status may come from anybody on the way, these codes only from the platform: with one of them it is certain that nothing happened.
    private static readonly HashSet<string> Refusals = new(StringComparer.Ordinal)
    {
        PlatformErrorCode.InvalidRequest, PlatformErrorCode.NotEnoughRights, PlatformErrorCode.BrokerNotFound,
        PlatformErrorCode.RequestFrequencyExceeded, PlatformErrorCode.TraderNotFound, PlatformErrorCode.PlantInvalid,
        PlatformErrorCode.NotEnoughMoney, PlatformErrorCode.ChangeBalanceBadAmount, PlatformErrorCode.TraderGroupNotFound,
        PlatformErrorCode.WrongPassword, PlatformErrorCode.EmailAlreadyExists, PlatformErrorCode.EnvironmentNotFound,
        PlatformErrorCode.TraderAccessDenied, PlatformErrorCode.TraderAlreadyLinked, PlatformErrorCode.EmailInvalid,
        PlatformErrorCode.PlantNoDefaultRegion, PlatformErrorCode.InsufficientPermissions, PlatformErrorCode.AuthenticationFailed,
        PlatformErrorCode.UserNotFound, PlatformErrorCode.AccountNotFound, PlatformErrorCode.OneTimeTokenNotFound,
    };

    /// <param name="answer">What came back.</param>
    /// <param name="read">Reads the body of a success; null when it makes no sense.</param>
    /// <param name="secrets">Texts that were sent and must not come back out.</param>
    public static PlatformResult<T> Read<T>(
        PlatformAnswer answer, Func<PlatformAnswer.Response, PlatformResult<T>.Answered?> read, IEnumerable<string> secrets) => answer switch
    {
        PlatformAnswer.NotSent failure => new PlatformResult<T>.NotSent(failure.Reason),
        PlatformAnswer.Lost failure => new PlatformResult<T>.Ambiguous(failure.Reason),
        PlatformAnswer.Response { IsSuccess: true } response => read(response)
            ?? (PlatformResult<T>)new PlatformResult<T>.Ambiguous($"unreadable answer with status {(int)response.Status}"),
        PlatformAnswer.Response response => ReadError<T>(response, secrets),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>True for the answer to a manager token that is no longer valid (B2P-0-10).</summary>
    public static bool IsTokenRefused(PlatformAnswer answer) =>
        answer is PlatformAnswer.Response { IsSuccess: false } response
        && (response.Status == HttpStatusCode.Unauthorized || PlatformErrorText.Read(response.Body).Code == PlatformErrorCode.AuthenticationFailed);

    /// <summary>The body as an object; null when it is empty, no JSON, or says that it is something else (WS-8).</summary>
    public static T? TryParse<T>(PlatformAnswer.Response response, JsonTypeInfo<T> type, LostNames? names = null)
        where T : class
    {
        if (response.Body.Length == 0 || response.MediaType?.EndsWith("xml", StringComparison.OrdinalIgnoreCase) == true)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(names?.FromWire(response.Body) ?? response.Body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The code decides before the status (ERR-4, DEC-29).</summary>
    private static PlatformResult<T> ReadError<T>(PlatformAnswer.Response response, IEnumerable<string> secrets)
    {
        var error = PlatformErrorText.Read(response.Body).Scrubbed(secrets);
        var status = (int)response.Status;
        var isRefusal = error.Code is { } code && Refusals.Contains(code);
        var isServersFault = status is < 400 or >= 500 or (int)HttpStatusCode.RequestTimeout || error.Code == PlatformErrorCode.UnknownError;
        return isServersFault && !isRefusal
            ? new PlatformResult<T>.Ambiguous($"status {status} {error.Code}".TrimEnd(), response.RetryAfter)
            : new PlatformResult<T>.Refused(status, error.Code, error.Description, response.RetryAfter);
    }
}
