using Drawbridge.Cli.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Cli.Hosting;

/// <summary>Runs every validator of a side without starting it.</summary>
internal static class SideCheck
{
    public static void Run(IConfiguration configuration, Action<IServiceCollection> addSide, ConfigurationFaults faults)
    {
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddLogging(static logging => logging.ClearProviders());
        addSide(services);
        using var provider = services.BuildServiceProvider();
        faults.Collect(() =>
        {
            provider.GetService<IStartupValidator>()?.Validate();
            return string.Empty;
        });
    }
}
