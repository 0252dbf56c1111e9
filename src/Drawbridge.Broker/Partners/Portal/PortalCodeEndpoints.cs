using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners.Links;
using Drawbridge.Broker.Partners.Portal.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Partners.Portal;

/// <summary>The partner's codes, where the broker's sign-up asks for them.</summary>
internal static class PortalCodeEndpoints
{
    public static void MapPortalCodes(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(ScreenPaths.PartnerCodes, ListAsync);
        pages.MapPost(ScreenPaths.PartnerCodes, AddAsync);
        pages.MapPost(ScreenPaths.PartnerCodes + "/{id:long}" + ScreenPaths.Archive, ArchiveAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, PartnerPortal portal, PartnerLinkStore store, CancellationToken cancellationToken)
    {
        var (visit, answer) = await EnterAsync(context, portal, cancellationToken);
        return visit is null ? answer! : await ShowAsync(context, visit, store, "", linkId: null, new(), cancellationToken);
    }

    private static async Task<IResult> AddAsync(HttpContext context, PartnerPortal portal, PartnerLinkStore store, PartnerLinkService service, CancellationToken cancellationToken)
    {
        var (visit, answer) = await EnterAsync(context, portal, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var code = form["code"].ToString().Trim();
        long? linkId = long.TryParse(form["link"], NumberStyles.None, CultureInfo.InvariantCulture, out var chosen) ? chosen : null;
        var texts = context.GetScreen().Texts;
        var errors = new FormErrors();
        switch (await service.AddCodeAsync(visit.Partner!, code, linkId, also: null, cancellationToken))
        {
            case LinkOutcome<PartnerCode>.Done:
                return new SeeOther(visit.UrlFor(context.GetScreen(), ScreenPaths.PartnerCodes));
            case LinkOutcome<PartnerCode>.Invalid:
                errors.Add("code", texts[ScreenTextKey.ErrorFieldInvalid]);
                break;
            case LinkOutcome<PartnerCode>.Taken:
                errors.Add("code", texts[PartnerTextKey.PartnerCodeTaken]);
                break;
            case LinkOutcome<PartnerCode>.TooMany:
                errors.Add(field: null, texts[PartnerTextKey.PartnerErrorMany]);
                break;
            default:
                errors.Add("link", texts[ScreenTextKey.ErrorFieldChoose]);
                break;
        }

        return await ShowAsync(context, visit, store, code, linkId, errors, cancellationToken);
    }

    private static async Task<IResult> ArchiveAsync(HttpContext context, long id, PartnerPortal portal, PartnerLinkService service, CancellationToken cancellationToken)
    {
        var (visit, answer) = await EnterAsync(context, portal, cancellationToken);
        return visit is null ? answer!
            : await service.ArchiveCodeAsync(visit.Partner!, id, also: null, cancellationToken) ? new SeeOther(visit.UrlFor(context.GetScreen(), ScreenPaths.PartnerCodes))
            : ScreenError.NotFound;
    }

    private static async Task<(PortalVisit? Visit, IResult? Answer)> EnterAsync(HttpContext context, PartnerPortal portal, CancellationToken cancellationToken) =>
        context.GetBroker().AsksForCode() ? await portal.EnterAsync(context, ScreenPaths.PartnerCodes, cancellationToken) : (null, ScreenError.NotOffered);

    private static async Task<IResult> ShowAsync(
        HttpContext context, PortalVisit visit, PartnerLinkStore store, string code, long? linkId, FormErrors errors, CancellationToken cancellationToken)
    {
        var partner = visit.Partner!;
        var campaigns = await store.ListAsync(partner.BrokerId, partner.Id, long.MaxValue, 2 * PartnerLinkService.Most, cancellationToken);
        var codes = await store.ListCodesAsync(partner.BrokerId, partner.Id, long.MaxValue, 2 * PartnerLinkService.Most, cancellationToken);
        return PartnerPortal.Show<PartnerCodesPage>(
            context, new CodesModel(visit, codes, campaigns, code, linkId, errors), errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
