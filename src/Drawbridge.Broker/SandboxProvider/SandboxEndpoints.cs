using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.SandboxProvider;

/// <summary>The page of the provider for development, which a trader pays on.</summary>
internal sealed class SandboxEndpoints(SandboxStore store, IOptions<SandboxOptions> options)
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        if (!endpoints.ServiceProvider.GetRequiredService<IOptions<SandboxOptions>>().Value.Enabled)
        {
            return;
        }

        var group = endpoints.MapGroup("").RequireBroker().AsScreens();
        group.MapGet(SandboxPaymentProvider.PayPath, (HttpContext context, SandboxEndpoints own, CancellationToken cancellationToken) => own.OpenAsync(context, cancellationToken));
        group.MapPost(SandboxPaymentProvider.PayPath, (HttpContext context, SandboxEndpoints own, CancellationToken cancellationToken) => own.DecideAsync(context, cancellationToken));
    }

    private async Task<IResult> OpenAsync(HttpContext context, CancellationToken cancellationToken) =>
        await FindAsync(context, cancellationToken) is not { } payment ? ScreenError.NotFound
        : payment.Status != "pending" ? new SeeOther(payment.ReturnUrl!)
        : Show(context, payment, secure: false);

    private async Task<IResult> DecideAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, cancellationToken) is not { } payment)
        {
            return ScreenError.NotFound;
        }

        var choice = (await context.Request.ReadFormAsync(cancellationToken))["choice"].ToString();
        var later = options.Value.Later;
        switch (choice, payment.Scenario)
        {
            case ("pay", SandboxScenario.Secure):
                return Show(context, payment, secure: true);
            case ("decline", _) or ("pay", SandboxScenario.Decline):
                await store.DecideAsync(payment, "failed", [("failed", TimeSpan.Zero)], cancellationToken);
                break;
            case ("later", _) or ("pay", SandboxScenario.Pending):
                await store.DecideAsync(payment, "succeeded", [("pending", TimeSpan.Zero), ("succeeded", later)], cancellationToken);
                break;
            case ("pay", SandboxScenario.Expiry):
                await store.DecideAsync(payment, "expired", [("expired", TimeSpan.Zero)], cancellationToken);
                break;
            case ("pay", SandboxScenario.Duplicate):
                await store.DecideAsync(
                    payment, "succeeded", [("succeeded", TimeSpan.Zero), ("succeeded", TimeSpan.Zero), ("succeeded", TimeSpan.FromSeconds(2))], cancellationToken);
                break;
            case ("pay", SandboxScenario.OutOfOrder):
                await store.DecideAsync(payment, "succeeded", [("succeeded", TimeSpan.Zero), ("failed", TimeSpan.FromSeconds(1))], cancellationToken);
                break;
            case ("pay" or "confirm", _):
                await store.DecideAsync(payment, "succeeded", [("succeeded", TimeSpan.Zero)], cancellationToken);
                break;
            default:
                return ScreenError.UnreadableForm;
        }

        return new SeeOther(payment.ReturnUrl!);
    }

    private async Task<SandboxPayment?> FindAsync(HttpContext context, CancellationToken cancellationToken) =>
        await store.FindAsync(context.GetBroker().Id, context.Request.Query["payment"].ToString(), cancellationToken) is { ReturnUrl: not null } payment ? payment : null;

    private static ScreenResult<SandboxPage> Show(HttpContext context, SandboxPayment payment, bool secure) => new(new SandboxModel(
        payment, secure, QueryHelpers.AddQueryString(context.GetScreen().Parameters.UrlFor(SandboxPaymentProvider.PayPath), "payment", payment.ProviderReference)));
}

/// <summary>What the page shows.</summary>
internal sealed record SandboxModel(SandboxPayment Payment, bool Secure, string Action);
