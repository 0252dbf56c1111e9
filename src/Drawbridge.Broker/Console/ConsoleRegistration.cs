using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Brokers;
using Drawbridge.Broker.Console.Chat;
using Drawbridge.Broker.Console.Funnel;
using Drawbridge.Broker.Console.Kyc;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Console.Overview;
using Drawbridge.Broker.Console.Partners;
using Drawbridge.Broker.Console.Partners.Reports;
using Drawbridge.Broker.Console.Partners.Rewards;
using Drawbridge.Broker.Console.Payments;
using Drawbridge.Broker.Console.Ribbons;
using Drawbridge.Broker.Console.SignIn;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Broker.Console.Traders;
using Drawbridge.Broker.Console.Webhooks;
using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Console;

/// <summary>Puts the staff's console into a host.</summary>
internal static class ConsoleRegistration
{
    public static IServiceCollection AddConsole(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<ConsoleOptions, ConsoleOptions.Validator>(configuration, ConsoleOptions.Section);
        services.TryAddSingleton<StaffStore>();
        services.TryAddSingleton<StaffPasswords>();
        services.TryAddSingleton<StaffSessionStore>();
        services.TryAddSingleton<StaffSessions>();
        services.TryAddSingleton<StaffSignIn>();
        services.TryAddSingleton<AuditStore>();
        services.TryAddSingleton<WorkStore>();
        services.TryAddSingleton<PaymentLists>();
        services.TryAddSingleton<ConsolePaymentEndpoints>();
        services.TryAddSingleton<ConsoleKycEndpoints>();
        services.TryAddSingleton<ConsoleTraderEndpoints>();
        services.TryAddSingleton<StaffEndpoints>();
        services.TryAddSingleton<DeskSignals>();
        services.TryAddSingleton<DeskLive>();
        services.TryAddSingleton<ConsoleChatFiles>();
        services.TryAddSingleton<ConsoleChatEndpoints>();
        services.TryAddSingleton<UndeliveredStore>();
        services.TryAddSingleton<FunnelEndpoints>();
        services.TryAddSingleton<RibbonPages>();
        services.TryAddSingleton<ConsoleRibbonEndpoints>();
        services.TryAddSingleton<TraderRibbonEndpoints>();
        services.TryAddSingleton<ConsoleBrokerEndpoints>();
        services.TryAddSingleton<ConfigurationForms>();
        services.TryAddSingleton<ConsoleCrmEndpoints>();
        services.TryAddSingleton<ConfigurationHistoryEndpoints>();
        services.TryAddSingleton<PartnerDeskStore>();
        services.TryAddSingleton<PartnerPages>();
        services.TryAddSingleton<ConsolePartnerEndpoints>();
        services.TryAddSingleton<PartnerActEndpoints>();
        services.TryAddSingleton<ConsolePlanEndpoints>();
        services.TryAddSingleton<ConsoleStatementEndpoints>();
        services.TryAddSingleton<TraderAttributionEndpoints>();
        services.TryAddSingleton<PartnerReportEndpoints>();
        return services;
    }

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        var console = routes.MapGroup(ConsolePaths.Root).AddEndpointFilter(ConsoleGate.CheckAsync);
        console.WithMetadata(new RequestSizeLimitAttribute(ScreenForms.MaximumBytes));
        console.MapOverview();
        console.MapConsoleSignIn();
        ConsolePaymentEndpoints.Map(console);
        ConsoleChatEndpoints.Map(console);
        ConsoleKycEndpoints.Map(console);
        ConsoleTraderEndpoints.Map(console);
        StaffEndpoints.Map(console);
        console.MapUndelivered();
        console.MapAudit();
        FunnelEndpoints.Map(console);
        ConsoleRibbonEndpoints.Map(console);
        TraderRibbonEndpoints.Map(console);
        ConsoleBrokerEndpoints.Map(console);
        ConsoleCrmEndpoints.Map(console);
        ConfigurationHistoryEndpoints.Map(console);
        ConsolePartnerEndpoints.Map(console);
        PartnerActEndpoints.Map(console);
        ConsolePlanEndpoints.Map(console);
        ConsoleStatementEndpoints.Map(console);
        TraderAttributionEndpoints.Map(console);
        PartnerReportEndpoints.Map(console);
        console.MapGet("/{**rest}", () => ConsoleError.NotFound).ForStaff().WithOrder(int.MaxValue - 1);
    }
}
