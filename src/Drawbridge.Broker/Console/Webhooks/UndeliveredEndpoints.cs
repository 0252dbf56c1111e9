using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Webhooks;

/// <summary>What the page of webhooks shows.</summary>
internal sealed record UndeliveredModel(IReadOnlyList<UndeliveredEvent> Events);

/// <summary>Notifications that the CRM has not taken, and sending them again.</summary>
internal static class UndeliveredEndpoints
{
    private const int PageLength = 200;

    public static void MapUndelivered(this IEndpointRouteBuilder console)
    {
        console.MapGet("/webhooks", ListAsync).Needs(ConsolePermission.ReadWebhooks);
        console.MapPost("/webhooks/{eventId}/resend", ResendAsync).Needs(ConsolePermission.ResendWebhooks);
    }

    private static async Task<IResult> ListAsync(HttpContext context, UndeliveredStore store, CancellationToken cancellationToken) =>
        new ConsoleResult<UndeliveredPage>("Webhooks", new UndeliveredModel(await store.ListAsync(context.GetCaller().Scope, PageLength, cancellationToken)));

    private static Task<IResult> ResendAsync(HttpContext context, string eventId, UndeliveredStore store, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, ConsoleNotice.After(ConsolePaths.Webhooks, "resent"),
        async sent =>
        {
            var caller = context.GetCaller();
            var done = await store.TryResendAsync(
                caller.Scope, eventId, brokerId => StaffAct.Of(context, "webhook.resend", $"event {eventId}", caller.FindBroker(brokerId)) with { SubmissionKey = sent.Key }, cancellationToken);
            return done ? new SeeOther(ConsoleNotice.After(ConsolePaths.Webhooks, "resent")) : ConsoleError.NotFound;
        },
        cancellationToken);
}
