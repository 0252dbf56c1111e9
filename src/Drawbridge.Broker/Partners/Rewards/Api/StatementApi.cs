using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.Partners.Api;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Broker.Partners.Rewards.Statements;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Partners.Rewards.Api;

/// <summary>Statements in the management API.</summary>
internal sealed class StatementApi(BrokerDirectory directory, StatementStore statements, StatementService service, RewardReader rewards, RewardCaller caller)
{
    private static readonly StatementState[] _states = [StatementState.Draft, StatementState.Held, StatementState.Approved, StatementState.Paying, StatementState.Paid];

    /// <summary>The words of the states.</summary>
    public static IReadOnlyList<string> States { get; } = [.. _states.Select(StatementAnswer.WordOf)];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = ActivatorUtilities.CreateInstance<StatementApi>(routes.ServiceProvider);
        var group = ManagementApi.MapGroup(routes).MapGroup("/partner-statements");
        group.MapGet("", (HttpContext context, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken)).WithName("ListPartnerStatements").Describe(RewardDescriptions.Statements);
        group.MapGet("/{id:long}", (HttpContext context, long id, CancellationToken cancellationToken) => own.GetAsync(context, id, cancellationToken)).WithName("GetPartnerStatement").Describe(RewardDescriptions.Statement);
        group.MapGet("/{id:long}/lines", (HttpContext context, long id, CancellationToken cancellationToken) => own.ListLinesAsync(context, id, cancellationToken))
            .WithName("ListPartnerStatementLines").Describe(RewardDescriptions.Lines);
        foreach (var (path, name, operation) in new[]
        {
            ("approve", "ApprovePartnerStatement", RewardDescriptions.Approve), ("hold", "HoldPartnerStatement", RewardDescriptions.Hold), ("release", "ReleasePartnerStatement", RewardDescriptions.Release),
            ("pay", "PayPartnerStatement", RewardDescriptions.Pay),
        })
        {
            group.MapPost($"/{{id:long}}/{path}", (HttpContext context, long id, CancellationToken cancellationToken) => own.DecideAsync(context, id, path, cancellationToken)).WithName(name).Describe(operation);
        }
    }

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (query, error) = ListQuery.Read(context, directory);
        if (query is null)
        {
            return error!;
        }

        StatementState? state = null;
        if (context.Request.Query["state"].ToString() is { Length: > 0 } word)
        {
            if (!States.Contains(word))
            {
                return CrmError.MustBe("state", string.Join(", ", States));
            }

            state = _states.First(one => StatementAnswer.WordOf(one) == word);
        }

        var numbers = new long?[2];
        foreach (var (name, i) in new[] { ("partner", 0), ("run", 1) })
        {
            if (context.Request.Query[name].ToString() is { Length: > 0 } text)
            {
                if (!long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
                {
                    return CrmError.MustBe(name, "a number");
                }

                numbers[i] = number;
            }
        }

        var rows = await statements.ListAsync(RewardCaller.ScopeOf(context), query.Broker?.Id, numbers[0], numbers[1], state, query.Before, query.Limit, cancellationToken);
        return CrmAnswer.Of(
            new StatementList([.. rows.Select(row => StatementAnswer.Of(row, caller.BrokerOf(row.BrokerId).Name.Value))], query.CursorAfter(rows, static row => row.Id)), RewardJson.Default.StatementList);
    }

    private async Task<IResult> GetAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await statements.FindRowAsync(RewardCaller.ScopeOf(context), id, cancellationToken) is { } row
            ? CrmAnswer.Of(
                new StatementDetail(
                    StatementAnswer.Of(row, caller.BrokerOf(row.BrokerId).Name.Value), await statements.ListApprovalsAsync(row.BrokerId, id, cancellationToken),
                    StatementService.Needed(caller.BrokerOf(row.BrokerId))),
                RewardJson.Default.StatementDetail)
            : RewardCaller.Nothing("statement");

    private async Task<IResult> ListLinesAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (query, error) = ListQuery.Read(context, directory);
        if (query is null)
        {
            return error!;
        }

        if (await statements.FindRowAsync(RewardCaller.ScopeOf(context), id, cancellationToken) is not { } row)
        {
            return RewardCaller.Nothing("statement");
        }

        var lines = await rewards.ListAsync(row.BrokerId, row.PartnerId, id, query.Before, query.Limit, cancellationToken);
        return CrmAnswer.Of(new StatementLines([.. lines.Select(RewardAnswer.From)], query.CursorAfter(lines, static line => line.Id)), RewardJson.Default.StatementLines);
    }

    private async Task<IResult> DecideAsync(HttpContext context, long id, string what, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, RewardJson.Default.PayoutRequest, bodyRequired: false);
        var needsReason = what is "hold" or "release";
        if ((error ?? PartnerRequests.FaultOf(name: null, body!.By, needsReason ? body.Reason ?? "" : body.Reason)) is { } fault)
        {
            return fault;
        }

        if (body!.AccountLogin is not null && what != "pay")
        {
            return new CrmError(400, CrmErrorCode.InvalidRequest, "accountLogin is for pay only");
        }

        if (await statements.FindRowAsync(RewardCaller.ScopeOf(context), id, cancellationToken) is not { } row)
        {
            return RewardCaller.Nothing("statement");
        }

        var broker = caller.BrokerOf(row.BrokerId);
        return await caller.OnceAsync(
            context,
            $"{what} statement {RewardCaller.Text(id)}",
            async note =>
            {
                var act = new StatementAct(PartnerRequests.ActorOf(body.By), body.Reason, async (session, statement) =>
                {
                    await note(session, id);
                    await caller.NoteAsync(session, context, broker, $"statement.{what}", $"statement {RewardCaller.Text(id)}", body.By, body.Reason, statement.State.ToString());
                });
                return await AnswerAsync(
                    context, id,
                    await (what switch
                    {
                        "approve" => service.ApproveAsync(broker, id, act, cancellationToken),
                        "hold" => service.HoldAsync(broker, id, act, cancellationToken),
                        "release" => service.ReleaseAsync(broker, id, act, cancellationToken),
                        _ => service.PayAsync(broker, id, body.AccountLogin, act, cancellationToken),
                    }),
                    cancellationToken);
            },
            subject => GetAsync(context, subject, cancellationToken),
            cancellationToken);
    }

    private async Task<IResult> AnswerAsync(HttpContext context, long id, StatementResult result, CancellationToken cancellationToken) => result switch
    {
        StatementResult.Changed => await GetAsync(context, id, cancellationToken),
        StatementResult.WrongState wrong => RewardCaller.Conflict($"The statement is {StatementAnswer.WordOf(wrong.State)}; that does not go from there"),
        StatementResult.SamePerson => RewardCaller.Conflict("The same person has agreed already; somebody else has to"),
        StatementResult.NoAccount => RewardCaller.Conflict("The partner has no such live account in the currency of the statement"),
        _ => RewardCaller.Nothing("statement"),
    };
}
