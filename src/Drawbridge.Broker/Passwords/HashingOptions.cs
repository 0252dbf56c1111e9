using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Passwords;

/// <summary>Settings of password hashing, under <c>Drawbridge:Passwords</c>.</summary>
public sealed class HashingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:Passwords";

    /// <summary>Iterations of PBKDF2-HMAC-SHA512. Default and least 220,000; only tests go below it.</summary>
    public int Iterations { get; set; } = 220_000;

    /// <summary>Threads that hash. Default: all cores but one, so that a login flood leaves room for token calls.</summary>
    public int Workers { get; set; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>How many hashes may wait before more are turned away. Default 64, about six seconds of one core.</summary>
    public int QueueLimit { get; set; } = 64;

    internal sealed class Validator : IValidateOptions<HashingOptions>
    {
        public ValidateOptionsResult Validate(string? name, HashingOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            if (options.Iterations < 1)
            {
                result.AddError("must be at least 1", $"{Section}:{nameof(Iterations)}");
            }

            if (options.Workers < 1)
            {
                result.AddError("must be at least 1", $"{Section}:{nameof(Workers)}");
            }

            if (options.QueueLimit < 1)
            {
                result.AddError("must be at least 1", $"{Section}:{nameof(QueueLimit)}");
            }

            return result.Build();
        }
    }
}
