using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Onboarding;

/// <summary>Settings of onboarding, under <c>Drawbridge:Onboarding</c>.</summary>
public sealed class OnboardingOptions
{
    public const string Section = "Drawbridge:Onboarding";

    /// <summary>How long a screen waits for the platform before it shows that the work goes on. 6 seconds.</summary>
    public TimeSpan InteractiveBudget { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>
    /// The end of a write: counted from the moment the intent was stored, nothing is sent after it. 15 seconds. Must be longer than the
    /// client's own timeout.
    /// </summary>
    public TimeSpan WriteDeadline { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long after the last possible send the platform may need to show what it got. 5 seconds.</summary>
    public TimeSpan AmbiguitySettleTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How far the platform's clock may be off when an account is looked for by its registration time. 15 minutes.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a claim lives without a sign of life; it is renewed at a third of it. 15 seconds.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest pause of the worker, after which it looks for work that other nodes left. 15 seconds.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>First pause after a failure; each further one is twice as long. 1 second.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause after failures. 5 minutes.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Tasks that the worker of one node runs at the same time. 16.</summary>
    public int MaxConcurrency { get; set; } = 16;

    /// <summary>Reports every fault at once.</summary>
    internal sealed class Validator : IValidateOptions<OnboardingOptions>
    {
        public ValidateOptionsResult Validate(string? name, OnboardingOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            Positive(result, options.InteractiveBudget, nameof(InteractiveBudget));
            Positive(result, options.WriteDeadline, nameof(WriteDeadline));
            Positive(result, options.AmbiguitySettleTime, nameof(AmbiguitySettleTime));
            Positive(result, options.ClockSkew, nameof(ClockSkew));
            Positive(result, options.Lease, nameof(Lease));
            Positive(result, options.PollInterval, nameof(PollInterval));
            Positive(result, options.FirstPause, nameof(FirstPause));
            if (options.LongestPause < options.FirstPause)
            {
                result.AddError($"must not be shorter than {nameof(FirstPause)}, but is {options.LongestPause}", $"{Section}:{nameof(LongestPause)}");
            }

            if (options.MaxConcurrency is < 1 or > 1000)
            {
                result.AddError($"must be 1 to 1000, but is {options.MaxConcurrency}", $"{Section}:{nameof(MaxConcurrency)}");
            }

            return result.Build();
        }

        private static void Positive(ValidateOptionsResultBuilder result, TimeSpan value, string property)
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromHours(1))
            {
                result.AddError($"must be above zero and at most an hour, but is {value}", $"{Section}:{property}");
            }
        }
    }
}
