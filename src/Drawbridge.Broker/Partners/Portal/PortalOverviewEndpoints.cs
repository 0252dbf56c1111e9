using System.Globalization;
using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Agreements;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Partners.Portal;

/// <summary>The first of the partner's pages, and how one becomes a partner (FLOW-ATTR1-1, FLOW-ATTR1-2).</summary>
internal static class PortalOverviewEndpoints
{
    private const int LongestName = 80;

    public static void MapPortalOverview(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(ScreenPaths.Partner, OpenAsync);
        pages.MapPost(ScreenPaths.PartnerRegister, RegisterAsync);
        pages.MapGet(ScreenPaths.PartnerRegister, static (HttpContext context) => new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Partner)));
    }

    private static async Task<IResult> OpenAsync(HttpContext context, PartnerPortal portal, PortalReader reader, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterFirstAsync(context, ScreenPaths.Partner, cancellationToken);
        return visit is null ? answer!
            : visit.Partner is { } partner ? PartnerPortal.Show<PartnerOverviewPage>(context, await reader.ReadOverviewAsync(context, visit, partner, cancellationToken))
            : PartnerPortal.Show<PartnerJoinPage>(context, await reader.ReadJoinAsync(context, visit, cancellationToken));
    }

    private static async Task<IResult> RegisterAsync(
        HttpContext context, PartnerPortal portal, PortalReader reader, PartnerService service, AccountStore accounts, AttributionService attributions, PartnerSweep sweep, PartnerStore partners,
        PartnerAgreements agreements, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterFirstAsync(context, ScreenPaths.Partner, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        var broker = context.GetBroker();
        var first = new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Partner));
        var join = await reader.ReadJoinAsync(context, visit, cancellationToken);
        if (broker.Settings.Partners.Registration == PartnerRegistration.Closed || join.NeedsAccount)
        {
            return first; // which says why
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var boxes = join.Agreements with { Agreed = AgreedVersions.From(form) };
        AgreementGate.Check(boxes.Missing, boxes.Agreed, context.GetScreen().Texts, boxes.Errors);
        if (boxes.Errors.Any)
        {
            return PartnerPortal.Show<PartnerJoinPage>(context, join with { Agreements = boxes }, StatusCodes.Status422UnprocessableEntity);
        }

        long? accountId = null;
        if (broker.Settings.Partners.Level == PartnerLevel.Account)
        {
            var own = await accounts.ListAsync(broker.Id, visit.Who.User.Id, cancellationToken);
            if (!long.TryParse(form["account"], NumberStyles.None, CultureInfo.InvariantCulture, out var login) || own.FirstOrDefault(one => one.TraderLogin == login) is not { } account)
            {
                return first;
            }

            accountId = account.Id;
        }

        // Whoever brought the user stands above the partner that the user becomes (INV-3).
        await sweep.ReadIdentifiersAsync(broker.Id, cancellationToken);
        var above = await attributions.FindPartnerAsync(broker.Id, visit.Who.User.Id, cancellationToken) is { } id ? await partners.FindAsync(broker.Id, id, cancellationToken) : null;
        var asked = new NewPartner(visit.Who.User.Id, NameOf(visit.Who.User))
        {
            AccountId = accountId, ParentId = above is { Status: PartnerStatus.Active } && above.UserId != visit.Who.User.Id ? above.Id : null, By = "the trader",
        };
        return await service.RegisterAsync(
            broker, asked, (session, partner) => agreements.AcceptAsync(session, broker.Id, visit.Who.User.Id, boxes.Missing), cancellationToken) switch
        {
            PartnerOutcome.Done done => new SeeOther(Of(done.Partner)),
            PartnerOutcome.Exists exists => new SeeOther(Of(exists.Partner)), // sent twice
            _ => first,
        };

        string Of(Partner partner) => (visit with { Partners = [.. visit.Partners, partner] }).UrlFor(context.GetScreen(), ScreenPaths.Partner, partner);
    }

    private static string NameOf(BrokerUser user)
    {
        var name = $"{user.FirstName} {user.LastName}".Trim() is { Length: > 0 } full ? full : user.Email;
        return name.Length > LongestName ? name[..LongestName] : name;
    }
}
