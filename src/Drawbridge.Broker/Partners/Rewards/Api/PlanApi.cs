using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.Partners.Api;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Partners.Rewards.Api;

/// <summary>Plans in the management API.</summary>
internal sealed class PlanApi(BrokerDirectory directory, RewardPlanStore plans, RewardPlanService service, RewardCaller caller)
{
    private const int MostHolders = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = ActivatorUtilities.CreateInstance<PlanApi>(routes.ServiceProvider);
        var api = ManagementApi.MapGroup(routes);
        var group = api.MapGroup("/partner-plans");
        group.MapGet("", (HttpContext context, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken)).WithName("ListPartnerPlans").Describe(RewardDescriptions.Plans);
        group.MapPost("", (HttpContext context, CancellationToken cancellationToken) => own.AddAsync(context, cancellationToken)).WithName("AddPartnerPlan").Describe(RewardDescriptions.AddPlan);
        group.MapPost("/preview", (HttpContext context, CancellationToken cancellationToken) => PreviewAsync(context)).WithName("PreviewPartnerPlan").Describe(RewardDescriptions.Preview);
        group.MapPut("/default", (HttpContext context, CancellationToken cancellationToken) => own.AssignToAllAsync(context, cancellationToken)).WithName("SetDefaultPartnerPlan").Describe(RewardDescriptions.AssignToAll);
        group.MapGet("/{id:long}", (HttpContext context, long id, CancellationToken cancellationToken) => own.GetAsync(context, id, cancellationToken)).WithName("GetPartnerPlan").Describe(RewardDescriptions.Plan);
        group.MapPost("/{id:long}/versions", (HttpContext context, long id, CancellationToken cancellationToken) => own.ChangeAsync(context, id, cancellationToken))
            .WithName("ChangePartnerPlan").Describe(RewardDescriptions.ChangePlan);
        group.MapPost("/{id:long}/archive", (HttpContext context, long id, CancellationToken cancellationToken) => own.ArchiveAsync(context, id, cancellationToken))
            .WithName("ArchivePartnerPlan").Describe(RewardDescriptions.ArchivePlan);
        api.MapPut("/partners/{id:long}/plan", (HttpContext context, long id, CancellationToken cancellationToken) => own.AssignAsync(context, id, cancellationToken))
            .WithName("SetPartnerPlan").Describe(RewardDescriptions.Assign);
    }

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (query, error) = ListQuery.Read(context, directory);
        if (query is null)
        {
            return error!;
        }

        var rows = await plans.ListAsync(RewardCaller.ScopeOf(context), query.Broker?.Id, query.Before, query.Limit, cancellationToken);
        return CrmAnswer.Of(
            new PlanList([.. rows.Select(row => PlanAnswer.From(row, caller.BrokerOf(row.BrokerId).Name.Value))], query.CursorAfter(rows, static row => row.Id)), RewardJson.Default.PlanList);
    }

    private async Task<IResult> GetAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await plans.FindAsync(RewardCaller.ScopeOf(context), id, cancellationToken) is { } plan ? await ShowAsync(plan, StatusCodes.Status200OK, cancellationToken) : RewardCaller.Nothing("plan");

    private async Task<IResult> AddAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RewardJson.Default.NewPlanRequest, bodyRequired: true);
        if ((error ?? PartnerRequests.FaultOf(name: null, body!.By, reason: null)) is { } fault)
        {
            return fault;
        }

        if (string.IsNullOrEmpty(body!.BrokerName) || body.Terms is null)
        {
            return CrmError.MissingParameter(string.IsNullOrEmpty(body.BrokerName) ? "brokerName" : "terms");
        }

        if (string.IsNullOrWhiteSpace(body.Name) || body.Name.Length > RewardPlanService.LongestName || body.Name.Any(char.IsControl))
        {
            return CrmError.MustBe("name", "1 to 80 characters, no control characters");
        }

        return context.FindBroker(directory, body.BrokerName) is not { } broker
            ? CrmError.BrokerIdInvalid
            : await caller.OnceAsync(
                context,
                $"plan {broker.Id} {body.Name}",
                note => DoAsync(
                    context, broker, "plan.add", body.By, reason: null, note, body.Name, act => service.AddAsync(broker, body.Name.Trim(), body.Terms.ToTerms(), act, cancellationToken),
                    StatusCodes.Status201Created, cancellationToken),
                id => GetAsync(context, id, cancellationToken),
                cancellationToken);
    }

    private async Task<IResult> ChangeAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RewardJson.Default.PlanVersionRequest, bodyRequired: true);
        if ((error ?? PartnerRequests.FaultOf(name: null, body!.By, reason: null) ?? (body!.Terms is null ? CrmError.MissingParameter("terms") : null)) is { } fault)
        {
            return fault;
        }

        return await plans.FindAsync(RewardCaller.ScopeOf(context), id, cancellationToken) is not { } plan
            ? RewardCaller.Nothing("plan")
            : await caller.OnceAsync(
                context,
                $"version {RewardCaller.Text(id)}",
                note => DoAsync(
                    context, caller.BrokerOf(plan.BrokerId), "plan.change", body!.By, reason: null, note, plan.Name,
                    act => service.ChangeAsync(caller.BrokerOf(plan.BrokerId), id, body.Terms!.ToTerms(), body.From, act, cancellationToken), StatusCodes.Status200OK, cancellationToken),
                subject => GetAsync(context, subject, cancellationToken),
                cancellationToken);
    }

    private async Task<IResult> ArchiveAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RewardJson.Default.RewardDecisionRequest, bodyRequired: true);
        if ((error ?? PartnerRequests.FaultOf(name: null, body!.By, body.Reason ?? "")) is { } fault)
        {
            return fault;
        }

        return await plans.FindAsync(RewardCaller.ScopeOf(context), id, cancellationToken) is { } plan
            ? await DoAsync(
                context, caller.BrokerOf(plan.BrokerId), "plan.archive", body!.By, body.Reason, static (_, _) => Task.CompletedTask, plan.Name,
                act => service.ArchiveAsync(caller.BrokerOf(plan.BrokerId), id, act, cancellationToken), StatusCodes.Status200OK, cancellationToken)
            : RewardCaller.Nothing("plan");
    }

    private static async Task<IResult> PreviewAsync(HttpContext context)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RewardJson.Default.PreviewRequest, bodyRequired: true);
        if ((error ?? (body!.Terms is null ? CrmError.MissingParameter("terms") : null)) is { } fault)
        {
            return fault;
        }

        var terms = body!.Terms!.ToTerms();
        if (RewardTermsValidator.FaultsOf(terms) is { Count: > 0 } faults)
        {
            return Invalid(faults);
        }

        if (body.Lots is < 0 or > 1_000_000 || body.Commission is < 0 or > 1_000_000)
        {
            return new CrmError(400, CrmErrorCode.InvalidRequest, "lots and commission must be 0 to 1,000,000");
        }

        var levels = RewardPreview.Of(terms, new(body.Symbol ?? "EURUSD", body.Lots ?? 1, body.Commission ?? 0));
        return CrmAnswer.Of(new PreviewAnswer(terms.Currency, levels, levels.Sum(static level => level.Trade), levels.Sum(static level => level.Cpa)), RewardJson.Default.PreviewAnswer);
    }

    private async Task<IResult> AssignToAllAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RewardJson.Default.PlanAssignmentRequest, bodyRequired: true);
        if ((error ?? PartnerRequests.FaultOf(name: null, body!.By, body.Reason ?? "") ?? (string.IsNullOrEmpty(body!.BrokerName) ? CrmError.MissingParameter("brokerName") : null)) is { } fault)
        {
            return fault;
        }

        return context.FindBroker(directory, body!.BrokerName!) is { } broker ? await AssignAsync(context, broker, partnerId: null, body, cancellationToken) : CrmError.BrokerIdInvalid;
    }

    private async Task<IResult> AssignAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RewardJson.Default.PlanAssignmentRequest, bodyRequired: true);
        if ((error ?? PartnerRequests.FaultOf(name: null, body!.By, body.Reason ?? "")) is { } fault)
        {
            return fault;
        }

        return await caller.FindPartnerAsync(context, id, cancellationToken) is var (_, broker) ? await AssignAsync(context, broker, id, body!, cancellationToken) : RewardCaller.Nothing("partner");
    }

    private Task<IResult> AssignAsync(HttpContext context, BrokerEntity broker, long? partnerId, PlanAssignmentRequest body, CancellationToken cancellationToken) => DoAsync(
        context, broker, "plan.assign", body.By, body.Reason, static (_, _) => Task.CompletedTask, partnerId is { } id ? $"partner {RewardCaller.Text(id)}" : "all without a plan of their own",
        act => service.AssignAsync(broker, partnerId, body.PlanId, body.From, act, cancellationToken), StatusCodes.Status200OK, cancellationToken);

    private async Task<IResult> DoAsync(
        HttpContext context, BrokerEntity broker, string name, string? by, string? reason, Func<Storage.DbSession, long, Task> note, string detail, Func<PlanAct, Task<PlanResult>> actAsync, int status,
        CancellationToken cancellationToken)
    {
        var act = new PlanAct(PartnerRequests.ActorOf(by), reason, async (session, id) =>
        {
            await note(session, id);
            await caller.NoteAsync(session, context, broker, name, id == 0 ? "no plan" : $"plan {RewardCaller.Text(id)}", by, reason, detail);
        });
        return await actAsync(act) switch
        {
            PlanResult.Done { Plan.Id: 0 } => TypedResults.NoContent(),
            PlanResult.Done done => await ShowAsync(done.Plan, status, cancellationToken),
            PlanResult.Invalid invalid => Invalid(invalid.Faults),
            PlanResult.NameTaken => RewardCaller.Conflict("The broker has a plan of that name"),
            PlanResult.Archived => RewardCaller.Conflict("The plan is put away; nobody new gets it"),
            _ => RewardCaller.Nothing("plan"),
        };
    }

    private static CrmError Invalid(IReadOnlyList<string> faults) => new(400, CrmErrorCode.InvalidRequest, string.Join(' ', faults));

    private async Task<IResult> ShowAsync(RewardPlan plan, int status, CancellationToken cancellationToken) => TypedResults.Json(
        new PlanDetail(
            PlanAnswer.From(plan, caller.BrokerOf(plan.BrokerId).Name.Value),
            [.. (await plans.ListVersionsAsync(plan.BrokerId, plan.Id, cancellationToken)).Select(PlanVersionAnswer.Of)],
            await plans.ListHoldersAsync(plan.BrokerId, plan.Id, MostHolders, cancellationToken)),
        RewardJson.Default.PlanDetail,
        statusCode: status);
}
