using System.Globalization;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Broker.Onboarding.Steps;

/// <summary>What becomes of a task after a step. Closed family.</summary>
internal abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    /// <summary>The step stored its result; the task is done.</summary>
    public sealed record Done : StepOutcome;

    /// <summary>The step stored its result; the next step of the task follows at once.</summary>
    public sealed record Again : StepOutcome;

    /// <summary>The step stored that the user has to do something.</summary>
    public sealed record NeedsProof : StepOutcome;

    /// <summary>Nothing is wrong, but it is too early.</summary>
    public sealed record NotBefore(DateTimeOffset At, string? Error) : StepOutcome;

    /// <summary>It did not work now; tried again with growing pauses, not before the platform's wish (B2P-0-14).</summary>
    public sealed record Later(string Error, TimeSpan? RetryAfter = null) : StepOutcome;

    /// <summary>It will not work by itself.</summary>
    public sealed record Stuck(string Code, string? Error = null) : StepOutcome;

    /// <summary>What follows from a call that did not bring what was asked for.</summary>
    public static StepOutcome Of<T>(PlatformResult<T> result) => result switch
    {
        PlatformResult<T>.NotSent notSent => new Later(notSent.Reason, notSent.RetryAfter),
        PlatformResult<T>.Ambiguous ambiguous => new Later(ambiguous.Reason, ambiguous.RetryAfter),

        // The limit passes (B2P-0-13), and a manager's password is corrected without anybody looking after each user.
        PlatformResult<T>.Refused { ErrorCode: PlatformErrorCode.RequestFrequencyExceeded } or PlatformResult<T>.Refused { Status: 429 } =>
            new Later(PlatformErrorCode.RequestFrequencyExceeded, ((PlatformResult<T>.Refused)result).RetryAfter),
        PlatformResult<T>.Refused { ErrorCode: PlatformErrorCode.AuthenticationFailed } or PlatformResult<T>.Refused { Status: 401 } =>
            new Later(PlatformErrorCode.AuthenticationFailed),

        // ERR-22..24, ERR-27, ERR-30..37, ERR-41: the platform's own refusals stay.
        PlatformResult<T>.Refused { ErrorCode: { } code } refused => new Stuck(code, refused.Description),
        PlatformResult<T>.Refused { Status: 400 or 409 or 422 } refused => new Stuck(Http(refused.Status), refused.Description),

        // Somebody in between refused: a proxy, a wrong address.
        PlatformResult<T>.Refused refused => new Later(Http(refused.Status), refused.RetryAfter),
        _ => throw new ArgumentException("The call was answered.", nameof(result)),
    };

    private static string Http(int status) => string.Create(CultureInfo.InvariantCulture, $"HTTP_{status}");
}
