using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.CrmApiTokens;

/// <summary>Settings of <c>crmApiToken</c>s, under <c>Drawbridge:CrmApiTokens</c>.</summary>
public sealed class CrmApiTokenOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:CrmApiTokens";

    /// <summary>How long a token is valid; at least 7 days, because the platform counts on a week (P2B-CT-1). Default 8 days.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(8);

    /// <summary>
    /// How long a node may answer from memory before it asks the database again, so also the longest time until a revocation is seen
    /// everywhere. At most one second. Default 750 ms.
    /// </summary>
    public TimeSpan Freshness { get; set; } = TimeSpan.FromMilliseconds(750);

    /// <summary>Wrong passwords from one address for one CRM before 4.1 answers 429. Default 10.</summary>
    public int WrongPasswordsAllowed { get; set; } = 10;

    /// <summary>In which time they are counted, and how long 429 lasts. Default one minute.</summary>
    public TimeSpan WrongPasswordWindow { get; set; } = TimeSpan.FromMinutes(1);

    internal sealed class Validator : IValidateOptions<CrmApiTokenOptions>
    {
        public ValidateOptionsResult Validate(string? name, CrmApiTokenOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            if (options.Lifetime < TimeSpan.FromDays(7))
            {
                result.AddError($"must be at least 7 days (P2B-CT-1), but is {options.Lifetime}", $"{Section}:{nameof(Lifetime)}"); // P2B-CT-1
            }

            if (options.Freshness < TimeSpan.Zero || options.Freshness > TimeSpan.FromSeconds(1))
            {
                result.AddError($"must be 0 to 1 second, but is {options.Freshness}", $"{Section}:{nameof(Freshness)}");
            }

            if (options.WrongPasswordsAllowed < 1)
            {
                result.AddError("must be at least 1", $"{Section}:{nameof(WrongPasswordsAllowed)}");
            }

            if (options.WrongPasswordWindow <= TimeSpan.Zero)
            {
                result.AddError("must be above zero", $"{Section}:{nameof(WrongPasswordWindow)}");
            }

            return result.Build();
        }
    }
}
