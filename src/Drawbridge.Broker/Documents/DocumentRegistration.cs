using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Documents;

/// <summary>Puts files of traders into a host.</summary>
internal static class DocumentRegistration
{
    public static IServiceCollection AddDocuments(this IServiceCollection services)
    {
        services.TryAddSingleton<DocumentKeys>();
        services.TryAddSingleton<DocumentStore>();
        services.TryAddSingleton<DocumentVault>();
        services.AddJobHandler<DocumentLeftovers>();
        return services;
    }
}
