using System.Buffers;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Invite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Drawbridge.Broker.Partners.Invite;

/// <summary>The two webhooks of cTrader Invite, whose addresses the platform operator registers (INV-11, INV-23).</summary>
internal sealed class InviteEndpoints(BrokerDirectory directory, InviteTokenStore tokens, InviteService service, TimeProvider time)
{
    public const string AttributionPath = "/invite/attribution";
    public const string NewUserPath = "/invite/new-user";

    private const string Scheme = "Basic ";

    private static readonly CrmError _unauthenticated = new(401, CrmErrorCode.ClientAuthFailure, "Send 'Authorization: Basic' with the token that the broker supplied");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = ActivatorUtilities.CreateInstance<InviteEndpoints>(routes.ServiceProvider);
        routes.MapPost(AttributionPath, (HttpContext context, CancellationToken cancellationToken) => own.AttributeAsync(context, cancellationToken)).WithName("InviteAttribution");
        routes.MapPost(NewUserPath, (HttpContext context, CancellationToken cancellationToken) => own.RegisterAsync(context, cancellationToken)).WithName("InviteNewUser");
    }

    private async Task<IResult> AttributeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (request, error) = await ReadAsync(context, static body => InviteWebhooks.ReadAttribution(body), "invitedUserId, partnerUserId and brokerName", cancellationToken);
        if (request is null)
        {
            return error!;
        }

        var (broker, refusal) = await IdentifyAsync(context, request.BrokerName, cancellationToken);
        if (broker is null)
        {
            return refusal!;
        }

        var result = await service.AttributeAsync(broker, request, AttributionSource.Webhook, time.GetUtcNow(), cancellationToken);
        return TypedResults.Json(new AttributionResponse { BrokerPartnerId = result.PartnerIdentifier, BrokerResult = result.Result }, InviteJson.Default.AttributionResponse);
    }

    private async Task<IResult> RegisterAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (notice, error) = await ReadAsync(context, static body => InviteWebhooks.ReadNewUser(body), "userId, brokerName and email", cancellationToken);
        if (notice is null)
        {
            return error!;
        }

        var (broker, refusal) = await IdentifyAsync(context, notice.BrokerName, cancellationToken);
        if (broker is null)
        {
            return refusal!;
        }

        await service.RegisterUserAsync(broker, notice, AttributionSource.Webhook, time.GetUtcNow(), cancellationToken);
        return TypedResults.Ok(); // INV-25
    }

    private static async Task<(T? Body, CrmError? Error)> ReadAsync<T>(HttpContext context, Func<ReadOnlySpan<byte>, T?> read, string needed, CancellationToken cancellationToken)
        where T : class
    {
        if (context.Request.ContentLength > CrmRequestReader.MaximumBody)
        {
            return (null, CrmError.TooLarge);
        }

        while (true)
        {
            var part = await context.Request.BodyReader.ReadAsync(cancellationToken);
            if (part.Buffer.Length > CrmRequestReader.MaximumBody)
            {
                context.Request.BodyReader.AdvanceTo(part.Buffer.End);
                return (null, CrmError.TooLarge);
            }

            if (part.IsCompleted)
            {
                var body = read(part.Buffer.ToArray());
                context.Request.BodyReader.AdvanceTo(part.Buffer.End);
                return body is null ? (null, CrmError.MustBe("The body", $"a JSON object with {needed}")) : (body, null); // INV-22
            }

            context.Request.BodyReader.AdvanceTo(part.Buffer.Start, part.Buffer.End);
        }
    }

    /// <summary>The name in the body is enough; names in the registered address are held against it (INV-26).</summary>
    private async Task<(BrokerEntity? Broker, CrmError? Error)> IdentifyAsync(HttpContext context, string brokerName, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        if (directory.Current.FindBroker(brokerName) is not { } broker
            || query["brokerName"].Any(name => directory.Current.FindBroker(name ?? "") is null)
            || query["brokerCrmName"].Any(name => directory.Current.FindCrm(name ?? "") is null))
        {
            return (null, CrmError.BrokerIdInvalid); // INV-22
        }

        if (query["brokerName"].Any(name => name != broker.Name.Value) || query["brokerCrmName"].Any(name => name != broker.Crm.Name.Value))
        {
            return (null, CrmError.BrokerIdMismatch);
        }

        context.SetBroker(broker);
        var header = context.Request.Headers[HeaderNames.Authorization].ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || !await tokens.IsRightAsync(broker.Id, header[Scheme.Length..].Trim(), cancellationToken))
        {
            return (null, _unauthenticated); // INV-12
        }

        return broker.Settings.Enabled && broker.Settings.Offers(Module.Invite) ? (broker, null) : (null, CrmError.InsufficientPermissions);
    }
}
