using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.Partners.Api;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Broker.Partners.Rewards.Statements;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Partners.Rewards.Api;

/// <summary>What partners have earned, and what keeps facts from being earned by, in the management API.</summary>
internal sealed class EarningApi(BrokerDirectory directory, RewardReader rewards, HoldStore holds, RewardCaller caller, Database database)
{
    private const decimal MostRate = 1_000_000_000m;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = ActivatorUtilities.CreateInstance<EarningApi>(routes.ServiceProvider);
        var api = ManagementApi.MapGroup(routes);
        api.MapGet("/partners/{id:long}/rewards", (HttpContext context, long id, CancellationToken cancellationToken) => own.ListAsync(context, id, cancellationToken))
            .WithName("ListPartnerRewards").Describe(RewardDescriptions.Rewards);
        api.MapPost("/partner-rewards/{id:long}/reverse", (HttpContext context, long id, CancellationToken cancellationToken) => own.ReverseAsync(context, id, cancellationToken))
            .WithName("ReversePartnerReward").Describe(RewardDescriptions.Reverse);
        api.MapGet("/partner-holds", (HttpContext context, CancellationToken cancellationToken) => own.ListHoldsAsync(context, cancellationToken)).WithName("ListPartnerHolds").Describe(RewardDescriptions.Holds);
        api.MapPost("/partner-holds/{id:long}/release", (HttpContext context, long id, CancellationToken cancellationToken) => own.ReleaseAsync(context, id, cancellationToken))
            .WithName("ReleasePartnerHold").Describe(RewardDescriptions.ReleaseHold);
    }

    private async Task<IResult> ListAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (query, error) = ListQuery.Read(context, directory);
        if (query is null)
        {
            return error!;
        }

        if (await caller.FindPartnerAsync(context, id, cancellationToken) is not var (partner, broker))
        {
            return RewardCaller.Nothing("partner");
        }

        var rows = await rewards.ListAsync(broker.Id, partner.Id, statementId: null, query.Before, query.Limit, cancellationToken);
        return CrmAnswer.Of(
            new RewardList(
                [.. (await rewards.SumAsync(broker.Id, partner.Id, cancellationToken)).Select(EarningsAnswer.From)], [.. rows.Select(RewardAnswer.From)], query.CursorAfter(rows, static row => row.Id)),
            RewardJson.Default.RewardList);
    }

    private async Task<IResult> ReverseAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RewardJson.Default.RewardDecisionRequest, bodyRequired: true);
        if ((error ?? PartnerRequests.FaultOf(name: null, body!.By, body.Reason ?? "")) is { } fault)
        {
            return fault;
        }

        var crmId = context.GetCallerCrmId();
        var brokerId = await database.ReadAsync(
            session => session.FindAsync<long?>("select r.broker_id from partner_rewards r join brokers b on b.id = r.broker_id where b.crm_id = @crmId and r.id = @id", new { crmId, id }), cancellationToken);
        if (brokerId is not { } found || await rewards.FindAsync(found, id, cancellationToken) is not { } row)
        {
            return RewardCaller.Nothing("reward");
        }

        var broker = caller.BrokerOf(found);
        return await caller.OnceAsync(
            context,
            $"reverse {RewardCaller.Text(id)}",
            async note => await rewards.ReverseAsync(
                row, PartnerRequests.ActorOf(body!.By), body.Reason!,
                async (session, added) =>
                {
                    await note(session, added);
                    await caller.NoteAsync(session, context, broker, "reward.reverse", $"reward {RewardCaller.Text(id)}", body.By, body.Reason, $"by line {RewardCaller.Text(added)}");
                },
                cancellationToken) is { } counter
                ? await ShowAsync(found, counter, cancellationToken)
                : RewardCaller.Conflict("The line was taken back before, or takes one back itself"),
            subject => ShowAsync(found, subject, cancellationToken),
            cancellationToken);
    }

    private async Task<IResult> ShowAsync(long brokerId, long id, CancellationToken cancellationToken) =>
        CrmAnswer.Of(RewardAnswer.From((await rewards.FindAsync(brokerId, id, cancellationToken))!), RewardJson.Default.RewardAnswer);

    private async Task<IResult> ListHoldsAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (query, error) = ListQuery.Read(context, directory);
        if (query is null)
        {
            return error!;
        }

        var word = context.Request.Query["open"].ToString();
        if (word is not ("" or "true" or "false"))
        {
            return CrmError.MustBe("open", "true or false");
        }

        var rows = await holds.ListAsync(RewardCaller.ScopeOf(context), query.Broker?.Id, word == "true", query.Before, query.Limit, cancellationToken);
        return CrmAnswer.Of(
            new HoldList([.. rows.Select(row => HoldAnswer.From(row, caller.BrokerOf(row.BrokerId).Name.Value))], query.CursorAfter(rows, static row => row.Id)), RewardJson.Default.HoldList);
    }

    private async Task<IResult> ReleaseAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RewardJson.Default.ReleaseRequest, bodyRequired: true);
        if ((error ?? PartnerRequests.FaultOf(name: null, body!.By, body.Reason ?? "")) is { } fault)
        {
            return fault;
        }

        if (body!.Rate is <= 0 or > MostRate)
        {
            return CrmError.MustBe("rate", "above 0, at most 1,000,000,000");
        }

        if (await holds.FindAsync(RewardCaller.ScopeOf(context), id, cancellationToken) is not { } hold)
        {
            return RewardCaller.Nothing("hold");
        }

        var broker = caller.BrokerOf(hold.BrokerId);
        return await holds.ReleaseFactAsync(
            hold, body.Rate, PartnerRequests.ActorOf(body.By), body.Reason!,
            session => caller.NoteAsync(session, context, broker, "hold.release", $"hold {RewardCaller.Text(id)}", body.By, body.Reason, body.Rate is null ? "without a rate" : $"{hold.Detail}: {body.Rate}"),
            cancellationToken) switch
        {
            HoldRelease.Released => CrmAnswer.Of(HoldAnswer.From((await holds.FindAsync(RewardCaller.ScopeOf(context), id, cancellationToken))!, broker.Name.Value), RewardJson.Default.HoldAnswer),
            HoldRelease.Over => RewardCaller.Conflict("The hold was released before"),
            _ => RewardCaller.Conflict("A statement is released with the statement; a rate is for what lacks one"),
        };
    }
}
