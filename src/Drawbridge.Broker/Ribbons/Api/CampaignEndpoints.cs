using System.Diagnostics;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Chat;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.PaymentDesk;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Ribbons.Delivery;
using Drawbridge.Protocol.Crm;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Ribbons.Api;

/// <summary>Campaigns in the management API. What is changed stands in the audit log.</summary>
internal sealed class CampaignEndpoints(CampaignStore store, CampaignService service, RibbonProgressStore progress, BrokerDirectory directory, TimeProvider time)
{
    private static readonly CrmError NoCampaign = new(404, CrmErrorCode.NotFound, "Your CRM has no such campaign");

    private static readonly CrmError WrongState = new(409, CrmErrorCode.InvalidRequest, "The campaign is not in a state for this, or was changed since you read it; read it again");

    private static readonly CrmError SamePerson = new(409, CrmErrorCode.InvalidRequest, "Who wrote the draft cannot approve it: somebody else has to");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = ManagementApi.MapGroup(routes).MapGroup("/ribbons/campaigns");
        group.MapGet("", (HttpContext context, CampaignEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken))
            .WithName("ListRibbonCampaigns").Describe(RibbonDescriptions.List);
        group.MapPost("", (HttpContext context, CampaignEndpoints own, CancellationToken cancellationToken) => own.AddAsync(context, cancellationToken))
            .WithName("AddRibbonCampaign").Describe(RibbonDescriptions.Add);
        group.MapGet("/{id:long}", (HttpContext context, long id, CampaignEndpoints own, CancellationToken cancellationToken) => own.GetAsync(context, id, cancellationToken))
            .WithName("GetRibbonCampaign").Describe(RibbonDescriptions.Get);
        group.MapPut("/{id:long}", (HttpContext context, long id, CampaignEndpoints own, CancellationToken cancellationToken) => own.WriteAsync(context, id, cancellationToken))
            .WithName("WriteRibbonCampaign").Describe(RibbonDescriptions.Write);
        foreach (var (act, summary) in new[]
        {
            (CampaignAct.Submit, "Hands the draft of a campaign over for approval"),
            (CampaignAct.Approve, "Approves the draft of a campaign: from now on it is in force, as its schedule says"),
            (CampaignAct.Reject, "Hands the draft of a campaign back to who wrote it"),
            (CampaignAct.Pause, "Pauses a campaign: it is taken from every trader, before anything else is sent"),
            (CampaignAct.Resume, "Lets a paused campaign go on"),
            (CampaignAct.End, "Ends a campaign for good: it is taken from every trader, before anything else is sent"),
        })
        {
            var name = CampaignActs.NameOf(act);
            group.MapPost($"/{{id:long}}/{name}", (HttpContext context, long id, CampaignEndpoints own, CancellationToken cancellationToken) =>
                own.ActAsync(context, id, act, cancellationToken)).WithName($"{act}RibbonCampaign").Describe(RibbonDescriptions.Act(summary));
        }
    }

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (query, error) = ListQuery.Read(context, directory);
        if (query is null)
        {
            return error!;
        }

        var rows = await store.ListAsync(ScopeOf(context), query.Broker?.Id, query.Before, query.Limit, cancellationToken);
        return CrmAnswer.Of(
            new CampaignList([.. rows.Select(row => CampaignAnswer.Of(row, BrokerOf(row), time.GetUtcNow()))], query.CursorAfter(rows, static row => row.Id)),
            RibbonAnswerJson.Default.CampaignList);
    }

    private async Task<IResult> GetAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await store.FindAsync(ScopeOf(context), id, cancellationToken) is { } campaign ? await AnswerAsync(campaign, cancellationToken) : NoCampaign;

    private async Task<IResult> AddAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RibbonRequestJson.Campaign, bodyRequired: true);
        var key = context.Request.Headers[PaymentDeskEndpoints.KeyHeader].ToString();
        if ((error ?? RibbonPerson.FaultOf(body!.By)) is { } fault)
        {
            return fault;
        }

        if (key.Length > 0 && !ChatText.IsDeskKey(key))
        {
            return CrmError.MustBe(PaymentDeskEndpoints.KeyHeader, "at most 64 printable characters without blanks");
        }

        if (string.IsNullOrEmpty(body!.BrokerName))
        {
            return CrmError.MissingParameter("brokerName");
        }

        if (context.FindBroker(directory, body.BrokerName) is not { } broker)
        {
            return CrmError.BrokerIdInvalid;
        }

        var result = await service.AddAsync(
            EditorOf(context, body.By!), broker, body.ToContent(), key.Length == 0 ? null : "api:" + key, AuditOf(context, "write", body.By!, reason: null), cancellationToken);
        return result is CampaignResult.Changed { Campaign: var added }
            ? TypedResults.Json(CampaignAnswer.Of(added, broker, time.GetUtcNow()), RibbonAnswerJson.Default.CampaignAnswer, statusCode: StatusCodes.Status201Created)
            : await AnswerAsync(result, cancellationToken);
    }

    private async Task<IResult> WriteAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RibbonRequestJson.Campaign, bodyRequired: true);
        return (error ?? RibbonPerson.FaultOf(body!.By)) is { } fault
            ? fault
            : await AnswerAsync(
                await service.WriteAsync(
                    EditorOf(context, body!.By!), id, body.Revision, body.ToContent(), AuditOf(context, "write", body.By!, reason: null), cancellationToken),
                cancellationToken);
    }

    private async Task<IResult> ActAsync(HttpContext context, long id, CampaignAct act, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RibbonRequestJson.Act, bodyRequired: true);
        return (error ?? RibbonPerson.FaultOf(body!.By) ?? RibbonPerson.ReasonFaultOf(body.Reason)) is { } fault
            ? fault
            : await AnswerAsync(
                await service.DoAsync(
                    EditorOf(context, body!.By!), id, body.Revision, act, AuditOf(context, CampaignActs.NameOf(act), body.By!, body.Reason), cancellationToken),
                cancellationToken);
    }

    private async Task<IResult> AnswerAsync(CampaignResult result, CancellationToken cancellationToken) => result switch
    {
        CampaignResult.Changed changed => await AnswerAsync(changed.Campaign, cancellationToken),
        CampaignResult.Unchanged unchanged => await AnswerAsync(unchanged.Campaign, cancellationToken),
        CampaignResult.Invalid invalid => RibbonPerson.Invalid(invalid.Faults),
        CampaignResult.NotFound => NoCampaign,
        CampaignResult.WrongState => WrongState,
        CampaignResult.SamePerson => SamePerson,
        _ => throw new UnreachableException(),
    };

    private async Task<IResult> AnswerAsync(Campaign campaign, CancellationToken cancellationToken) => CrmAnswer.Of(
        CampaignAnswer.Of(campaign, BrokerOf(campaign), time.GetUtcNow(), await progress.OfCampaignAsync(campaign.Id, cancellationToken)),
        RibbonAnswerJson.Default.CampaignAnswer);

    private Func<DbSession, Campaign, Task> AuditOf(HttpContext context, string act, string by, string? reason) =>
        (session, campaign) => AuditStore.AddAsync(session, RibbonPerson.ActOf(context, campaign, act, by, reason), time.GetUtcNow());

    private BrokerEntity BrokerOf(Campaign campaign) =>
        directory.Current.FindBroker(campaign.BrokerId) ?? throw new InvalidOperationException("The broker of a campaign is not in the directory.");

    private static CampaignEditor EditorOf(HttpContext context, string by) => new(ScopeOf(context), by.Trim());

    private static BrokerScope ScopeOf(HttpContext context) => new(context.GetCallerCrmId());
}
