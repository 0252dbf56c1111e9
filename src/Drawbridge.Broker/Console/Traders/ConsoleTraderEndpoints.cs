using System.Globalization;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Traders;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Traders;

/// <summary>Traders of all brokers that a member of staff looks after, in one place (MOD-13): where they are logged in, and what staff does about it.</summary>
internal sealed class ConsoleTraderEndpoints(TraderStore store, TraderAccess access, AuditStore audit, Database database, TimeProvider time)
{
    private const int PageLength = 50;
    private const int LongestSearch = 254;
    private const int HashLength = 64;

    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/traders");
        group.MapGet("", (HttpContext context, ConsoleTraderEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken)).Needs(ConsolePermission.ReadTraders);
        group.MapGet("/{id:long}", (HttpContext context, long id, ConsoleTraderEndpoints own, CancellationToken cancellationToken) =>
            own.ShowAsync(context, id, new FormErrors(), "", cancellationToken)).Needs(ConsolePermission.ReadTraders);
        group.MapPost("/{id:long}/end-session", (HttpContext context, long id, ConsoleTraderEndpoints own, CancellationToken cancellationToken) =>
            own.EndAsync(context, id, cancellationToken)).Needs(ConsolePermission.ManageTraders);
        group.MapPost("/{id:long}/country", (HttpContext context, long id, ConsoleTraderEndpoints own, CancellationToken cancellationToken) =>
            own.SetCountryAsync(context, id, cancellationToken)).Needs(ConsolePermission.ManageTraders);
        foreach (var act in Enum.GetValues<TraderAct>())
        {
            group.MapPost($"/{{id:long}}/{TraderEndpoints.NameOf(act)}", (HttpContext context, long id, ConsoleTraderEndpoints own, CancellationToken cancellationToken) =>
                own.ActAsync(context, id, act, cancellationToken)).Needs(ConsolePermission.ManageTraders);
        }
    }

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var search = query["q"].ToString().Trim();
        search = search[..Math.Min(search.Length, LongestSearch)];
        var before = long.TryParse(query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : long.MaxValue;
        var rows = await store.ListAsync(
            context.GetCaller().Scope, brokerId: null, search.Length == 0 ? null : search, before, PageLength + 1, cancellationToken);
        return new ConsoleResult<TraderListPage>("Traders", new TraderListModel(search, [.. rows.Take(PageLength)], rows.Count > PageLength));
    }

    private async Task<IResult> ShowAsync(HttpContext context, long id, FormErrors errors, string draft, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        if (await access.FindAsync(caller.Scope, id, cancellationToken) is not { } dossier || caller.FindBroker(dossier.Trader.BrokerId) is not { } broker)
        {
            return ConsoleError.NotFound;
        }

        var entries = await audit.ListAsync(
            caller.Scope, new(Actor: null, Act: null, TraderEndpoints.ObjectOf(id), From: null, Until: null, long.MaxValue, PageLength), cancellationToken);
        return new ConsoleResult<TraderPage>(
            dossier.Trader.Email,
            new TraderModel(dossier, broker, entries, errors, draft),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private Task<IResult> EndAsync(HttpContext context, long id, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, ConsoleNotice.After(UrlOf(id), "session-ended"),
        async sent =>
        {
            var text = sent.Fields["session"].ToString();
            if (text.Length != HashLength || !text.All(char.IsAsciiHexDigit))
            {
                return ConsoleError.UnreadableForm;
            }

            if (await FindActAsync(context, id, "end-session", sent.Key, reason: "", cancellationToken) is not { } act)
            {
                return ConsoleError.NotFound;
            }

            var outcome = await access.EndAsync(
                context.GetCaller().Scope, id, Convert.FromHexString(text), session => AuditStore.AddAsync(session, act, time.GetUtcNow()), cancellationToken);
            return Back(id, outcome == TraderOutcome.Done ? "session-ended" : "trader-late");
        },
        cancellationToken);

    /// <summary>Does what a form asks for, once for each form, together with the entry in the audit log.</summary>
    private Task<IResult> ActAsync(HttpContext context, long id, TraderAct what, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, ConsoleNotice.After(UrlOf(id), $"trader-{TraderEndpoints.NameOf(what)}"),
        async sent =>
        {
            var name = TraderEndpoints.NameOf(what);
            var reason = sent.Text("reason");
            if (await FindActAsync(context, id, name, sent.Key, reason, cancellationToken) is not { } act)
            {
                return ConsoleError.NotFound;
            }

            if (FindFault(what, reason) is { } fault)
            {
                var errors = new FormErrors();
                errors.Add($"reason-{name}", fault);
                return await ShowAsync(context, id, errors, reason, cancellationToken);
            }

            var outcome = await access.DoAsync(context.GetCaller().Scope, id, what, session => AuditStore.AddAsync(session, act, time.GetUtcNow()), cancellationToken);
            return Back(id, outcome == TraderOutcome.Done ? $"trader-{name}" : "trader-late");
        },
        cancellationToken);

    private Task<IResult> SetCountryAsync(HttpContext context, long id, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context,
        ConsoleNotice.After(UrlOf(id), "country-saved"),
        async form =>
        {
            var country = form.Text("country") is { Length: > 0 } code ? code : null;
            if (country is not null && !Country.IsValid(country))
            {
                return ConsoleError.UnreadableForm; // it is chosen from a list
            }

            var caller = context.GetCaller();
            if (await store.FindAsync(caller.Scope, id, cancellationToken) is not { } trader)
            {
                return ConsoleError.NotFound;
            }

            var act = StaffAct.Of(context, TraderStore.CountryAct, TraderEndpoints.ObjectOf(id), caller.FindBroker(trader.BrokerId)) with { Detail = country ?? "none", SubmissionKey = form.Key };
            await database.WriteAsync(session => TraderStore.SetCountryAsync(session, trader, country, act, time.GetUtcNow()), cancellationToken);
            return Back(id, "country-saved");
        },
        cancellationToken);

    private async Task<StaffAct?> FindActAsync(HttpContext context, long id, string name, string key, string reason, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        return await store.FindAsync(caller.Scope, id, cancellationToken) is { } trader
            ? StaffAct.Of(context, $"trader.{name}", TraderEndpoints.ObjectOf(id), caller.FindBroker(trader.BrokerId)) with
            {
                Detail = trader.Email,
                Reason = reason.Length == 0 ? null : reason,
                SubmissionKey = key,
            }
            : null;
    }

    private static string? FindFault(TraderAct what, string reason) =>
        what != TraderAct.EndAll && reason.Length == 0 ? "Write down why."
        : reason.Length > ConsoleForm.MaximumReason ? "At most 500 characters."
        : null;

    private static string UrlOf(long id) => $"{ConsolePaths.Traders}/{ConsoleFormat.Plain(id)}";

    private static SeeOther Back(long id, string notice) => new(ConsoleNotice.After(UrlOf(id), notice));
}
