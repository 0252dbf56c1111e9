using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Configuration.Start;

/// <summary>Who owns the configuration of CRMs and brokers once it is stored.</summary>
public enum ConfigurationOwner
{
    /// <summary>
    /// Both: what changes in the server's configuration from one start to the next is taken over setting by setting, except where a setting was
    /// changed at run time; that is told and left alone. The default.
    /// </summary>
    Shared,

    /// <summary>The server's configuration: each start makes everything as it says, and console and management API change nothing.</summary>
    Section,

    /// <summary>The database: the server's configuration only adds CRMs that are not stored yet.</summary>
    Stored,
}

/// <summary>Settings of the stored configuration, under <c>Drawbridge:Configuration</c>.</summary>
public sealed class ConfigurationOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:Configuration";

    /// <summary>Who wins when <c>Drawbridge:Crms</c> and what is stored say different things.</summary>
    public ConfigurationOwner Owner { get; set; }

    /// <summary>How often a node looks for changes that it was not told of. Default one second, the longest 1.5 seconds: every node follows within two.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    internal sealed class Validator : IValidateOptions<ConfigurationOptions>
    {
        private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1.5);

        public ValidateOptionsResult Validate(string? name, ConfigurationOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            if (options.PollInterval <= TimeSpan.Zero || options.PollInterval > Longest)
            {
                result.AddError($"must be above zero and at most {Longest}, but is {options.PollInterval}", $"{Section}:{nameof(PollInterval)}");
            }

            if (!Enum.IsDefined(options.Owner))
            {
                result.AddError("must be Shared, Section or Stored", $"{Section}:{nameof(Owner)}");
            }

            return result.Build();
        }
    }
}
