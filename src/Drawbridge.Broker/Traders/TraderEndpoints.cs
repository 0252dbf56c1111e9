using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Protocol.Crm;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Traders;

/// <summary>The access of traders in the management API. What is changed stands in the audit log.</summary>
internal sealed class TraderEndpoints(TraderStore store, TraderAccess access, BrokerDirectory directory, TimeProvider time)
{
    private const int LongestText = 254;
    private const int LongestReason = 500;
    private const int LongestName = 80;
    private const int HashLength = 64;

    private static readonly CrmError NoTrader = new(404, CrmErrorCode.UserNotFound, "Your CRM has no such trader");

    private static readonly CrmError NoSession = new(404, CrmErrorCode.NotFound, "The trader has no such session; it may have ended");

    private static readonly CrmError Unchanged = new(409, CrmErrorCode.InvalidRequest, "It is so already; nothing was changed");

    private static readonly CrmError BadText = new(
        400, CrmErrorCode.InvalidRequest, "reason takes 1 to 500 characters, by at most 80; no control characters");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = ManagementApi.MapGroup(routes).MapGroup("/traders");
        group.MapGet("", (HttpContext context, TraderEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken))
            .WithName("ListTraders").Describe(TraderDescriptions.List);
        group.MapGet("/{id:long}", (HttpContext context, long id, TraderEndpoints own, CancellationToken cancellationToken) => own.GetAsync(context, id, cancellationToken))
            .WithName("GetTrader").Describe(TraderDescriptions.Get);
        group.MapDelete("/{id:long}/sessions/{session}", (HttpContext context, long id, string session, TraderEndpoints own, CancellationToken cancellationToken) =>
            own.EndAsync(context, id, session, cancellationToken)).WithName("EndTraderSession").Describe(TraderDescriptions.EndOne);
        group.MapDelete("/{id:long}/sessions", (HttpContext context, long id, TraderEndpoints own, CancellationToken cancellationToken) =>
            own.DoAsync(context, id, TraderAct.EndAll, new TraderActRequest(), cancellationToken)).WithName("EndTraderSessions").Describe(TraderDescriptions.EndAll);
        foreach (var (path, act, name, operation) in new[]
        {
            ("reset-second-factor", TraderAct.ResetFactor, "ResetTraderSecondFactor", TraderDescriptions.ResetFactor),
            ("block", TraderAct.Block, "BlockTrader", TraderDescriptions.Block),
            ("unblock", TraderAct.Unblock, "UnblockTrader", TraderDescriptions.Unblock),
        })
        {
            group.MapPost($"/{{id:long}}/{path}", (HttpContext context, long id, TraderEndpoints own, CancellationToken cancellationToken) =>
                own.ActAsync(context, id, act, cancellationToken)).WithName(name).Describe(operation);
        }
    }

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (query, error) = ListQuery.Read(context, directory);
        if (query is null)
        {
            return error!;
        }

        var text = context.Request.Query["search"].ToString().Trim();
        if (text.Length > LongestText)
        {
            return CrmError.MustBe("search", "at most 254 characters");
        }

        var rows = await store.ListAsync(ScopeOf(context), query.Broker?.Id, text.Length == 0 ? null : text, query.Before, query.Limit, cancellationToken);
        return CrmAnswer.Of(
            new TraderList([.. rows.Select(row => TraderAnswer.From(row, BrokerOf(row)))], query.CursorAfter(rows, static row => row.Id)), TraderJson.Default.TraderList);
    }

    private async Task<IResult> GetAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await access.FindAsync(ScopeOf(context), id, cancellationToken) is { } dossier
            ? CrmAnswer.Of(TraderDetail.From(dossier, BrokerOf(dossier.Trader)), TraderJson.Default.TraderDetail)
            : NoTrader;

    private async Task<IResult> EndAsync(HttpContext context, long id, string session, CancellationToken cancellationToken)
    {
        var scope = ScopeOf(context);
        if (await store.FindAsync(scope, id, cancellationToken) is not { } trader)
        {
            return NoTrader;
        }

        return session.Length == HashLength && session.All(char.IsAsciiHexDigit)
            && await access.EndAsync(scope, id, Convert.FromHexString(session), AuditOf(context, trader, "end-session", new()), cancellationToken) == TraderOutcome.Done
                ? TypedResults.NoContent()
                : NoSession;
    }

    private async Task<IResult> ActAsync(HttpContext context, long id, TraderAct act, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, TraderJson.Default.TraderActRequest, bodyRequired: true);
        if (error is not null)
        {
            return error;
        }

        return string.IsNullOrWhiteSpace(body!.Reason) ? CrmError.MissingParameter("reason")
            : body.Reason.Length > LongestReason || body.By?.Length > LongestName || $"{body.Reason}{body.By}".Any(char.IsControl) ? BadText
            : await DoAsync(context, id, act, body, cancellationToken);
    }

    private async Task<IResult> DoAsync(HttpContext context, long id, TraderAct act, TraderActRequest body, CancellationToken cancellationToken)
    {
        var scope = ScopeOf(context);
        if (await store.FindAsync(scope, id, cancellationToken) is not { } trader)
        {
            return NoTrader;
        }

        return await access.DoAsync(scope, id, act, AuditOf(context, trader, NameOf(act), body), cancellationToken) switch
        {
            TraderOutcome.Done => TypedResults.NoContent(),
            TraderOutcome.Unchanged => Unchanged,
            _ => NoTrader,
        };
    }

    /// <summary>What an act is called in the audit log, behind <c>trader.</c>.</summary>
    public static string NameOf(TraderAct act) => act switch
    {
        TraderAct.EndAll => "end-all",
        TraderAct.ResetFactor => "reset-factor",
        TraderAct.Block => "block",
        _ => "unblock",
    };

    public static string ObjectOf(long id) => string.Create(CultureInfo.InvariantCulture, $"trader {id}");

    private Func<DbSession, Task> AuditOf(HttpContext context, TraderRow trader, string name, TraderActRequest body)
    {
        var actor = body.By is { Length: > 0 } by ? $"{by} (management API)" : "management API";
        var act = new StaffAct(context.GetCallerCrmId(), StaffId: null, actor, $"trader.{name}", ObjectOf(trader.Id))
        {
            BrokerId = trader.BrokerId,
            Detail = trader.Email,
            Reason = body.Reason,
            CameFrom = context.Connection.RemoteIpAddress?.ToString(),
        };
        return session => AuditStore.AddAsync(session, act, time.GetUtcNow());
    }

    private BrokerEntity BrokerOf(TraderRow row) =>
        directory.Current.FindBroker(row.BrokerId) ?? throw new InvalidOperationException("The broker of a trader is not in the directory.");

    private static BrokerScope ScopeOf(HttpContext context) => new(context.GetCallerCrmId());
}
