using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Console;

/// <summary>Settings of the staff's console, under <c>Drawbridge:Console</c>.</summary>
public sealed class ConsoleOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:Console";

    /// <summary>A session ends when it was not used for this long. Default 30 minutes.</summary>
    public TimeSpan IdleLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A session ends this long after signing in, however much it is used. Default 12 hours.</summary>
    public TimeSpan AbsoluteLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long a password that an administrator set is good for signing in and choosing an own one. Default 72 hours.</summary>
    public TimeSpan TemporaryPasswordLifetime { get; set; } = TimeSpan.FromHours(72);

    internal sealed class Validator : IValidateOptions<ConsoleOptions>
    {
        public ValidateOptionsResult Validate(string? name, ConsoleOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            if (options.IdleLifetime <= TimeSpan.Zero || options.IdleLifetime > options.AbsoluteLifetime)
            {
                result.AddError($"must be above zero and at most {nameof(AbsoluteLifetime)}, but is {options.IdleLifetime}", $"{Section}:{nameof(IdleLifetime)}");
            }

            if (options.TemporaryPasswordLifetime <= TimeSpan.Zero)
            {
                result.AddError($"must be above zero, but is {options.TemporaryPasswordLifetime}", $"{Section}:{nameof(TemporaryPasswordLifetime)}");
            }

            return result.Build();
        }
    }
}
