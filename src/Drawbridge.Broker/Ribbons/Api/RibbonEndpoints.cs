using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Ribbons.Delivery;
using Drawbridge.Broker.Ribbons.Traders;
using Drawbridge.Broker.Traders;
using Drawbridge.Protocol.Crm;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Ribbons.Api;

/// <summary>Ribbons beside campaigns in the management API: previews, what a trader sees, how records compare, clearing.</summary>
internal sealed class RibbonEndpoints(
    CampaignService service, CampaignPreviews previews, TraderRibbons traderRibbons, TraderStore traders, RibbonProgressStore progress, BrokerDirectory directory, Database database,
    TimeProvider time)
{
    private static readonly CrmError NoTrader = new(404, CrmErrorCode.UserNotFound, "Your CRM has no such trader");

    private static readonly CrmError NoRibbons = new(404, CrmErrorCode.NotFound, "The trader never had a ribbon");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = ManagementApi.MapGroup(routes).MapGroup("/ribbons");
        group.MapPost("/preview", (HttpContext context, RibbonEndpoints own, CancellationToken cancellationToken) => own.PreviewAsync(context, cancellationToken))
            .WithName("PreviewRibbonCampaign").Describe(RibbonDescriptions.Preview);
        group.MapGet("/comparison", (HttpContext context, RibbonEndpoints own, CancellationToken cancellationToken) => own.CompareAsync(context, cancellationToken))
            .WithName("CompareRibbons").Describe(RibbonDescriptions.Compare);
        group.MapPost("/clear", (HttpContext context, RibbonEndpoints own, CancellationToken cancellationToken) => own.ClearAsync(context, cancellationToken))
            .WithName("ClearRibbons").Describe(RibbonDescriptions.Clear);
        group.MapGet("/traders/{id:long}", (HttpContext context, long id, RibbonEndpoints own, CancellationToken cancellationToken) => own.TraderAsync(context, id, cancellationToken))
            .WithName("GetTraderRibbons").Describe(RibbonDescriptions.Trader);
        group.MapPost("/traders/{id:long}/resend", (HttpContext context, long id, RibbonEndpoints own, CancellationToken cancellationToken) => own.ResendAsync(context, id, cancellationToken))
            .WithName("ResendTraderRibbons").Describe(RibbonDescriptions.Resend);
    }

    private async Task<IResult> PreviewAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RibbonRequestJson.Campaign, bodyRequired: true);
        if (error is not null)
        {
            return error;
        }

        var (broker, missing) = BrokerOf(context, body!.BrokerName);
        if (broker is null)
        {
            return missing!;
        }

        var content = body.ToContent();
        var faults = CampaignValidator.FaultsOf(broker, content, seesWholeCrm: true);
        return faults.Count > 0
            ? RibbonPerson.Invalid(faults)
            : CrmAnswer.Of(await previews.OfAsync(broker, campaignId: 0, content, cancellationToken), RibbonAnswerJson.Default.CampaignPreview);
    }

    private async Task<IResult> CompareAsync(HttpContext context, CancellationToken cancellationToken)
    {
        BrokerEntity? only = null;
        if (context.Request.Query["brokerName"].ToString() is { Length: > 0 } name && (only = context.FindBroker(directory, name)) is null)
        {
            return CrmError.BrokerIdInvalid;
        }

        var answers = new List<RibbonComparisonAnswer>();
        foreach (var broker in directory.Current.Brokers.Where(broker => broker.Crm.Id == context.GetCallerCrmId() && (only is null || broker.Id == only.Id)).OrderBy(static broker => broker.Id))
        {
            var pass = await progress.FindPassAsync(broker.Id, cancellationToken);
            answers.Add(new(broker.Name.Value, await progress.CompareAsync(broker.Id, cancellationToken), pass?.LookedAt ?? 0, pass?.Running ?? false));
        }

        return CrmAnswer.Of(new RibbonComparisonList(answers), RibbonAnswerJson.Default.RibbonComparisonList);
    }

    private async Task<IResult> ClearAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RibbonRequestJson.Act, bodyRequired: true);
        if ((error ?? RibbonPerson.FaultOf(body!.By) ?? (string.IsNullOrWhiteSpace(body.Reason) ? CrmError.MissingParameter("reason") : RibbonPerson.ReasonFaultOf(body.Reason))) is { } fault)
        {
            return fault;
        }

        var (broker, missing) = BrokerOf(context, body!.BrokerName);
        if (broker is null)
        {
            return missing!;
        }

        var paused = await service.ClearAsync(
            broker,
            (session, campaign) => AuditStore.AddAsync(session, RibbonPerson.ActOf(context, campaign, CampaignActs.NameOf(CampaignAct.Pause), body.By!, body.Reason), time.GetUtcNow()),
            cancellationToken);
        return CrmAnswer.Of(new RibbonsCleared(paused), RibbonAnswerJson.Default.RibbonsCleared);
    }

    private async Task<IResult> TraderAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await traders.FindAsync(new(context.GetCallerCrmId()), id, cancellationToken) is { } trader && directory.Current.FindBroker(trader.BrokerId) is { } broker
            ? CrmAnswer.Of(TraderRibbonsAnswer.Of(await traderRibbons.FindAsync(broker, trader, cancellationToken)), RibbonAnswerJson.Default.TraderRibbonsAnswer)
            : NoTrader;

    private async Task<IResult> ResendAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        if (await traders.FindAsync(new(context.GetCallerCrmId()), id, cancellationToken) is not { } trader)
        {
            return NoTrader;
        }

        return trader.CtraderUserId is { } ctraderUserId
            && await database.WriteAsync(session => progress.ResendAsync(session, context.GetCallerCrmId(), ctraderUserId), cancellationToken)
                ? TypedResults.NoContent()
                : NoRibbons;
    }

    private (BrokerEntity? Broker, CrmError? Missing) BrokerOf(HttpContext context, string? name) =>
        string.IsNullOrEmpty(name) ? (null, CrmError.MissingParameter("brokerName"))
        : context.FindBroker(directory, name) is { } broker ? (broker, null)
        : (null, CrmError.BrokerIdInvalid);
}
