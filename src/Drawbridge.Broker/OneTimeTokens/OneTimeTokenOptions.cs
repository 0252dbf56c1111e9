using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.OneTimeTokens;

/// <summary>Settings of OT tokens, under <c>Drawbridge:OneTimeTokens</c>.</summary>
public sealed class OneTimeTokenOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:OneTimeTokens";

    /// <summary>How long a token can be exchanged. Exactly one minute by default and at most that (P2B-OT-2, DEC-1).</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the record of an expired token is kept, so that it answers 410 rather than 404 (DEC-16). Default 24 hours.</summary>
    public TimeSpan KeepExpired { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// A token that is presented again was seen by somebody else: revoke the access token that its first use issued (RFC 6749, 4.1.2).
    /// On by default.
    /// </summary>
    public bool RevokeOnReplay { get; set; } = true;

    internal sealed class Validator : IValidateOptions<OneTimeTokenOptions>
    {
        public ValidateOptionsResult Validate(string? name, OneTimeTokenOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            if (options.Lifetime <= TimeSpan.Zero || options.Lifetime > TimeSpan.FromMinutes(1))
            {
                // P2B-OT-2: not configurable upwards.
                result.AddError($"must be above zero and at most one minute, but is {options.Lifetime}", $"{Section}:{nameof(Lifetime)}");
            }

            if (options.KeepExpired < TimeSpan.Zero)
            {
                result.AddError("must not be negative", $"{Section}:{nameof(KeepExpired)}");
            }

            return result.Build();
        }
    }
}
