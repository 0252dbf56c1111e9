using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.Partners.Api;
using Drawbridge.Broker.Partners.Rewards.Statements;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Partners.Rewards.Api;

/// <summary>Runs in the management API.</summary>
internal sealed class RunApi(BrokerDirectory directory, RunStore runs, RewardCaller caller)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = ActivatorUtilities.CreateInstance<RunApi>(routes.ServiceProvider);
        var group = ManagementApi.MapGroup(routes).MapGroup("/partner-runs");
        group.MapGet("", (HttpContext context, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken)).WithName("ListPartnerRuns").Describe(RewardDescriptions.Runs);
        group.MapPost("", (HttpContext context, CancellationToken cancellationToken) => own.BeginAsync(context, cancellationToken)).WithName("BeginPartnerRun").Describe(RewardDescriptions.BeginRun);
        group.MapGet("/{id:long}", (HttpContext context, long id, CancellationToken cancellationToken) => own.GetAsync(context, id, cancellationToken)).WithName("GetPartnerRun").Describe(RewardDescriptions.Run);
    }

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (query, error) = ListQuery.Read(context, directory);
        if (query is null)
        {
            return error!;
        }

        var rows = await runs.ListAsync(RewardCaller.ScopeOf(context), query.Broker?.Id, query.Before, query.Limit, cancellationToken);
        return CrmAnswer.Of(new RunList([.. rows.Select(AnswerOf)], query.CursorAfter(rows, static row => row.Id)), RewardJson.Default.RunList);
    }

    private async Task<IResult> GetAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await runs.FindAsync(RewardCaller.ScopeOf(context), id, cancellationToken) is { } run ? CrmAnswer.Of(AnswerOf(run), RewardJson.Default.RunAnswer) : RewardCaller.Nothing("run");

    /// <summary>The same period again is the same run, so that this needs no key.</summary>
    private async Task<IResult> BeginAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RewardJson.Default.NewRunRequest, bodyRequired: true);
        if ((error ?? PartnerRequests.FaultOf(name: null, body!.By, reason: null)) is { } fault)
        {
            return fault;
        }

        if (string.IsNullOrEmpty(body!.BrokerName) || body.From is not { } from || body.Until is not { } until)
        {
            return CrmError.MissingParameter(string.IsNullOrEmpty(body.BrokerName) ? "brokerName" : body.From is null ? "from" : "until");
        }

        if (context.FindBroker(directory, body.BrokerName) is not { } broker)
        {
            return CrmError.BrokerIdInvalid;
        }

        return await runs.BeginAsync(
            broker.Id, from, until, PartnerRequests.ActorOf(body.By),
            (session, run) => caller.NoteAsync(session, context, broker, "statements.run", $"run {RewardCaller.Text(run.Id)}", body.By, reason: null, $"{from:yyyy-MM-dd} to {until:yyyy-MM-dd}"),
            cancellationToken) switch
        {
            RunResult.Begun begun => TypedResults.Json(AnswerOf(begun.Run), RewardJson.Default.RunAnswer, statusCode: StatusCodes.Status202Accepted),
            RunResult.Busy busy => RewardCaller.Conflict($"Run {RewardCaller.Text(busy.Run.Id)} is under way; begin another one when it is done"),
            _ => new CrmError(400, CrmErrorCode.InvalidRequest, "The period must begin before it ends, and have ended"),
        };
    }

    private RunAnswer AnswerOf(StatementRun run) => RunAnswer.Of(run, caller.BrokerOf(run.BrokerId).Name.Value);
}
