using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Portal;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Partners.Agreements;

/// <summary>Asks partners to agree to what came into force since they registered, before they see their pages again.</summary>
internal static class PortalAgreementEndpoints
{
    public static void MapPortalAgreements(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(ScreenPaths.PartnerAgreements, OpenAsync);
        pages.MapPost(ScreenPaths.PartnerAgreements, AcceptAsync);
    }

    private static async Task<IResult> OpenAsync(HttpContext context, PartnerPortal portal, PartnerAgreements agreements, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterAsync(context, ScreenPaths.PartnerAgreements, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        var missing = await FindMissingAsync(context, visit, agreements, cancellationToken);
        return missing.Count == 0
            ? new SeeOther(visit.UrlFor(context.GetScreen(), ScreenPaths.Partner))
            : PartnerPortal.Show<PartnerAgreementPage>(context, new PartnerAgreementModel(visit, new(missing, AgreedVersions.None, new())));
    }

    private static async Task<IResult> AcceptAsync(HttpContext context, PartnerPortal portal, PartnerAgreements agreements, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterAsync(context, ScreenPaths.PartnerAgreements, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        var boxes = new AgreementBoxes(
            await FindMissingAsync(context, visit, agreements, cancellationToken), AgreedVersions.From(await context.Request.ReadFormAsync(cancellationToken)), new());
        AgreementGate.Check(boxes.Missing, boxes.Agreed, context.GetScreen().Texts, boxes.Errors);
        if (boxes.Errors.Any)
        {
            return PartnerPortal.Show<PartnerAgreementPage>(context, new PartnerAgreementModel(visit, boxes), StatusCodes.Status422UnprocessableEntity);
        }

        await agreements.AcceptAsync(context.GetBroker().Id, visit.Who.User.Id, boxes.Missing, cancellationToken);
        return new SeeOther(visit.UrlFor(context.GetScreen(), ScreenPaths.Partner));
    }

    private static Task<IReadOnlyList<AgreementToAccept>> FindMissingAsync(HttpContext context, PortalVisit visit, PartnerAgreements agreements, CancellationToken cancellationToken) =>
        agreements.FindMissingAsync(context.GetBroker(), visit.Who.User.Id, context.GetScreen().Texts.Language, cancellationToken);
}
