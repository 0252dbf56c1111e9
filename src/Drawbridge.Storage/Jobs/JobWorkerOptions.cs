using Microsoft.Extensions.Options;

namespace Drawbridge.Storage.Jobs;

/// <summary>How jobs are done, under <c>Drawbridge:Jobs</c>.</summary>
public sealed class JobWorkerOptions
{
    public const string Section = "Drawbridge:Jobs";

    /// <summary>Jobs of one queue that this node does at once. 4.</summary>
    public int MaxParallelism { get; set; } = 4;

    /// <summary>How long a job may take before it is cancelled and tried again. 1 minute.</summary>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The pause before the second attempt; each further pause is twice as long. 1 second.</summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between attempts. 15 minutes.</summary>
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Attempts after which a job is given up and left to an operator. 30, which is about five hours.</summary>
    public int MaxAttempts { get; set; } = 30;

    /// <summary>How often to look without being told, in case a notification went missing. 30 seconds.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A job whose node died is taken again this long after it was taken: the timeout, and time to say how it ended.</summary>
    internal TimeSpan Lease => HandlerTimeout + TimeSpan.FromSeconds(30);

    internal TimeSpan RetryDelay(int attempts)
    {
        var doublings = Math.Min(attempts - 1, 40);
        var delay = FirstRetry.TotalMilliseconds * Math.Pow(2, doublings);
        return TimeSpan.FromMilliseconds(Math.Min(delay, LongestRetry.TotalMilliseconds));
    }

    /// <summary>Reports every fault at once.</summary>
    public sealed class Validator : IValidateOptions<JobWorkerOptions>
    {
        public ValidateOptionsResult Validate(string? name, JobWorkerOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            Require(options.MaxParallelism is >= 1 and <= 1000, $"must be 1 to 1000, but is {options.MaxParallelism}", nameof(MaxParallelism));
            Require(options.MaxAttempts >= 1, $"must be at least 1, but is {options.MaxAttempts}", nameof(MaxAttempts));
            Require(options.HandlerTimeout > TimeSpan.Zero, $"must be above zero, but is {options.HandlerTimeout}", nameof(HandlerTimeout));
            Require(options.FirstRetry > TimeSpan.Zero, $"must be above zero, but is {options.FirstRetry}", nameof(FirstRetry));
            Require(options.LongestRetry >= options.FirstRetry, $"must be at least {nameof(FirstRetry)}, but is {options.LongestRetry}", nameof(LongestRetry));
            Require(options.PollInterval > TimeSpan.Zero, $"must be above zero, but is {options.PollInterval}", nameof(PollInterval));
            return result.Build();

            void Require(bool holds, string fault, string property)
            {
                if (!holds)
                {
                    result.AddError(fault, $"{Section}:{property}");
                }
            }
        }
    }
}
