using Drawbridge.Broker.Hosting;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.HostedProvider;

/// <summary>Settings of the calls to payment providers, under <c>Drawbridge:HostedProviders</c>. Timeout 10 seconds by default: the trader waits.</summary>
public sealed class HostedProviderOptions() : OutgoingCallOptions(TimeSpan.FromSeconds(10))
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:HostedProviders";

    internal sealed class Validator : IValidateOptions<HostedProviderOptions>
    {
        public ValidateOptionsResult Validate(string? name, HostedProviderOptions options) => options.Validate(Section);
    }
}
