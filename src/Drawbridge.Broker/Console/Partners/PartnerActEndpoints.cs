using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Transfers;
using Drawbridge.Broker.Partners.Tree;
using Drawbridge.Broker.Screens;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Partners;

/// <summary>What staff decides about a partner: each with a reason, once for each form, together with the entry in the audit log.</summary>
internal sealed class PartnerActEndpoints(PartnerDeskStore desk, PartnerPages pages, PartnerService service, PartnerLineStore lines, TransferService transfers, TimeProvider time)
{
    /// <summary>Decisions by their name in addresses.</summary>
    public static IReadOnlyDictionary<string, PartnerStatus> Decisions { get; } = new Dictionary<string, PartnerStatus>(StringComparer.Ordinal)
    {
        ["approve"] = PartnerStatus.Active,
        ["reject"] = PartnerStatus.Rejected,
        ["suspend"] = PartnerStatus.Suspended,
        ["resume"] = PartnerStatus.Active,
    };

    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/partners/{id:long}");
        foreach (var (name, to) in Decisions)
        {
            MapAct(group, name, (own, ask, cancellationToken) => own.DecideAsync(ask, name, to, cancellationToken));
        }

        MapAct(group, "rename", static (own, ask, cancellationToken) => own.RenameAsync(ask, cancellationToken));
        MapAct(group, "move", static (own, ask, cancellationToken) => own.MoveAsync(ask, cancellationToken));
        MapAct(group, "transfer", static (own, ask, cancellationToken) => own.TransferAsync(ask, cancellationToken));
    }

    private delegate Task<IResult> Act(PartnerActEndpoints own, Asked ask, CancellationToken cancellationToken);

    /// <summary>A form about a partner of one of the caller's brokers; another is as good as none (BID-44).</summary>
    private static void MapAct(RouteGroupBuilder group, string name, Act act) =>
        group.MapPost($"/{name}", (HttpContext context, long id, PartnerActEndpoints own, CancellationToken cancellationToken) => OnceForm.DoAsync(
            context, () => own.FindAsync(context, id, cancellationToken), ConsoleNotice.After(ConsolePaths.PartnerOf(id), "repeated"),
            (form, found) => act(own, new(context, form, found.Partner, found.Broker), cancellationToken), cancellationToken)).Needs(ConsolePermission.ManagePartners);

    private Task<(Partner Partner, BrokerEntity Broker)?> FindAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        desk.FindAsync(context.GetCaller(), id, cancellationToken);

    private async Task<IResult> DecideAsync(Asked ask, string name, PartnerStatus to, CancellationToken cancellationToken)
    {
        if (FaultOf(ask.Reason) is { } fault)
        {
            return await RefuseAsync(ask, $"reason-{name}", fault, cancellationToken);
        }

        var outcome = await service.DecideAsync(ask.Broker, ask.Partner.Id, to, ask.By, ask.Reason, Audit(ask, name, detail: null), cancellationToken);
        return new SeeOther(ConsoleNotice.After(ConsolePaths.PartnerOf(ask.Partner.Id), outcome is PartnerOutcome.Done ? $"partner-{name}" : "partner-late"));
    }

    private async Task<IResult> RenameAsync(Asked ask, CancellationToken cancellationToken)
    {
        var name = ask.Form.Text("name");
        if (name.Length is 0 or > PartnerForm.LongestName || name.Contains('\n', StringComparison.Ordinal))
        {
            return await RefuseAsync(ask, "name", "Enter a name of at most 80 characters.", cancellationToken);
        }

        if (FaultOf(ask.Reason) is { } fault)
        {
            return await RefuseAsync(ask, "reason-rename", fault, cancellationToken);
        }

        var outcome = await service.RenameAsync(ask.Broker, ask.Partner.Id, name, ask.By, ask.Reason, Audit(ask, "rename", $"{ask.Partner.Name} to {name}"), cancellationToken);
        return outcome is PartnerOutcome.Done ? new SeeOther(ConsoleNotice.After(ConsolePaths.PartnerOf(ask.Partner.Id), "partner-rename")) : ConsoleError.NotFound;
    }

    private async Task<IResult> MoveAsync(Asked ask, CancellationToken cancellationToken)
    {
        var (named, text) = (ask.Form.Text("parent"), ask.Form.Text("from"));
        if (FaultOf(ask.Reason) is { } fault)
        {
            return await RefuseAsync(ask, "reason-move", fault, cancellationToken);
        }

        var from = AsOf.Read(text);
        if (text.Length > 0 && from is null)
        {
            return await RefuseAsync(ask, "from", "Enter a date and a time in UTC, or leave it empty for now.", cancellationToken);
        }

        var parent = named.Length == 0 ? null : await desk.FindNamedAsync(ask.Broker.Id, named, cancellationToken);
        if (named.Length > 0 && parent is null)
        {
            return await RefuseAsync(ask, "parent", $"{ask.Broker.Settings.DisplayName} has no partner with this identifier.", cancellationToken);
        }

        var detail = $"under {parent?.Identifier ?? "nobody"}{(from is { } at ? $" from {ConsoleFormat.Time(at)}" : "")}";
        var outcome = await service.MoveAsync(ask.Broker, ask.Partner.Id, parent?.Id, from ?? time.GetUtcNow(), ask.By, ask.Reason, Audit(ask, "move", detail), cancellationToken);
        return outcome switch
        {
            PartnerOutcome.Done => new SeeOther(ConsoleNotice.After(ConsolePaths.PartnerOf(ask.Partner.Id), "partner-move")),
            PartnerOutcome.Circle circle => await RefuseAsync(ask, "parent", await ExplainAsync(ask, parent!, circle.From, cancellationToken), cancellationToken),
            _ => ConsoleError.NotFound,
        };
    }

    /// <summary>Why a partner cannot stand there: the way from the one above back to it.</summary>
    private async Task<string> ExplainAsync(Asked ask, Partner parent, DateTimeOffset from, CancellationToken cancellationToken)
    {
        if (parent.Id == ask.Partner.Id)
        {
            return "A partner cannot stand under itself.";
        }

        var above = await lines.ListAboveAsync(ask.Broker.Id, parent.Id, from, cancellationToken);
        var way = above.TakeWhile(one => one.Id != ask.Partner.Id).Select(static one => one.Name).Prepend(parent.Name).Append(ask.Partner.Name);
        return $"{ask.Partner.Name} would stand above itself from {ConsoleFormat.Time(from)} UTC on, as {string.Join(" stands under ", way)}. Move {parent.Name} elsewhere first.";
    }

    private async Task<IResult> TransferAsync(Asked ask, CancellationToken cancellationToken)
    {
        var named = ask.Form.Text("to");
        var takesAll = ask.Form.Fields["which"] != "chosen";
        long[] chosen = [.. ask.Form.Fields["trader"].Select(static text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(static id => id > 0)];
        var errors = new FormErrors();
        if (FaultOf(ask.Reason) is { } fault)
        {
            errors.Add("reason-transfer", fault);
        }

        var to = named.Length == 0 ? null : await desk.FindNamedAsync(ask.Broker.Id, named, cancellationToken);
        if (to is null)
        {
            errors.Add("to", named.Length == 0 ? "Enter the identifier of the partner who gets the traders." : $"{ask.Broker.Settings.DisplayName} has no partner with this identifier.");
        }

        if (!takesAll && chosen.Length == 0)
        {
            errors.Add("which", "Tick the traders that are to go, or choose all of them.");
        }

        if (!errors.Any)
        {
            var outcome = await transfers.BeginAsync(
                ask.Broker, new(ask.Partner.Id, to!.Id, takesAll ? null : chosen, ask.By, ask.Reason),
                (session, transfer) => AddAuditAsync(session, ask, "transfer", TransferApi.DetailOf(transfer)), cancellationToken);
            switch (outcome)
            {
                case TransferOutcome.Begun:
                    return new SeeOther(ConsoleNotice.After(ConsolePaths.PartnerOf(ask.Partner.Id) + "/traders", "partner-transfer"));
                case TransferOutcome.SamePartner:
                    errors.Add("to", "These are this partner's own traders.");
                    break;
                case TransferOutcome.NotActive:
                    errors.Add("to", $"{to.Name} is not active, so no traders can be given to it.");
                    break;
                case TransferOutcome.Running:
                    errors.Add(field: null, "A transfer of this partner still goes on. Wait until it has ended.");
                    break;
                default:
                    errors.Add("which", "The partner has none of these traders.");
                    break;
            }
        }

        return new ConsoleResult<PartnerTradersPage>(
            $"Traders of {ask.Partner.Name}", await pages.ShowTradersAsync(ask.Context, ask.Partner, ask.Broker, errors, new(ask.Reason, To: named), cancellationToken),
            StatusCodes.Status422UnprocessableEntity);
    }

    private async Task<IResult> RefuseAsync(Asked ask, string field, string text, CancellationToken cancellationToken)
    {
        var errors = new FormErrors();
        errors.Add(field, text);
        var draft = new ActDraft(ask.Reason, ask.Form.Text("parent"), ask.Form.Text("from"), Name: ask.Form.Text("name"));
        return new ConsoleResult<PartnerPage>(
            ask.Partner.Name, await pages.ShowAsync(ask.Partner, ask.Broker, errors, draft, cancellationToken), StatusCodes.Status422UnprocessableEntity);
    }

    private Func<DbSession, Partner, Task> Audit(Asked ask, string name, string? detail) => (session, partner) => AddAuditAsync(session, ask, name, detail ?? partner.Identifier);

    private Task AddAuditAsync(DbSession session, Asked ask, string name, string detail) => AuditStore.AddAsync(
        session,
        StaffAct.Of(ask.Context, $"partner.{name}", PartnerPages.ObjectOf(ask.Partner.Id), ask.Broker) with { Detail = detail, Reason = ask.Reason, SubmissionKey = ask.Form.Key },
        time.GetUtcNow());

    private static string? FaultOf(string reason) => reason.Length == 0 ? "Write down why." : reason.Length > ConsoleForm.MaximumReason ? "At most 500 characters." : null;

    /// <summary>A form about a partner.</summary>
    private sealed record Asked(HttpContext Context, SentForm Form, Partner Partner, BrokerEntity Broker)
    {
        public string Reason { get; } = Form.Text("reason");

        public string By => Context.GetCaller().Member.Email;
    }
}
