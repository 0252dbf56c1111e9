using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Sessions;

/// <summary>Settings of client-area sessions, under <c>Drawbridge:Sessions</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:Sessions";

    private static readonly TimeSpan LongestProof = TimeSpan.FromHours(1);

    /// <summary>A session ends when it was not used for this long. Default 30 minutes.</summary>
    public TimeSpan IdleLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A session ends this long after the login, however much it is used. Default 12 hours.</summary>
    public TimeSpan AbsoluteLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>As <see cref="IdleLifetime"/>, with "Keep me logged in". Default 14 days.</summary>
    public TimeSpan KeptIdleLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>As <see cref="AbsoluteLifetime"/>, with "Keep me logged in". Default 60 days.</summary>
    public TimeSpan KeptAbsoluteLifetime { get; set; } = TimeSpan.FromDays(60);

    /// <summary>How long a device on which an account was logged in stays known. Default 180 days.</summary>
    public TimeSpan KnownDeviceLifetime { get; set; } = TimeSpan.FromDays(180);

    /// <summary>
    /// How long after a login, or after proving it once more, a session may change how the account is protected, and withdraw where that takes a
    /// second step. Default 10 minutes, at most an hour.
    /// </summary>
    public TimeSpan ProofLifetime { get; set; } = TimeSpan.FromMinutes(10);

    internal TimeSpan IdleLifetimeOf(bool kept) => kept ? KeptIdleLifetime : IdleLifetime;

    internal TimeSpan AbsoluteLifetimeOf(bool kept) => kept ? KeptAbsoluteLifetime : AbsoluteLifetime;

    internal sealed class Validator : IValidateOptions<SessionOptions>
    {
        public ValidateOptionsResult Validate(string? name, SessionOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            foreach (var (idle, absolute, suffix) in new[]
            {
                (options.IdleLifetime, options.AbsoluteLifetime, ""), (options.KeptIdleLifetime, options.KeptAbsoluteLifetime, "Kept"),
            })
            {
                if (idle <= TimeSpan.Zero || idle > absolute)
                {
                    result.AddError($"must be above zero and at most {suffix}AbsoluteLifetime, but is {idle}", $"{Section}:{suffix}IdleLifetime");
                }
            }

            if (options.KnownDeviceLifetime <= TimeSpan.Zero)
            {
                result.AddError($"must be above zero, but is {options.KnownDeviceLifetime}", $"{Section}:{nameof(KnownDeviceLifetime)}");
            }

            if (options.ProofLifetime <= TimeSpan.Zero || options.ProofLifetime > LongestProof)
            {
                result.AddError($"must be above zero and at most {LongestProof}, but is {options.ProofLifetime}", $"{Section}:{nameof(ProofLifetime)}");
            }

            return result.Build();
        }
    }
}
