using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.HostedProvider;

/// <summary>Settings of the calls to payment providers, under <c>Drawbridge:HostedProviders</c>.</summary>
public sealed class HostedProviderOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:HostedProviders";

    /// <summary>How long one call may take. Default 10 seconds: the trader waits for it.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>PEM file with authorities that are trusted beside the system's, for an adapter within the broker's own network. Default none.</summary>
    public string? AuthorityFile { get; set; }

    internal sealed class Validator : IValidateOptions<HostedProviderOptions>
    {
        private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

        public ValidateOptionsResult Validate(string? name, HostedProviderOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            if (options.Timeout <= TimeSpan.Zero || options.Timeout > Longest)
            {
                result.AddError($"must be above zero and at most {Longest}, but is {options.Timeout}", $"{Section}:{nameof(Timeout)}");
            }

            if (options.AuthorityFile is { } file && !File.Exists(file))
            {
                result.AddError($"names a file that does not exist: {file}", $"{Section}:{nameof(AuthorityFile)}");
            }

            return result.Build();
        }
    }
}
