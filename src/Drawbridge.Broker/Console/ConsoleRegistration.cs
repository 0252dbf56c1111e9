using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Chat;
using Drawbridge.Broker.Console.Funnel;
using Drawbridge.Broker.Console.Kyc;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Console.Overview;
using Drawbridge.Broker.Console.Payments;
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
        console.MapGet("/{**rest}", () => ConsoleError.NotFound).ForStaff().WithOrder(int.MaxValue - 1);
    }
}
