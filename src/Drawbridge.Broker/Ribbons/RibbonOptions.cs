using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Ribbons;

/// <summary>Settings of ribbons, under <c>Drawbridge:Ribbons</c>.</summary>
public sealed class RibbonOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:Ribbons";

    /// <summary>Most ribbons that one session shows, those of the greatest priority. Default 3; 1 to 20.</summary>
    public int MaximumShown { get; set; } = 3;

    /// <summary>Users who are planned in one write. Default 100; 1 to 5,000. More is faster, and lets other writes wait longer on SQLite.</summary>
    public int PlanningBatch { get; set; } = 100;

    /// <summary>Calls 3.9 of one broker under way at once on one node. Default 4; 1 to 64.</summary>
    public int Parallelism { get; set; } = 4;

    /// <summary>
    /// How long after a call without a usable answer the same user's next call waits, so that the older cannot overtake the newer. Default a minute;
    /// above the client's <c>Timeout</c>.
    /// </summary>
    public TimeSpan SettleAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Pause before a user whom the platform refused for now is tried again; it doubles up to six hours. Default a minute.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often to look for work without being told of any. Default 15 seconds.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often balances of accounts are read from the platform, for brokers with a campaign that asks for them. Default 15 minutes; at least one.</summary>
    public TimeSpan BalanceInterval { get; set; } = TimeSpan.FromMinutes(15);

    internal sealed class Validator : IValidateOptions<RibbonOptions>
    {
        public ValidateOptionsResult Validate(string? name, RibbonOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            foreach (var (value, most, key) in new[]
            {
                (options.MaximumShown, 20, nameof(MaximumShown)), (options.PlanningBatch, 5000, nameof(PlanningBatch)), (options.Parallelism, 64, nameof(Parallelism)),
            })
            {
                if (value < 1 || value > most)
                {
                    result.AddError($"must be 1 to {most}, but is {value}", $"{Section}:{key}");
                }
            }

            foreach (var (value, key) in new[]
            {
                (options.SettleAfter, nameof(SettleAfter)), (options.RetryAfter, nameof(RetryAfter)), (options.PollInterval, nameof(PollInterval)),
            })
            {
                if (value <= TimeSpan.Zero)
                {
                    result.AddError($"must be above zero, but is {value}", $"{Section}:{key}");
                }
            }

            if (options.BalanceInterval < TimeSpan.FromMinutes(1))
            {
                result.AddError($"must be at least a minute, but is {options.BalanceInterval}", $"{Section}:{nameof(BalanceInterval)}");
            }

            return result.Build();
        }
    }
}
