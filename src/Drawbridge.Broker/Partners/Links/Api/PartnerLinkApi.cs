using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.Partners.Api;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Protocol.Crm;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Partners.Links.Api;

/// <summary>Links and codes of partners in the management API. What is changed stands in the audit log.</summary>
internal sealed class PartnerLinkApi(
    BrokerDirectory directory, PartnerStore partners, PartnerLinkStore store, PartnerLinkService service, TimeProvider time)
{
    private static readonly CrmError _noLink = new(404, CrmErrorCode.NotFound, "The partner has no such link");
    private static readonly CrmError _noCode = new(404, CrmErrorCode.NotFound, "The partner has no such code");
    private static readonly CrmError _tooMany = new(
        409, CrmErrorCode.InvalidRequest, $"The partner has {PartnerLinkService.Most.ToString(CultureInfo.InvariantCulture)} already that are not archived: archive one first");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = ActivatorUtilities.CreateInstance<PartnerLinkApi>(routes.ServiceProvider);
        var group = ManagementApi.MapGroup(routes).MapGroup("/partners/{id:long}");
        group.MapGet("/links", (HttpContext context, long id, CancellationToken token) => own.ListAsync(context, id, token)).WithName("ListPartnerLinks").Describe(PartnerLinkDescriptions.Links);
        group.MapPost("/links", (HttpContext context, long id, CancellationToken token) => own.AddAsync(context, id, token)).WithName("AddPartnerLink").Describe(PartnerLinkDescriptions.AddLink);
        group.MapPost("/links/{link:long}/archive", (HttpContext context, long id, long link, CancellationToken token) => own.ArchiveAsync(context, id, link, token))
            .WithName("ArchivePartnerLink").Describe(PartnerLinkDescriptions.ArchiveLink);
        group.MapGet("/links/{link:long}/qr.svg", (HttpContext context, long id, long link, CancellationToken token) => own.DrawAsync(context, id, link, token))
            .WithName("DrawPartnerLink").Describe(PartnerLinkDescriptions.Picture);
        group.MapGet("/codes", (HttpContext context, long id, CancellationToken token) => own.ListCodesAsync(context, id, token)).WithName("ListPartnerCodes").Describe(PartnerLinkDescriptions.Codes);
        group.MapPost("/codes", (HttpContext context, long id, CancellationToken token) => own.AddCodeAsync(context, id, token)).WithName("AddPartnerCode").Describe(PartnerLinkDescriptions.AddCode);
        group.MapPost("/codes/{code:long}/archive", (HttpContext context, long id, long code, CancellationToken token) => own.ArchiveCodeAsync(context, id, code, token))
            .WithName("ArchivePartnerCode").Describe(PartnerLinkDescriptions.ArchiveCode);
    }

    private async Task<IResult> ListAsync(HttpContext context, long id, CancellationToken cancellationToken)
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

        var rows = await store.ListAsync(broker.Id, partner.Id, query.Before, query.Limit, cancellationToken);
        var counts = await CountAsync(broker, rows, cancellationToken);
        return CrmAnswer.Of(
            new PartnerLinkList(
                [.. rows.Select(row => PartnerLinkAnswer.From(row, counts.GetValueOrDefault(row.Id), broker, context.Request))], query.CursorAfter(rows, static row => row.Id)),
            PartnerLinkJson.Default.PartnerLinkList);
    }

    private async Task<IResult> AddAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, PartnerLinkJson.Default.NewPartnerLinkRequest, bodyRequired: true);
        if ((error ?? PartnerRequests.FaultOf(name: null, body!.By, reason: null)) is { } fault)
        {
            return fault;
        }

        if (string.IsNullOrEmpty(body!.Name))
        {
            return CrmError.MissingParameter("name");
        }

        if (await FindAsync(context, id, cancellationToken) is not var (partner, broker))
        {
            return PartnerRequests.NoPartner;
        }

        if (LinkAddress.TargetOf(body.Target ?? LinkAddress.WordOf(LinkTarget.SignUp)) is not { } target)
        {
            return CrmError.MustBe("target", "signup, client, app or web");
        }

        var asked = new PartnerLink
        {
            Name = body.Name, Target = target, DeepLink = body.DeepLink, Username = body.Username, UtmSource = body.UtmSource, UtmMedium = body.UtmMedium, UtmCampaign = body.UtmCampaign,
            UtmTerm = body.UtmTerm,
        };
        var outcome = await service.AddAsync(
            broker, partner, asked, (session, link) => AuditAsync(session, context, broker, partner, "link.add", link.Slug, body.By), cancellationToken);
        return Answer(outcome, link => TypedResults.Json(
            PartnerLinkAnswer.From(link, null, broker, context.Request), PartnerLinkJson.Default.PartnerLinkAnswer, statusCode: StatusCodes.Status201Created), _noLink);
    }

    private async Task<IResult> ArchiveAsync(HttpContext context, long id, long linkId, CancellationToken cancellationToken)
    {
        var (by, fault) = await ReadByAsync(context);
        if (fault is not null)
        {
            return fault;
        }

        if (await FindAsync(context, id, cancellationToken) is not var (partner, broker))
        {
            return PartnerRequests.NoPartner;
        }

        var outcome = await service.ArchiveAsync(
            partner, linkId, (session, link) => AuditAsync(session, context, broker, partner, "link.archive", link.Slug, by), cancellationToken);
        var counts = outcome is LinkOutcome<PartnerLink>.Done done ? await CountAsync(broker, [done.Value], cancellationToken) : null;
        return Answer(outcome, link => CrmAnswer.Of(
            PartnerLinkAnswer.From(link, counts!.GetValueOrDefault(link.Id), broker, context.Request), PartnerLinkJson.Default.PartnerLinkAnswer), _noLink);
    }

    private async Task<IResult> DrawAsync(HttpContext context, long id, long linkId, CancellationToken cancellationToken) =>
        await FindAsync(context, id, cancellationToken) is not var (partner, broker) ? PartnerRequests.NoPartner
        : await store.FindAsync(broker.Id, partner.Id, linkId, cancellationToken) is { } link
            ? TypedResults.Text(QrPicture.Draw(LinkAddress.Of(link, broker, context.Request)), QrPicture.ContentType)
            : _noLink;

    private async Task<IResult> ListCodesAsync(HttpContext context, long id, CancellationToken cancellationToken)
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

        var rows = await store.ListCodesAsync(broker.Id, partner.Id, query.Before, query.Limit, cancellationToken);
        return CrmAnswer.Of(
            new PartnerCodeList([.. rows.Select(PartnerCodeAnswer.From)], query.CursorAfter(rows, static row => row.Id)), PartnerLinkJson.Default.PartnerCodeList);
    }

    private async Task<IResult> AddCodeAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, PartnerLinkJson.Default.NewPartnerCodeRequest, bodyRequired: true);
        if ((error ?? PartnerRequests.FaultOf(name: null, body!.By, reason: null)) is { } fault)
        {
            return fault;
        }

        if (await FindAsync(context, id, cancellationToken) is not var (partner, broker))
        {
            return PartnerRequests.NoPartner;
        }

        var outcome = await service.AddCodeAsync(
            partner, body!.Code, body.LinkId, (session, code) => AuditAsync(session, context, broker, partner, "code.add", code.Code, body.By), cancellationToken);
        return Answer(
            outcome, static code => TypedResults.Json(PartnerCodeAnswer.From(code), PartnerLinkJson.Default.PartnerCodeAnswer, statusCode: StatusCodes.Status201Created), _noLink);
    }

    private async Task<IResult> ArchiveCodeAsync(HttpContext context, long id, long codeId, CancellationToken cancellationToken)
    {
        var (by, fault) = await ReadByAsync(context);
        if (fault is not null)
        {
            return fault;
        }

        if (await FindAsync(context, id, cancellationToken) is not var (partner, broker))
        {
            return PartnerRequests.NoPartner;
        }

        var detail = codeId.ToString(CultureInfo.InvariantCulture);
        return await service.ArchiveCodeAsync(partner, codeId, session => AuditAsync(session, context, broker, partner, "code.archive", detail, by), cancellationToken)
            ? TypedResults.NoContent()
            : _noCode;
    }

    private static IResult Answer<T>(LinkOutcome<T> outcome, Func<T, IResult> done, CrmError notFound) => outcome switch
    {
        LinkOutcome<T>.Done it => done(it.Value),
        LinkOutcome<T>.Invalid invalid => CrmError.MustBe(invalid.Field, invalid.MustBe),
        LinkOutcome<T>.Taken => new CrmError(409, CrmErrorCode.InvalidRequest, "The broker has this code already"),
        LinkOutcome<T>.TooMany => _tooMany,
        _ => notFound,
    };

    private static async Task<(string? By, CrmError? Fault)> ReadByAsync(HttpContext context)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, PartnerLinkJson.Default.PartnerArchiveRequest, bodyRequired: false);
        return (body?.By, error ?? PartnerRequests.FaultOf(name: null, body?.By, reason: null));
    }

    private async Task<IReadOnlyDictionary<long, PartnerLinkCount>> CountAsync(BrokerEntity broker, IReadOnlyList<PartnerLink> links, CancellationToken cancellationToken) =>
        (await store.CountAsync(broker.Id, [.. links.Select(static link => link.Id)], cancellationToken)).ToDictionary(static count => count.LinkId);

    /// <summary>A partner of a broker of the calling CRM (BID-44).</summary>
    private async Task<(Partner Partner, BrokerEntity Broker)?> FindAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await partners.FindAsync(new BrokerScope(context.GetCallerCrmId()), id, cancellationToken) is { } partner && directory.Current.FindBroker(partner.BrokerId) is { } broker
            ? (partner, broker)
            : null;

    private Task AuditAsync(DbSession session, HttpContext context, BrokerEntity broker, Partner partner, string what, string detail, string? by) => AuditStore.AddAsync(
        session,
        new StaffAct(
            broker.Crm.Id, StaffId: null, PartnerRequests.ActorOf(by), $"partner.{what}", $"partner {partner.Id.ToString(CultureInfo.InvariantCulture)}")
        {
            BrokerId = broker.Id, Detail = detail, CameFrom = context.Connection.RemoteIpAddress?.ToString(),
        },
        time.GetUtcNow());
}
