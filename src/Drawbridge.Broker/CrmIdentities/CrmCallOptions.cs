using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.CrmIdentities;

/// <summary>Settings of the calls to brokers' own CRMs, under <c>Drawbridge:CrmCalls</c>.</summary>
public sealed class CrmCallOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:CrmCalls";

    /// <summary>How long one call of a login may take. Default 8 seconds: somebody waits for two of them.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>PEM file with authorities that are trusted beside the system's, for a CRM within the broker's own network. Default none.</summary>
    public string? AuthorityFile { get; set; }

    internal sealed class Validator : IValidateOptions<CrmCallOptions>
    {
        private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

        public ValidateOptionsResult Validate(string? name, CrmCallOptions options)
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
