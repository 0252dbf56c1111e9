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
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Partners.Transfers;

/// <summary>Transfers in the management API. What is begun stands in the audit log.</summary>
internal sealed class TransferApi(BrokerDirectory directory, TransferService service, TransferStore store, Database database, TimeProvider time)
{
    private const int LongestReason = 500;
    private const int LongestName = 80;

    private static readonly CrmError _noPartner = new(404, CrmErrorCode.NotFound, "Your CRM has no such partner or transfer");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = ActivatorUtilities.CreateInstance<TransferApi>(routes.ServiceProvider);
        var group = ManagementApi.MapGroup(routes).MapGroup("/partners/{id:long}/transfers");
        group.MapPost("", (HttpContext context, long id, CancellationToken cancellationToken) => own.BeginAsync(context, id, cancellationToken))
            .WithName("TransferTraders").Describe(TransferDescriptions.Begin);
        group.MapGet("", (HttpContext context, long id, CancellationToken cancellationToken) => own.ListAsync(context, id, cancellationToken))
            .WithName("ListTransfers").Describe(TransferDescriptions.List);
        group.MapGet("/{transferId:long}", (HttpContext context, long id, long transferId, CancellationToken cancellationToken) => own.GetAsync(context, id, transferId, cancellationToken))
            .WithName("GetTransfer").Describe(TransferDescriptions.Get);
    }

    private async Task<IResult> BeginAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, TransferJson.Default.TransferRequest, bodyRequired: true);
        if ((error ?? FaultOf(body!)) is { } fault)
        {
            return fault;
        }

        if (await FindBrokerAsync(context, id, cancellationToken) is not { } broker)
        {
            return _noPartner;
        }

        var by = body!.By is { Length: > 0 } ? $"{body.By} (management API)" : "management API";
        var outcome = await service.BeginAsync(
            broker, new(id, body.To!.Value, body.Traders, by, body.Reason!),
            (session, transfer) => AuditStore.AddAsync(
                session,
                new StaffAct(broker.Crm.Id, StaffId: null, by, "partner.transfer", $"partner {id.ToString(CultureInfo.InvariantCulture)}")
                {
                    BrokerId = broker.Id, Detail = DetailOf(transfer), Reason = body.Reason, CameFrom = context.Connection.RemoteIpAddress?.ToString(),
                },
                time.GetUtcNow()),
            cancellationToken);
        return outcome switch
        {
            TransferOutcome.Begun begun => TypedResults.Json(TransferAnswer.Of(begun.Transfer), TransferJson.Default.TransferAnswer, statusCode: StatusCodes.Status202Accepted),
            TransferOutcome.SamePartner => Refusal("from and to are the same partner"),
            TransferOutcome.NotActive => Refusal("Only an active partner can be given traders"),
            TransferOutcome.NoTraders => Refusal("The partner has none of these traders"),
            TransferOutcome.Running => Refusal("A transfer of this partner still goes on; wait until it has ended"),
            _ => _noPartner,
        };
    }

    private async Task<IResult> ListAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (query, error) = ListQuery.Read(context, directory);
        if (query is null)
        {
            return error!;
        }

        if (await FindBrokerAsync(context, id, cancellationToken) is not { } broker)
        {
            return _noPartner;
        }

        var rows = await store.ListAsync(broker.Id, id, query.Before, query.Limit, cancellationToken);
        return CrmAnswer.Of(new TransferList([.. rows.Select(TransferAnswer.Of)], query.CursorAfter(rows, static row => row.Id)), TransferJson.Default.TransferList);
    }

    private async Task<IResult> GetAsync(HttpContext context, long id, long transferId, CancellationToken cancellationToken) =>
        await FindBrokerAsync(context, id, cancellationToken) is { } broker && await store.FindAsync(broker.Id, transferId, cancellationToken) is { } transfer
        && (transfer.FromPartnerId == id || transfer.ToPartnerId == id)
            ? CrmAnswer.Of(TransferAnswer.Of(transfer), TransferJson.Default.TransferAnswer)
            : _noPartner;

    /// <summary>What the audit log says about a transfer.</summary>
    public static string DetailOf(PartnerTransfer transfer) =>
        string.Create(CultureInfo.InvariantCulture, $"{transfer.Total} traders to partner {transfer.ToPartnerId}");

    /// <summary>The broker of the calling CRM whose partner it is (BID-44).</summary>
    private async Task<BrokerEntity?> FindBrokerAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var crmId = context.GetCallerCrmId();
        var brokerId = await database.ReadAsync(
            session => session.FindAsync<long?>("select p.broker_id from partners p join brokers b on b.id = p.broker_id where b.crm_id = @crmId and p.id = @id", new { crmId, id }), cancellationToken);
        return brokerId is { } found ? directory.Current.FindBroker(found) : null;
    }

    private static CrmError Refusal(string text) => new(409, CrmErrorCode.InvalidRequest, text);

    private static CrmError? FaultOf(TransferRequest body) =>
        body.To is null ? CrmError.MissingParameter("to")
        : string.IsNullOrEmpty(body.Reason) ? CrmError.MissingParameter("reason")
        : body.Reason.Length > LongestReason || body.By?.Length > LongestName || $"{body.Reason}{body.By}".Any(char.IsControl)
            ? new(400, CrmErrorCode.InvalidRequest, "reason takes 1 to 500 characters, by at most 80; no control characters")
        : body.Traders is { Count: 0 or > TransferService.MostChosen }
            ? new(400, CrmErrorCode.InvalidRequest, "traders takes 1 to 1000 numbers; left out, all go")
            : null;
}
