using Drawbridge.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Clock;

/// <summary>Puts a virtual clock before whatever clock the host has, if the instrument is on. A host that has a virtual one keeps that.</summary>
internal static class ClockRegistration
{
    public static void AddClock(this IServiceCollection services)
    {
        var host = services.LastOrDefault(static service => service.ServiceType == typeof(TimeProvider) && !service.IsKeyedService);
        if (host?.ImplementationFactory == Choose)
        {
            return; // added before
        }

        services.RemoveAll<TimeProvider>();
        services.AddSingleton(provider => Resolve(host, provider) is var time && time is VirtualClock own ? own : new VirtualClock(time));
        services.AddSingleton(Choose);
    }

    private static readonly Func<IServiceProvider, TimeProvider> Choose = static provider =>
    {
        var clock = provider.GetRequiredService<VirtualClock>();
        return provider.GetRequiredService<IOptions<PlatformOptions>>().Value.Instrument ? clock : clock.Real;
    };

    private static TimeProvider Resolve(ServiceDescriptor? host, IServiceProvider provider) => host switch
    {
        null => TimeProvider.System,
        { ImplementationInstance: TimeProvider instance } => instance,
        { ImplementationFactory: { } make } => (TimeProvider)make(provider),
        { ImplementationType: { } type } => (TimeProvider)ActivatorUtilities.CreateInstance(provider, type),
        _ => TimeProvider.System,
    };
}
