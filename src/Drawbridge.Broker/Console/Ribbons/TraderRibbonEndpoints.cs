using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Ribbons.Delivery;
using Drawbridge.Broker.Ribbons.Traders;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Traders;
using Drawbridge.Broker.UserTags;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Ribbons;

/// <summary>One trader's ribbons and tags in the console.</summary>
internal sealed class TraderRibbonEndpoints(TraderStore traders, TraderRibbons ribbons, UserTagStore tags, RibbonProgressStore progress, Database database, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/traders/{id:long}");
        group.MapGet("/ribbons", (HttpContext context, long id, TraderRibbonEndpoints own, CancellationToken cancellationToken) => own.ShowAsync(context, id, new FormErrors(), cancellationToken))
            .Needs(ConsolePermission.ReadRibbons);
        group.MapPost("/tags", (HttpContext context, long id, TraderRibbonEndpoints own, CancellationToken cancellationToken) => own.TagAsync(context, id, takesAway: false, cancellationToken))
            .Needs(ConsolePermission.WriteRibbons);
        group.MapPost("/untag", (HttpContext context, long id, TraderRibbonEndpoints own, CancellationToken cancellationToken) => own.TagAsync(context, id, takesAway: true, cancellationToken))
            .Needs(ConsolePermission.WriteRibbons);
        group.MapPost("/resend-ribbons", (HttpContext context, long id, TraderRibbonEndpoints own, CancellationToken cancellationToken) => own.ResendAsync(context, id, cancellationToken))
            .Needs(ConsolePermission.ApproveRibbons);
    }

    private async Task<IResult> ShowAsync(HttpContext context, long id, FormErrors errors, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, id, cancellationToken) is not ({ } trader, { } broker))
        {
            return ConsoleError.NotFound;
        }

        return new ConsoleResult<TraderRibbonsPage>(
            "Ribbons and tags",
            new TraderRibbonsModel(
                trader, broker, await ribbons.FindAsync(broker, trader, cancellationToken), await tags.ListAsync(broker.Id, id, cancellationToken),
                await tags.ListAllAsync(context.GetCaller().Scope, cancellationToken), errors),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private Task<IResult> TagAsync(HttpContext context, long id, bool takesAway, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, UrlOf(id, "tags-saved"),
        async sent =>
        {
            if (await FindAsync(context, id, cancellationToken) is not (not null, { } broker))
            {
                return ConsoleError.NotFound;
            }

            var tag = sent.Fields["tag"].ToString().Trim();
            if (!UserTag.IsValid(tag))
            {
                return await RefuseAsync(context, id, UserTag.Rule, cancellationToken);
            }

            var act = StaffAct.Of(context, takesAway ? "trader.untag" : "trader.tag", TraderEndpoints.ObjectOf(id), broker) with { Detail = tag, SubmissionKey = sent.Key };
            var outcome = takesAway
                ? await tags.RemoveAsync(broker.Id, id, tag, session => AuditStore.AddAsync(session, act, time.GetUtcNow()), cancellationToken)
                : await tags.AddAsync(broker.Id, id, tag, session => AuditStore.AddAsync(session, act, time.GetUtcNow()), cancellationToken);
            return outcome == TagOutcome.TooMany ? await RefuseAsync(context, id, "A trader has at most 50 tags: take one away first.", cancellationToken) : new SeeOther(UrlOf(id, "tags-saved"));
        },
        cancellationToken);

    private Task<IResult> ResendAsync(HttpContext context, long id, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, UrlOf(id, "ribbons-resent"),
        async sent =>
        {
            if (await FindAsync(context, id, cancellationToken) is not ({ CtraderUserId: { } ctraderUserId } trader, { } broker))
            {
                return ConsoleError.NotFound;
            }

            var act = StaffAct.Of(context, "trader.resend-ribbons", TraderEndpoints.ObjectOf(id), broker) with { Detail = trader.Email, SubmissionKey = sent.Key };
            await database.WriteAsync(
                async session =>
                {
                    if (await progress.ResendAsync(session, broker.Crm.Id, ctraderUserId))
                    {
                        await AuditStore.AddAsync(session, act, time.GetUtcNow());
                    }
                },
                cancellationToken);
            return new SeeOther(UrlOf(id, "ribbons-resent"));
        },
        cancellationToken);

    private Task<IResult> RefuseAsync(HttpContext context, long id, string text, CancellationToken cancellationToken)
    {
        var errors = new FormErrors();
        errors.Add("tag", text);
        return ShowAsync(context, id, errors, cancellationToken);
    }

    private async Task<(TraderRow? Trader, BrokerEntity? Broker)> FindAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        return await traders.FindAsync(caller.Scope, id, cancellationToken) is { } trader ? (trader, caller.FindBroker(trader.BrokerId)) : (null, null);
    }

    private static string UrlOf(long id, string notice) => ConsoleNotice.After($"{ConsolePaths.Traders}/{ConsoleFormat.Plain(id)}/ribbons", notice);
}
