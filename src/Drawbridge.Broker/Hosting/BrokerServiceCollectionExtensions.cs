using Drawbridge.Broker.AccessTokens;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Branding.Images;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.Chat;
using Drawbridge.Broker.Chat.Files;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Broker.Console;
using Drawbridge.Broker.CrmApiTokens;
using Drawbridge.Broker.CredentialCheck;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.CrmLogin;
using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.Handoff;
using Drawbridge.Broker.HostedProvider;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Kyc;
using Drawbridge.Broker.Mail;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.NewAccounts;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Passkeys;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.PaymentDesk;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Ribbons;
using Drawbridge.Broker.SandboxProvider;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.Security;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.StepUp;
using Drawbridge.Broker.Throttling;
using Drawbridge.Broker.UserImport;
using Drawbridge.Broker.Traders;
using Drawbridge.Broker.Users;
using Drawbridge.Broker.Webhooks;
using Drawbridge.Storage.Statistics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Hosting;

/// <summary>Puts the broker's side into a host.</summary>
public static class BrokerServiceCollectionExtensions
{
    /// <summary>
    /// Adds the broker's side. The host registers a <see cref="Storage.Database"/> and Data Protection with keys that all nodes share; whatever
    /// it registers before this call wins.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Configuration with the section <c>Drawbridge</c>.</param>
    public static IServiceCollection AddDrawbridgeBroker(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddDataProtection();
        services.AddHttpContextAccessor();
        services.AddOptions<BrokerHostOptions>().Bind(configuration.GetSection(BrokerHostOptions.Section));

        services.AddValidatedOptions<HashingOptions, HashingOptions.Validator>(configuration, HashingOptions.Section);
        services.AddValidatedOptions<CrmApiTokenOptions, CrmApiTokenOptions.Validator>(configuration, CrmApiTokenOptions.Section);
        services.AddValidatedOptions<OneTimeTokenOptions, OneTimeTokenOptions.Validator>(configuration, OneTimeTokenOptions.Section);
        services.AddValidatedOptions<AccessTokenOptions, AccessTokenOptions.Validator>(configuration, AccessTokenOptions.Section);

        services.TryAddSingleton<PasswordHashingQueue>();
        services.TryAddSingleton<BrokerStore>();
        services.TryAddSingleton<BrokerDirectory>();
        services.AddStoredConfiguration(configuration);
        services.TryAddSingleton<ManagerPasswordSeal>();
        services.TryAddSingleton<CrmPasswords>();
        services.TryAddSingleton<CrmApiTokenStore>();
        services.TryAddSingleton<CrmApiTokenService>();
        services.TryAddSingleton<WrongPasswordLimit>();
        services.TryAddSingleton<OneTimeTokenStore>();
        services.TryAddSingleton<OneTimeTokenService>();
        services.TryAddSingleton<AccessTokenReads>();
        services.TryAddSingleton<AccessTokenStore>();
        services.TryAddSingleton<AccessTokenUse>();
        services.AddHostedService(static provider => provider.GetRequiredService<AccessTokenUse>());
        services.TryAddSingleton<AccessTokenService>();
        services.TryAddSingleton<CrmUsers>();
        services.TryAddSingleton<ManagementKeyStore>();
        services.AddHostedService<TokenCleanup>();
        services.AddStatisticsRefresh("partner_moves");

        services.AddThrottling(configuration);
        services.AddUsers();
        services.AddCrmIdentities(configuration);
        services.AddCrmLogin();
        services.AddCredentialCheck();
        services.AddUserImport();
        services.AddSessions(configuration);
        services.AddScreens();
        services.TryAddSingleton<BrandImageStore>();
        services.AddHandoff();
        services.AddInApp(configuration);
        services.AddWebhooks();
        services.AddDocuments();
        services.AddCustomActions();
        services.AddPartners();
        services.AddChat();
        services.AddChatFiles(configuration);
        services.AddKyc();
        services.AddPayments(configuration);
        services.AddCashier();
        services.AddPaymentDesk();
        services.AddHostedProviders(configuration);
        services.AddSandboxProvider(configuration);
        services.AddMail(configuration);
        services.AddOnboarding(configuration);
        services.AddAgreements();
        services.AddSignIn();
        services.AddNewAccounts();
        services.AddClientArea();
        services.AddSecurity();
        services.AddTraders();
        services.AddRibbons(configuration);
        services.AddFunnel();
        services.AddConsole(configuration);
        services.AddSecondFactor();
        services.AddPasskeys();
        services.AddStepUp();
        return services;
    }

    /// <summary>Options of a section, checked when the host starts; every fault is told.</summary>
    internal static void AddValidatedOptions<TOptions, TValidator>(this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().Bind(configuration.GetSection(section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
    }
}
