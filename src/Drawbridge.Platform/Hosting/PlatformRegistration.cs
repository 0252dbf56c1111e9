using Drawbridge.Client.Crm;
using Drawbridge.Platform.App;
using Drawbridge.Platform.Attributes;
using Drawbridge.Platform.Balances;
using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Faults;
using Drawbridge.Platform.Handoff;
using Drawbridge.Platform.Invite;
using Drawbridge.Platform.Instrument;
using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Links;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Market;
using Drawbridge.Platform.Positions;
using Drawbridge.Platform.Referrals;
using Drawbridge.Platform.Ribbons;
using Drawbridge.Platform.Sessions;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Users;
using Drawbridge.Storage.Jobs;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Hosting;

/// <summary>Adds the platform's side to a host.</summary>
public static class PlatformRegistration
{
    /// <summary>Adds the platform's side with settings from the section <c>Drawbridge:Platform</c> of a configuration.</summary>
    public static IServiceCollection AddDrawbridgePlatform(
        this IServiceCollection services, IConfiguration configuration, Action<PlatformOptions>? configure = null)
    {
        services.Configure<PlatformOptions>(configuration.GetSection(PlatformOptions.Section));
        return services.AddDrawbridgePlatform(configure);
    }

    /// <summary>Adds the platform's side. <c>MapDrawbridgePlatform</c> serves it. At start it migrates its database and provisions its managers.</summary>
    public static IServiceCollection AddDrawbridgePlatform(this IServiceCollection services, Action<PlatformOptions>? configure = null)
    {
        services.AddOptions<PlatformOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PlatformOptions>, PlatformOptionsValidator>());
        services.AddLogging(static logging => logging.AddDrawbridgePlatformFilters());
        services.AddRouting();
        services.TryAddSingleton<PlatformDatabase>();
        services.TryAddSingleton<PlatformStartup>();
        services.AddHostedService(static provider => provider.GetRequiredService<PlatformStartup>());
        services.TryAddSingleton(static provider => new MarketPrices(provider.GetRequiredService<IOptions<PlatformOptions>>()));
        services.AddKeys();
        services.AddFeatures();
        services.AddInstrument();
        services.AddCrmClient();
        return services;
    }

    private static void AddFeatures(this IServiceCollection services)
    {
        foreach (var feature in new[]
        {
            typeof(BrokerDirectory), typeof(ManagerStore), typeof(ManagerKey), typeof(PasswordHashing), typeof(ManagerService), typeof(WriteLimiter),
            typeof(CrmScope), typeof(UserStore), typeof(UserService), typeof(TraderStore), typeof(TraderService), typeof(TraderUpdateService),
            typeof(BalanceStore), typeof(BalanceService), typeof(LinkStore), typeof(LinkService),
            typeof(Valuation), typeof(DailyEquity), typeof(TraderEntities), typeof(PositionStore),
            typeof(SessionAccounts), typeof(PositionService), typeof(TradingService), typeof(PositionReport), typeof(InviteJobs), typeof(InvitationStore), typeof(InviteService), typeof(PartnerService),
            typeof(AttributionWebhook), typeof(NewUserWebhook), typeof(CtidService), typeof(AccountMove), typeof(AttributeStore), typeof(AttributeService),
            typeof(UserScope), typeof(AccountScope), typeof(ReferralStore), typeof(ReferralService), typeof(RibbonStore), typeof(RibbonService), typeof(HandoffTokenStore),
            typeof(HandoffService), typeof(HandoffLogin), typeof(SessionViews), typeof(AppSessionStore), typeof(SessionTokens), typeof(SessionEvents), typeof(SessionService), typeof(AppAssets),
            typeof(AppConfig), typeof(AppSecurity), typeof(ScreenCheck),
        })
        {
            services.TryAddSingleton(feature);
        }
    }

    private static void AddKeys(this IServiceCollection services)
    {
        services.AddDataProtection();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(static provider => new ConfigureOptions<KeyManagementOptions>(keys =>
        {
            if (provider.GetRequiredService<IOptions<PlatformOptions>>().Value.KeysDirectory is { } folder)
            {
                keys.XmlRepository = new FileSystemXmlRepository(Directory.CreateDirectory(folder), provider.GetRequiredService<ILoggerFactory>());
            }
        }));
    }

    private static void AddCrmClient(this IServiceCollection services)
    {
        var client = services.AddDrawbridgeCrmClient()
            .AddHttpMessageHandler(static provider => ActivatorUtilities.CreateInstance<OutgoingFaults>(provider))
            .AddHttpMessageHandler(static provider => ActivatorUtilities.CreateInstance<CrmCallHandler>(provider))
            .AddHttpMessageHandler(static provider => ActivatorUtilities.CreateInstance<FaultyConnection>(provider));
        services.TryAddSingleton(provider => new InviteSender(provider.GetRequiredService<IHttpClientFactory>(), client.Name));
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<InviteJobs>().NewWorker(
            [provider.GetRequiredService<AttributionWebhook>(), provider.GetRequiredService<NewUserWebhook>()],
            provider.GetRequiredService<ILogger<JobWorker>>()));
        services.AddOptions<CrmClientOptions>().Configure<IOptions<PlatformOptions>>(static (client, platform) =>
        {
            client.Timeout = platform.Value.CrmTimeout;
            client.AuthorityFile = platform.Value.CrmAuthorityFile;
        });
    }
}
