using Drawbridge.Broker.AccessTokens;
using Drawbridge.Broker.Branding.Images;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.Chat;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Configuration.Api;
using Drawbridge.Broker.Console;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.CrmApiTokens;
using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.Kyc;
using Drawbridge.Broker.Mail;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.NewAccounts;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.PaymentDesk;
using Drawbridge.Broker.Payments.Notifications;
using Drawbridge.Broker.Ribbons.Api;
using Drawbridge.Broker.SandboxProvider;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.SignOut;
using Drawbridge.Broker.Traders;
using Drawbridge.Broker.UserImport;
using Drawbridge.Broker.UserTags;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Hosting;

/// <summary>Maps the broker's side onto a host.</summary>
public static class BrokerApplicationExtensions
{
    /// <summary>The migrations of all tables that the broker's side uses, in the order in which they are run.</summary>
    public static IReadOnlyList<MigrationSet> BrokerMigrations() =>
        [StorageMigrations.Set, MigrationSet.FromAssembly(typeof(BrokerApplicationExtensions).Assembly, "broker")];

    /// <summary>Loads the brokers and applies the configured CRMs. Call once, after migrating and before serving.</summary>
    public static async Task StartDrawbridgeBrokerAsync(
        this IServiceProvider services, IReadOnlyList<CrmConfiguration> crms, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<BrokerDirectory>().StartAsync(cancellationToken);
        await services.GetRequiredService<BrokerProvisioning>().StartAsync(crms, cancellationToken);
    }

    /// <summary>What every request passes first. Call before anything else that answers requests.</summary>
    public static IApplicationBuilder UseDrawbridgeBroker(this IApplicationBuilder app) => app.UseMiddleware<RequestGuard>();

    /// <summary>Maps every endpoint and screen: the CRM as identity provider, in both directions (MOD-2, MOD-3).</summary>
    public static IEndpointRouteBuilder MapDrawbridgeBroker(this IEndpointRouteBuilder routes)
    {
        CrmApiTokenEndpoints.Map(routes);
        OneTimeTokenEndpoints.Map(routes);
        AccessTokenEndpoints.Map(routes);
        SignOutEndpoints.Map(routes);
        ManagementEndpoints.Map(routes);
        UserImportEndpoints.Map(routes);
        routes.MapOpenApi();
        routes.MapScreens();
        BrandImageEndpoints.Map(routes);
        BrandImageApi.Map(routes);
        FunnelApi.Map(routes);
        ConfigurationApi.Map(routes);
        routes.MapSignIn();
        NewAccountEndpoints.Map(routes);
        routes.MapClientArea();
        CashierEndpoints.Map(routes);
        PaymentNotifications.Map(routes);
        PaymentDeskEndpoints.Map(routes);
        TraderEndpoints.Map(routes);
        TraderCountryEndpoints.Map(routes);
        UserTagEndpoints.Map(routes);
        CampaignEndpoints.Map(routes);
        RibbonEndpoints.Map(routes);
        SandboxEndpoints.Map(routes);
        CustomActionEndpoints.Map(routes);
        ChatEndpoints.Map(routes);
        routes.MapPartners();
        DeskEndpoints.Map(routes);
        routes.MapConsole();
        routes.MapKyc();
        routes.MapMail();
        routes.MapGet("/", () => TypedResults.Redirect(ScreenPaths.Client));
        routes.MapHealth();
        routes.MapUnknown();
        return routes;
    }

    /// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can serve, which takes the database.</summary>
    private static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("live\n"));
        routes.MapGet("/health/ready", async (Database database, CancellationToken cancellationToken) =>
        {
            try
            {
                await database.CheckAsync(cancellationToken);
                return Results.Text("ready\n");
            }
#pragma warning disable CA1031 // Whatever it is, the answer is that the node is not ready; the database logs its own reason.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                return Results.Text("the database does not answer\n", statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        });
    }

    /// <summary>ERR-17 for the endpoints of the platform and the CRM: unknown path, and known path with another method.</summary>
    private static void MapUnknown(this IEndpointRouteBuilder routes)
    {
        routes.Map("/oauth2/{**rest}", (string? rest) => IsCall($"/oauth2/{rest}") ? CrmError.MethodNotAllowed : CrmError.NotFound).WithOrder(int.MaxValue - 1);
        routes.Map("/api/{**rest}", () => CrmError.NotFound).WithOrder(int.MaxValue - 1);
        routes.MapFallback("{**path}", () => ScreenError.NotFound);
    }

    private static bool IsCall(string path) =>
        path is Protocol.Crm.CrmPaths.CrmApiToken or Protocol.Crm.CrmPaths.AuthorizeOneTime or Protocol.Crm.CrmPaths.Authorize
            or Protocol.Crm.CrmPaths.GenerateOneTime or Protocol.Crm.CrmPaths.Logout;
}
