using Drawbridge.Client.Platform;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Onboarding.Steps;

/// <summary>Sends what must not happen twice: only after its intent was stored, and never after the intent's deadline.</summary>
internal sealed class WriteOnce(TimeProvider time, IOptions<OnboardingOptions> options)
{
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>When something whose sending has just ended without an answer is settled.</summary>
    public DateTimeOffset SettledFromNow => Now + options.Value.AmbiguitySettleTime;

    public Intent NewIntent()
    {
        var now = Now;
        var deadline = now + options.Value.WriteDeadline;
        return new(now, deadline, deadline + options.Value.AmbiguitySettleTime);
    }

    /// <summary>Sends, unless storing the intent took so long that its deadline is over.</summary>
    public async Task<PlatformResult<T>> SendAsync<T>(
        Intent intent, Func<CancellationToken, Task<PlatformResult<T>>> call, CancellationToken cancellationToken)
    {
        var left = intent.Deadline - Now;
        if (left <= TimeSpan.Zero)
        {
            return new PlatformResult<T>.NotSent("too late to send");
        }

        using var deadline = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await call(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new PlatformResult<T>.Ambiguous("deadline");
        }
    }
}
