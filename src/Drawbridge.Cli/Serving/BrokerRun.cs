using Drawbridge.Broker.Configuration;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Configuration;
using Drawbridge.Cli.Hosting;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Drawbridge.Cli.Serving;

/// <summary>One run of the broker's side.</summary>
internal sealed class BrokerRun(Terminal terminal, SideOptions options) : SideRun(terminal, options)
{
    private IReadOnlyList<CrmConfiguration> _crms = [];

    protected override string Side => BrokerSide.Name;

    protected override DatabaseOptions? ReadDatabase(IConfiguration configuration, ConfigurationFaults faults) =>
        DatabaseSetting.Read(configuration, DatabaseOptions.Section, faults);

    protected override void Check(IConfiguration configuration, ConfigurationFaults faults)
    {
        _crms = faults.Collect(() => BrokerConfigurationReader.Read(configuration)) ?? [];
        faults.When(!configuration.GetSection(BrokerConfigurationReader.Section).Exists(), BrokerConfigurationReader.Section, "must name at least one CRM");
        BrokerSide.Check(configuration, faults);
    }

    protected override Task<WebApplication> StartAsync(SideSettings settings, CancellationToken cancellationToken) =>
        BrokerSide.StartAsync(settings, _crms, cancellationToken);
}
