using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.InApp;

/// <summary>Settings of in-app screens, under <c>Drawbridge:InApp</c>.</summary>
public sealed class InAppOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:InApp";

    /// <summary>How long a screen can be used after it was opened. Default two hours: somebody may look for a document or a card meanwhile.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(2);

    internal sealed class Validator : IValidateOptions<InAppOptions>
    {
        private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

        public ValidateOptionsResult Validate(string? name, InAppOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            if (options.SessionLifetime <= TimeSpan.Zero || options.SessionLifetime > Longest)
            {
                result.AddError($"must be above zero and at most {Longest}, but is {options.SessionLifetime}", $"{Section}:{nameof(SessionLifetime)}");
            }

            return result.Build();
        }
    }
}
