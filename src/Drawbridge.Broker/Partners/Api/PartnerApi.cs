using System.Globalization;
using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Tree;
using Drawbridge.Broker.Traders;
using Drawbridge.Protocol.Crm;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Partners.Api;

/// <summary>Partners in the management API. What is changed stands in the audit log.</summary>
internal sealed class PartnerApi(
    BrokerDirectory directory, PartnerStore partners, PartnerService service, PartnerTreeStore trees, AttributionService attributions, PartnerSweep sweep, TraderStore traders, AccountStore accounts,
    TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = ActivatorUtilities.CreateInstance<PartnerApi>(routes.ServiceProvider);
        var group = ManagementApi.MapGroup(routes).MapGroup("/partners");
        group.MapGet("", (HttpContext context, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken)).WithName("ListPartners").Describe(PartnerDescriptions.List);
        group.MapPost("", (HttpContext context, CancellationToken cancellationToken) => own.AddAsync(context, cancellationToken)).WithName("AddPartner").Describe(PartnerDescriptions.Add);
        group.MapGet("/{id:long}", (HttpContext context, long id, CancellationToken cancellationToken) => own.GetAsync(context, id, cancellationToken)).WithName("GetPartner").Describe(PartnerDescriptions.Get);
        group.MapGet("/{id:long}/traders", (HttpContext context, long id, CancellationToken cancellationToken) => own.ListTradersAsync(context, id, cancellationToken)).WithName("ListPartnerTraders").Describe(PartnerDescriptions.Traders);
        group.MapPost("/{id:long}/move", (HttpContext context, long id, CancellationToken cancellationToken) => own.MoveAsync(context, id, cancellationToken)).WithName("MovePartner").Describe(PartnerDescriptions.Move);
        group.MapPost("/{id:long}/rename", (HttpContext context, long id, CancellationToken cancellationToken) => own.RenameAsync(context, id, cancellationToken)).WithName("RenamePartner").Describe(PartnerDescriptions.Rename);
        foreach (var (path, to, name, operation) in new[]
        {
            ("approve", PartnerStatus.Active, "ApprovePartner", PartnerDescriptions.Approve),
            ("reject", PartnerStatus.Rejected, "RejectPartner", PartnerDescriptions.Reject),
            ("suspend", PartnerStatus.Suspended, "SuspendPartner", PartnerDescriptions.Suspend),
            ("resume", PartnerStatus.Active, "ResumePartner", PartnerDescriptions.Resume),
        })
        {
            group.MapPost($"/{{id:long}}/{path}", (HttpContext context, long id, CancellationToken cancellationToken) => own.DecideAsync(context, id, to, path, cancellationToken))
                .WithName(name).Describe(operation);
        }
    }

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (query, error) = ListQuery.Read(context, directory);
        if (query is null)
        {
            return error!;
        }

        PartnerStatus? status = null;
        if (context.Request.Query["status"].ToString() is { Length: > 0 } word)
        {
            if (!Enum.GetValues<PartnerStatus>().Any(one => PartnerAnswer.WordOf(one) == word))
            {
                return CrmError.MustBe("status", "pending, active, suspended or rejected");
            }

            status = Enum.GetValues<PartnerStatus>().First(one => PartnerAnswer.WordOf(one) == word);
        }

        var rows = await partners.ListAsync(new(context.GetCallerCrmId()), query.Broker?.Id, status, query.Before, query.Limit, cancellationToken);
        return CrmAnswer.Of(
            new PartnerList([.. rows.Select(row => PartnerAnswer.From(row, directory.Current.FindBroker(row.BrokerId)!.Name.Value))], query.CursorAfter(rows, static row => row.Id)), PartnerJson.Default.PartnerList);
    }

    private async Task<IResult> AddAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, PartnerJson.Default.NewPartnerRequest, bodyRequired: true);
        if (error is not null)
        {
            return error;
        }

        if (string.IsNullOrEmpty(body!.BrokerName) || body.TraderId is not { } traderId)
        {
            return CrmError.MissingParameter(string.IsNullOrEmpty(body.BrokerName) ? "brokerName" : "traderId");
        }

        if (context.FindBroker(directory, body.BrokerName) is not { } broker)
        {
            return CrmError.BrokerIdInvalid;
        }

        if (body.PartnerId is { } identifier && !PartnerIdentifier.IsAllowed(identifier))
        {
            return CrmError.MustBe("partnerId", "1 to 128 letters, digits, '-', '.', '_' or '~' (DEC-27)");
        }

        if (PartnerRequests.FaultOf(body.Name, body.By, reason: null) is { } fault)
        {
            return fault;
        }

        if (await traders.FindAsync(new(broker.Crm.Id), traderId, cancellationToken) is not { } trader || trader.BrokerId != broker.Id)
        {
            return PartnerRequests.NoTrader;
        }

        long? accountId = null;
        if (body.AccountLogin is { } login
            && (accountId = (await accounts.ListAsync(broker.Id, traderId, cancellationToken)).FirstOrDefault(account => account.TraderLogin == login)?.Id) is null)
        {
            return PartnerRequests.NoTrader;
        }

        var asked = new NewPartner(traderId, body.Name ?? NameOf(trader))
        {
            AccountId = accountId, Identifier = body.PartnerId, ParentId = body.ParentId, IsDecided = true, By = PartnerRequests.ActorOf(body.By),
        };
        var outcome = await service.RegisterAsync(broker, asked, AuditOf(context, broker, "add", body.By, reason: null), cancellationToken);
        return await AnswerAsync(outcome, broker, StatusCodes.Status201Created, cancellationToken);
    }

    private async Task<IResult> GetAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await FindAsync(context, id, cancellationToken) is var (partner, broker) ? await ShowAsync(partner, broker, StatusCodes.Status200OK, cancellationToken) : PartnerRequests.NoPartner;

    private async Task<IResult> ListTradersAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (query, error) = ListQuery.Read(context, directory);
        if (query is null)
        {
            return error!;
        }

        if (await FindAsync(context, id, cancellationToken) is not var (partner, broker))
        {
            return PartnerRequests.NoPartner;
        }

        await sweep.ReadIdentifiersAsync(broker.Id, cancellationToken);
        var rows = await attributions.ListAsync(broker.Id, partner.Id, query.Before, query.Limit, cancellationToken);
        return CrmAnswer.Of(
            new AttributedTraderList(
                [.. rows.Select(static row => new AttributedTraderAnswer(row.UserId, row.Email, row.FirstName, row.LastName, row.Source.ToString().ToLowerInvariant(), row.Since))],
                query.CursorAfter(rows, static row => row.UserId)),
            PartnerJson.Default.AttributedTraderList);
    }

    private async Task<IResult> DecideAsync(HttpContext context, long id, PartnerStatus to, string name, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, PartnerJson.Default.PartnerDecisionRequest, bodyRequired: true);
        if ((error ?? PartnerRequests.FaultOf(name: null, body!.By, body.Reason ?? "")) is { } fault)
        {
            return fault;
        }

        return await FindAsync(context, id, cancellationToken) is var (_, broker)
            ? await AnswerAsync(
                await service.DecideAsync(broker, id, to, PartnerRequests.ActorOf(body!.By), body.Reason, AuditOf(context, broker, name, body.By, body.Reason), cancellationToken), broker, StatusCodes.Status200OK,
                cancellationToken)
            : PartnerRequests.NoPartner;
    }

    private async Task<IResult> MoveAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, PartnerJson.Default.PartnerMoveRequest, bodyRequired: true);
        if ((error ?? PartnerRequests.FaultOf(name: null, body!.By, body.Reason ?? "")) is { } fault)
        {
            return fault;
        }

        return await FindAsync(context, id, cancellationToken) is var (_, broker)
            ? await AnswerAsync(
                await service.MoveAsync(
                    broker, id, body!.ParentId, body.From ?? time.GetUtcNow(), PartnerRequests.ActorOf(body.By), body.Reason, AuditOf(context, broker, "move", body.By, body.Reason), cancellationToken),
                broker, StatusCodes.Status200OK, cancellationToken)
            : PartnerRequests.NoPartner;
    }

    private async Task<IResult> RenameAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, PartnerJson.Default.PartnerNameRequest, bodyRequired: true);
        if ((error ?? (string.IsNullOrWhiteSpace(body!.Name) ? CrmError.MissingParameter("name") : PartnerRequests.FaultOf(body.Name, body.By, body.Reason ?? ""))) is { } fault)
        {
            return fault;
        }

        return await FindAsync(context, id, cancellationToken) is var (before, broker)
            ? await AnswerAsync(
                await service.RenameAsync(
                    broker, id, body!.Name!.Trim(), PartnerRequests.ActorOf(body.By), body.Reason, AuditOf(context, broker, "rename", body.By, body.Reason, $"{before.Name} to {body.Name.Trim()}"), cancellationToken),
                broker, StatusCodes.Status200OK, cancellationToken)
            : PartnerRequests.NoPartner;
    }

    private async Task<IResult> AnswerAsync(PartnerOutcome outcome, BrokerEntity broker, int status, CancellationToken cancellationToken) => outcome switch
    {
        PartnerOutcome.Done done => await ShowAsync(done.Partner, broker, status, cancellationToken),
        PartnerOutcome.Exists exists => new CrmError(409, CrmErrorCode.InvalidRequest, $"The trader or account is partner {exists.Partner.Id.ToString(CultureInfo.InvariantCulture)} already"),
        PartnerOutcome.IdentifierTaken => new CrmError(409, CrmErrorCode.InvalidRequest, "Another partner of the broker has this partnerId"),
        PartnerOutcome.WrongStatus wrong => new CrmError(409, CrmErrorCode.InvalidRequest, $"The partner is {PartnerAnswer.WordOf(wrong.Status)}; that does not go from there"),
        PartnerOutcome.Circle circle => new CrmError(
            409, CrmErrorCode.InvalidRequest, $"From {circle.From.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC on the partner would stand above itself"),
        _ => PartnerRequests.NoPartner,
    };

    private async Task<IResult> ShowAsync(Partner partner, BrokerEntity broker, int status, CancellationToken cancellationToken)
    {
        var tree = await trees.ReadAboveAsync(broker.Id, partner.Id, cancellationToken);
        var ancestors = tree.AncestorsOf(partner.Id, time.GetUtcNow());
        var named = await partners.FindAllAsync(broker.Id, ancestors, cancellationToken);
        await sweep.ReadIdentifiersAsync(broker.Id, cancellationToken);
        var count = await attributions.CountAsync(broker.Id, partner.Id, cancellationToken);
        return TypedResults.Json(new PartnerDetail(PartnerAnswer.From(partner, broker.Name.Value), [.. ancestors.Select(id => PartnerAnswer.From(named[id], broker.Name.Value))], count), PartnerJson.Default.PartnerDetail, statusCode: status);
    }

    /// <summary>A partner of a broker of the calling CRM (BID-44).</summary>
    private async Task<(Partner Partner, BrokerEntity Broker)?> FindAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await partners.FindAsync(new BrokerScope(context.GetCallerCrmId()), id, cancellationToken) is { } partner && directory.Current.FindBroker(partner.BrokerId) is { } broker ? (partner, broker) : null;

    private Func<DbSession, Partner, Task> AuditOf(HttpContext context, BrokerEntity broker, string name, string? by, string? reason, string? detail = null) => (session, partner) => AuditStore.AddAsync(
        session,
        new StaffAct(broker.Crm.Id, StaffId: null, PartnerRequests.ActorOf(by), $"partner.{name}", $"partner {partner.Id.ToString(CultureInfo.InvariantCulture)}")
        {
            BrokerId = broker.Id, Detail = detail ?? partner.Identifier, Reason = reason, CameFrom = context.Connection.RemoteIpAddress?.ToString(),
        },
        time.GetUtcNow());

    private static string NameOf(TraderRow trader) => $"{trader.FirstName} {trader.LastName}".Trim() is { Length: > 0 } name ? name : trader.Email;
}
