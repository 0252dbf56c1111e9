using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.AccessTokens;

/// <summary>Settings of access tokens and inappTokens, under <c>Drawbridge:AccessTokens</c>. The lifetime of access tokens is each broker's.</summary>
public sealed class AccessTokenOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:AccessTokens";

    /// <summary>How long an <c>inappToken</c> is valid if its session does not end before (P2B-IT-6). Default 7 days.</summary>
    public TimeSpan InAppTokenLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long the record of an expired access token is kept, so that it answers 410 rather than 404. Default 30 days.</summary>
    public TimeSpan KeepExpired { get; set; } = TimeSpan.FromDays(30);

    internal sealed class Validator : IValidateOptions<AccessTokenOptions>
    {
        public ValidateOptionsResult Validate(string? name, AccessTokenOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            if (options.InAppTokenLifetime <= TimeSpan.Zero)
            {
                result.AddError("must be above zero", $"{Section}:{nameof(InAppTokenLifetime)}");
            }

            if (options.KeepExpired < TimeSpan.Zero)
            {
                result.AddError("must not be negative", $"{Section}:{nameof(KeepExpired)}");
            }

            return result.Build();
        }
    }
}
