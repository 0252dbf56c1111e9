using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Traders;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Partners.Api;

/// <summary>Whose trader somebody is, in the management API: explained as of any time (INV-6), and decided by staff, which stands in the audit log.</summary>
internal sealed class AttributionApi(
    BrokerDirectory directory, PartnerStore partners, AttributionStore ledger, AttributionService attributions, PartnerSweep sweep, TraderStore traders, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = ActivatorUtilities.CreateInstance<AttributionApi>(routes.ServiceProvider);
        var api = ManagementApi.MapGroup(routes);
        api.MapGet("/traders/{id:long}/attribution", (HttpContext context, long id, CancellationToken cancellationToken) => own.ExplainAsync(context, id, cancellationToken))
            .WithName("ExplainAttribution").Describe(PartnerDescriptions.Explain);
        api.MapPut("/traders/{id:long}/attribution", (HttpContext context, long id, CancellationToken cancellationToken) => own.AssignAsync(context, id, cancellationToken))
            .WithName("SetAttribution").Describe(PartnerDescriptions.Assign);
    }

    private async Task<IResult> ExplainAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        DateTimeOffset asOf = default;
        if (context.Request.Query["asOf"].ToString() is { Length: > 0 } text
            && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out asOf))
        {
            return CrmError.MustBe("asOf", "a time such as 2026-11-01T00:00:00Z");
        }

        if (await traders.FindAsync(new(context.GetCallerCrmId()), id, cancellationToken) is not { } trader || directory.Current.FindBroker(trader.BrokerId) is not { } broker)
        {
            return PartnerRequests.NoTrader;
        }

        await sweep.ReadIdentifiersAsync(broker.Id, cancellationToken);
        return await ExplainAsync(broker, id, asOf == default ? time.GetUtcNow() : asOf, cancellationToken); // now is behind what has just been written down
    }

    private async Task<IResult> AssignAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, PartnerJson.Default.AttributionRequestBody, bodyRequired: true);
        if ((error ?? PartnerRequests.FaultOf(name: null, body!.By, body.Reason ?? "")) is { } fault)
        {
            return fault;
        }

        if (await traders.FindAsync(new(context.GetCallerCrmId()), id, cancellationToken) is not { } trader || directory.Current.FindBroker(trader.BrokerId) is not { } broker)
        {
            return PartnerRequests.NoTrader;
        }

        await sweep.ReadIdentifiersAsync(broker.Id, cancellationToken);
        var audit = new StaffAct(broker.Crm.Id, StaffId: null, PartnerRequests.ActorOf(body!.By), "attribution.set", $"trader {id.ToString(CultureInfo.InvariantCulture)}")
        {
            BrokerId = broker.Id, Reason = body.Reason, CameFrom = context.Connection.RemoteIpAddress?.ToString(), Detail = body.Partner is { } to ? $"partner {to.ToString(CultureInfo.InvariantCulture)}" : "nobody",
        };
        return await attributions.AssignAsync(
            broker, id, body.Partner, PartnerRequests.ActorOf(body.By), body.Reason, (session, _) => AuditStore.AddAsync(session, audit, time.GetUtcNow()), cancellationToken)
            ? await ExplainAsync(broker, id, time.GetUtcNow(), cancellationToken)
            : PartnerRequests.NoTrader;
    }

    private async Task<IResult> ExplainAsync(BrokerEntity broker, long userId, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var result = await ledger.ExplainAsync(broker.Id, userId, asOf, cancellationToken);
        var named = await partners.FindAllAsync(broker.Id, result.PartnerIds, cancellationToken);
        string NameOf(long id) => $"{named[id].Name} ({named[id].Identifier})";
        return CrmAnswer.Of(
            new AttributionAnswer(
                asOf, result.PartnerId is { } owner ? PartnerAnswer.From(named[owner], broker.Name.Value) : null, result.Since, result.ProtectedUntil,
                [.. result.Steps.Select(step => new AttributionStepAnswer(
                    step.Event.OccurredAt, step.Event.RecordedAt, AttributionWords.WhatOf(step.Event, NameOf), step.Verdict, step.Reason == AttributionReason.None ? null : step.Reason,
                    AttributionWords.TextOf(step, NameOf)))]),
            PartnerJson.Default.AttributionAnswer);
    }
}
