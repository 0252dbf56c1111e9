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

    /// <summary>How long a provider that cannot be asked where the trader pays is asked again. Default 30 minutes; then the deposit has expired.</summary>
    public TimeSpan AskPayerFor { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long after a deposit began the provider is asked how it stands, if it has said nothing. Default two minutes, then less and less often.</summary>
    public TimeSpan StatusAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a trader has to pay as far as we are concerned. Default one day; money that comes later counts all the same.</summary>
    public TimeSpan AwaitPayerFor { get; set; } = TimeSpan.FromDays(1);

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

            foreach (var (value, key) in new[]
            {
                (options.RetryAfter, nameof(RetryAfter)), (options.LookAgainAfter, nameof(LookAgainAfter)), (options.AskPayerFor, nameof(AskPayerFor)),
                (options.StatusAfter, nameof(StatusAfter)), (options.AwaitPayerFor, nameof(AwaitPayerFor)),
            })
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
