using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Configuration;
using Drawbridge.Cli.Hosting;
using Drawbridge.Platform.Hosting;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Drawbridge.Cli.Serving;

/// <summary>One run of the platform's side.</summary>
internal sealed class PlatformRun(Terminal terminal, SideOptions options) : SideRun(terminal, options)
{
    protected override string Side => PlatformSide.Name;

    protected override DatabaseOptions? ReadDatabase(IConfiguration configuration, ConfigurationFaults faults) =>
        DatabaseSetting.Read(configuration, $"{PlatformOptions.Section}:{nameof(PlatformOptions.Database)}", faults);

    protected override void Check(IConfiguration configuration, ConfigurationFaults faults) => PlatformSide.Check(configuration, faults);

    protected override Task<WebApplication> StartAsync(SideSettings settings, CancellationToken cancellationToken) =>
        PlatformSide.StartAsync(settings, configure: null, cancellationToken);
}
