using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Payments;

/// <summary>Settings of payments, under <c>Drawbridge:Payments</c>.</summary>
public sealed class PaymentOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:Payments";

    /// <summary>
    /// How long after a call 3.5 without a usable answer the balance is looked at: the call must have arrived by then or never will. Default
    /// three minutes; at least one.
    /// </summary>
    public TimeSpan SettleAfter { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Pause before the platform or a provider is tried again. Default 15 seconds.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a balance that explains nothing is looked at again, before staff gets it alone. Default every 15 minutes.</summary>
    public TimeSpan LookAgainAfter { get; set; } = TimeSpan.FromMinutes(15);

    internal sealed class Validator : IValidateOptions<PaymentOptions>
    {
        private static readonly TimeSpan ShortestSettling = TimeSpan.FromMinutes(1);

        public ValidateOptionsResult Validate(string? name, PaymentOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            if (options.SettleAfter < ShortestSettling)
            {
                result.AddError($"must be at least {ShortestSettling}, but is {options.SettleAfter}", $"{Section}:{nameof(SettleAfter)}");
            }

            foreach (var (value, key) in new[] { (options.RetryAfter, nameof(RetryAfter)), (options.LookAgainAfter, nameof(LookAgainAfter)) })
            {
                if (value <= TimeSpan.Zero)
                {
                    result.AddError($"must be above zero, but is {value}", $"{Section}:{key}");
                }
            }

            return result.Build();
        }
    }
}
