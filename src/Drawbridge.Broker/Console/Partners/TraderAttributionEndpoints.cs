using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Traders;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Partners;

/// <summary>Whose a trader is, step by step, as of any time; and giving the trader to another partner or to nobody.</summary>
internal sealed class TraderAttributionEndpoints(
    TraderStore traders, PartnerDeskStore desk, PartnerStore partners, AttributionStore ledger, AttributionService attributions, PartnerSweep sweep, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/traders/{id:long}/attribution");
        group.MapGet("", (HttpContext context, long id, TraderAttributionEndpoints own, CancellationToken cancellationToken) =>
            own.ShowAsync(context, id, new FormErrors(), new(), cancellationToken)).Needs(ConsolePermission.ReadPartners);
        group.MapPost("", (HttpContext context, long id, TraderAttributionEndpoints own, CancellationToken cancellationToken) => own.AssignAsync(context, id, cancellationToken))
            .Needs(ConsolePermission.ManagePartners);
    }

    private async Task<IResult> ShowAsync(HttpContext context, long id, FormErrors errors, ActDraft draft, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, id, cancellationToken) is not ({ } trader, { } broker))
        {
            return ConsoleError.NotFound;
        }

        await sweep.ReadIdentifiersAsync(broker.Id, cancellationToken);
        var asOf = AsOf.Read(context.Request.Query["asOf"]);
        var result = await ledger.ExplainAsync(broker.Id, id, asOf ?? time.GetUtcNow(), cancellationToken);
        return new ConsoleResult<TraderAttributionPage>(
            "Attribution", new TraderAttributionModel(trader, broker, asOf, result, await partners.FindAllAsync(broker.Id, result.PartnerIds, cancellationToken), errors, draft),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private Task<IResult> AssignAsync(HttpContext context, long id, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, ConsoleNotice.After(UrlOf(id), "attribution-set"),
        async form => await FindAsync(context, id, cancellationToken) is (not null, { } broker) ? await AssignAsync(context, id, broker, form, cancellationToken) : ConsoleError.NotFound,
        cancellationToken);

    private async Task<IResult> AssignAsync(HttpContext context, long id, BrokerEntity broker, SentForm form, CancellationToken cancellationToken)
    {
        var (named, reason, toNobody) = (form.Text("partner"), form.Text("reason"), form.Fields["whose"] == "nobody");
        var partner = toNobody || named.Length == 0 ? null : await desk.FindNamedAsync(broker.Id, named, cancellationToken);
        var errors = new FormErrors();
        if (!toNobody && partner is not { Status: PartnerStatus.Active })
        {
            errors.Add("partner", named.Length == 0 ? "Enter the identifier of the partner, or choose nobody."
                : partner is null ? $"{broker.Settings.DisplayName} has no partner with this identifier."
                : $"{partner.Name} is not active, so no trader can be given to it.");
        }

        if (reason.Length is 0 or > ConsoleForm.MaximumReason)
        {
            errors.Add("reason", reason.Length == 0 ? "Write down why." : "At most 500 characters.");
        }

        if (errors.Any)
        {
            return await ShowAsync(context, id, errors, new(reason, Parent: named), cancellationToken);
        }

        await sweep.ReadIdentifiersAsync(broker.Id, cancellationToken);
        var act = StaffAct.Of(context, "attribution.set", TraderEndpoints.ObjectOf(id), broker) with
        {
            Detail = partner is null ? "nobody" : string.Create(CultureInfo.InvariantCulture, $"partner {partner.Id}"), Reason = reason, SubmissionKey = form.Key,
        };
        return await attributions.AssignAsync(
            broker, id, partner?.Id, act.Actor, reason, (session, _) => AuditStore.AddAsync(session, act, time.GetUtcNow()), cancellationToken)
            ? new SeeOther(ConsoleNotice.After(UrlOf(id), "attribution-set"))
            : ConsoleError.NotFound;
    }

    private async Task<(TraderRow? Trader, BrokerEntity? Broker)> FindAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        return await traders.FindAsync(caller.Scope, id, cancellationToken) is { } trader ? (trader, caller.FindBroker(trader.BrokerId)) : (null, null);
    }

    private static string UrlOf(long id) => $"{ConsolePaths.Traders}/{ConsoleFormat.Plain(id)}/attribution";
}
