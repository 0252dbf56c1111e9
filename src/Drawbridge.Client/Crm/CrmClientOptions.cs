using Microsoft.Extensions.Options;

namespace Drawbridge.Client.Crm;

/// <summary>Settings of the client that calls a broker's CRM.</summary>
public sealed class CrmClientOptions
{
    /// <summary>How long one call may take, connecting included. Default 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// PEM file with the authorities that the CRMs' certificates must come from. Default: those of the operating system. When set, only
    /// the authorities of the file are trusted.
    /// </summary>
    public string? AuthorityFile { get; set; }

    internal sealed class Validator : IValidateOptions<CrmClientOptions>
    {
        public ValidateOptionsResult Validate(string? name, CrmClientOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            if (options.Timeout <= TimeSpan.Zero || options.Timeout > TimeSpan.FromMinutes(5))
            {
                result.AddError($"must be above zero and at most five minutes, but is {options.Timeout}", nameof(Timeout));
            }

            if (options.AuthorityFile is { } file && !File.Exists(file))
            {
                result.AddError("names a file that does not exist", nameof(AuthorityFile));
            }

            return result.Build();
        }
    }
}
