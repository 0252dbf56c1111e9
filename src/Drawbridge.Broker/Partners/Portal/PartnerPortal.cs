using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners.Agreements;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SignIn;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Partners.Portal;

/// <summary>The way into the partner's pages of the client area: who is logged in, and which partner that is.</summary>
internal sealed class PartnerPortal(ScreenFlow flow, AgreementGate agreements, PartnerAgreements own, PartnerStore partners)
{
    /// <summary>Whether a user finds the programme in the client area: who is partner already always does.</summary>
    public async Task<bool> IsOfferedAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        broker.Settings.Offers(Module.Invite)
        && (broker.Settings.Partners.Registration != PartnerRegistration.Closed || (await partners.ListOfUserAsync(broker.Id, userId, cancellationToken)).Count > 0);

    /// <summary>Either the visit of a partner who is active or suspended, or the answer for everybody else, such as the login or the first page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="page">The page that a login leads back to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(PortalVisit? Visit, IResult? Answer)> EnterAsync(HttpContext context, string page, CancellationToken cancellationToken)
    {
        var (visit, answer) = await EnterFirstAsync(context, page, cancellationToken);
        return visit is { Partner: { Status: PartnerStatus.Active or PartnerStatus.Suspended } } or null
            ? (visit, answer)
            : (null, new SeeOther(visit.UrlFor(context.GetScreen(), ScreenPaths.Partner)));
    }

    /// <summary>The same for the first page, which is for everybody who is logged in.</summary>
    public async Task<(PortalVisit? Visit, IResult? Answer)> EnterFirstAsync(HttpContext context, string page, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        if (!broker.Settings.Offers(Module.Invite))
        {
            return (null, ScreenError.NotOffered);
        }

        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { } who)
        {
            return (null, ClientAreaEndpoints.ToLogin(context, page));
        }

        if ((await agreements.FindMissingAsync(context, who.User, cancellationToken)).Count > 0)
        {
            return (null, new SeeOther((context.GetScreen().Parameters with { ClientPage = page }).UrlFor(ScreenPaths.Agreements)));
        }

        var all = await partners.ListOfUserAsync(broker.Id, who.User.Id, cancellationToken);
        var asked = context.Request.Query[PortalVisit.As].ToString();
        var chosen = all.FirstOrDefault(partner => partner.Identifier == asked) ?? all.FirstOrDefault(static partner => partner.Status == PartnerStatus.Active) ?? (all.Count > 0 ? all[0] : null);
        PortalVisit visit = new(who, chosen, all);
        return page != ScreenPaths.PartnerAgreements && chosen is { Status: PartnerStatus.Active or PartnerStatus.Suspended }
            && (await own.FindMissingAsync(broker, who.User.Id, context.GetScreen().Texts.Language, cancellationToken)).Count > 0
            ? (null, new SeeOther(visit.UrlFor(context.GetScreen(), ScreenPaths.PartnerAgreements)))
            : (visit, null);
    }

    /// <summary>A page of the partner's.</summary>
    public static IResult Show<TPage>(HttpContext context, IPortalModel model, int status = StatusCodes.Status200OK)
        where TPage : ScreenComponent
    {
        context.SetScreen(context.GetScreen() with { OwnStylesUrl = ScreenAssets.Current.PortalStylesUrl });
        return new ScreenResult<TPage>(model, status);
    }
}
