using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.Throttling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Partners.Links.Clicks;

/// <summary>
/// Opens a campaign link: counts the click, and leads on with the partner's identifier and the reference of the click in the address (INV-8, INV-43). Nobody is stopped by anything that is
/// wrong with the partner; it just does not count.
/// </summary>
internal sealed class LandingEndpoint(
    BrokerDirectory directory, PartnerLinkStore links, PartnerStore partners, PartnerClickStore clicks, ClickVisitors visitors, SessionService sessions, Throttle throttle)
{
    private static readonly string[] _methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = ActivatorUtilities.CreateInstance<LandingEndpoint>(routes.ServiceProvider);
        routes.MapMethods(LinkAddress.Path + "{slug}", _methods, (string slug, HttpContext context, CancellationToken cancellationToken) => own.OpenAsync(slug, context, cancellationToken));
    }

    private async Task<IResult> OpenAsync(string slug, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        if (await links.FindBySlugAsync(slug, cancellationToken) is not { } link
            || directory.Current.FindBroker(link.BrokerId) is not { } broker || !directory.Current.BrokersAt(context.Request.Host.Host).Contains(broker))
        {
            return ScreenError.NotFound;
        }

        context.SetBroker(broker);
        if (!broker.Settings.Enabled)
        {
            return ScreenError.BrokerDisabled;
        }

        var lang = context.GetScreen().Parameters.Lang;
        var partner = await partners.FindAsync(broker.Id, link.PartnerId, cancellationToken);
        if (!broker.Settings.Offers(Module.Invite) || link.ArchivedAt is not null || partner is not { Status: PartnerStatus.Active })
        {
            return new SeeOther(LinkAddress.TargetOf(link, broker, partnerId: null, click: null, lang));
        }

        var opening = LinkOpenings.Of(context.Request);
        if (opening == LinkOpening.Ahead)
        {
            return TypedResults.NoContent(); // a browser that gets nothing asks again when somebody clicks
        }

        if (opening == LinkOpening.Program || await throttle.CountAsync(throttle.LinkRules(broker, context.Connection.RemoteIpAddress), cancellationToken) is not null)
        {
            return new SeeOther(LinkAddress.TargetOf(link, broker, partner.Identifier, click: null, lang)); // led on, and not counted
        }

        var finding = opening != LinkOpening.Page ? AttributionFinding.NotOpened
            : await IsPartnerAsync(context, broker, partner, cancellationToken) ? AttributionFinding.SelfReferral : AttributionFinding.None;
        var reference = await clicks.AddAsync(link, await visitors.NameAsync(context, broker.Id, cancellationToken), finding, cancellationToken);
        if (opening == LinkOpening.Page)
        {
            ClickMemory.Add(context, broker, reference);
        }

        return opening == LinkOpening.Hidden
            ? TypedResults.NoContent()
            : new SeeOther(LinkAddress.TargetOf(link, broker, finding == AttributionFinding.NotOpened ? null : partner.Identifier, reference, lang));
    }

    /// <summary>Whether the partner is logged in on this device, and so opens the link itself.</summary>
    private async Task<bool> IsPartnerAsync(HttpContext context, BrokerEntity broker, Partner partner, CancellationToken cancellationToken) =>
        partner.UserId is not null && await sessions.FindAsync(context, broker, cancellationToken) is { } session && session.UserId == partner.UserId;
}
