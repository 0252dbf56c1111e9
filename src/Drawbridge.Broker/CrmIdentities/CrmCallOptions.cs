using Drawbridge.Broker.Hosting;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.CrmIdentities;

/// <summary>Settings of the calls to brokers' own CRMs, under <c>Drawbridge:CrmCalls</c>. Timeout 8 seconds by default: somebody waits for two calls of a login.</summary>
public sealed class CrmCallOptions() : OutgoingCallOptions(TimeSpan.FromSeconds(8))
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:CrmCalls";

    internal sealed class Validator : IValidateOptions<CrmCallOptions>
    {
        public ValidateOptionsResult Validate(string? name, CrmCallOptions options) => options.Validate(Section);
    }
}
