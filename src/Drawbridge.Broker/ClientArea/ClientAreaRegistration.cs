using Drawbridge.Broker.ClientArea.Home;
using Drawbridge.Broker.EmbeddedWeb.Sites;
using Drawbridge.Broker.SignOut;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.ClientArea;

/// <summary>Puts the client area into a host.</summary>
internal static class ClientAreaRegistration
{
    public static IServiceCollection AddClientArea(this IServiceCollection services)
    {
        services.TryAddSingleton<IClientAccounts, StoredAccounts>();
        services.TryAddSingleton<IPlatformLogout, PlatformLogout>();
        services.TryAddSingleton<IAccountBalances, PlatformBalances>();
        services.TryAddSingleton<HomeDocumentReader>();
        services.TryAddSingleton<HomeSecurityReader>();
        services.TryAddSingleton<HomeReader>();
        services.TryAddSingleton<WebLauncher>();
        services.TryAddSingleton<WebLaunches>();
        services.AddJobHandler<PlatformLogoutHandler>();
        return services;
    }
}
