using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Partners.Rewards;

/// <summary>Plans in the console: writing them with a preview of what they pay, and giving them to partners.</summary>
internal sealed class ConsolePlanEndpoints(RewardPlanStore plans, RewardPlanService service, PartnerDeskStore desk, AuditStore audit, TimeProvider time)
{
    private const int MostPlans = 200;
    private const int MostHolders = 200;

    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/partner-plans");
        group.MapGet("", (HttpContext context, ConsolePlanEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken)).Needs(ConsolePermission.ReadPartners);
        group.MapGet("/new", (HttpContext context) => ShowNew(context)).Needs(ConsolePermission.ManagePartners);
        group.MapPost("", (HttpContext context, ConsolePlanEndpoints own, CancellationToken cancellationToken) => own.AddAsync(context, cancellationToken)).Needs(ConsolePermission.ManagePartners);
        group.MapGet("/{id:long}", (HttpContext context, long id, ConsolePlanEndpoints own, CancellationToken cancellationToken) => own.ShowAsync(context, id, new(), new(), cancellationToken))
            .Needs(ConsolePermission.ReadPartners);
        group.MapGet("/{id:long}/edit", (HttpContext context, long id, ConsolePlanEndpoints own, CancellationToken cancellationToken) => own.ShowEditAsync(context, id, cancellationToken))
            .Needs(ConsolePermission.ManagePartners);
        group.MapPost("/{id:long}/edit", (HttpContext context, long id, ConsolePlanEndpoints own, CancellationToken cancellationToken) => own.ChangeAsync(context, id, cancellationToken))
            .Needs(ConsolePermission.ManagePartners);
        group.MapPost("/{id:long}/give", (HttpContext context, long id, ConsolePlanEndpoints own, CancellationToken cancellationToken) => own.GiveAsync(context, id, cancellationToken))
            .Needs(ConsolePermission.ManagePartners);
        group.MapPost("/{id:long}/archive", (HttpContext context, long id, ConsolePlanEndpoints own, CancellationToken cancellationToken) => own.ArchiveAsync(context, id, cancellationToken))
            .Needs(ConsolePermission.ManagePartners);
    }

    private static string UrlOf(long id) => $"{ConsolePaths.PartnerPlans}/{ConsoleFormat.Plain(id)}";

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var lines = (await plans.ListOverviewAsync(caller.Scope, time.GetUtcNow(), MostPlans, cancellationToken))
            .Select(one => caller.FindBroker(one.Plan.BrokerId) is { } broker ? new PlanLine(one.Plan, broker, one.Current, one.IsDefault) : null)
            .OfType<PlanLine>()
            .ToList();
        return new ConsoleResult<PlanListPage>("Reward plans", new PlanListModel(lines));
    }

    private async Task<IResult> ShowAsync(HttpContext context, long id, FormErrors errors, PlanGift draft, CancellationToken cancellationToken) =>
        await FindAsync(context, id, cancellationToken) is var (plan, broker)
            ? new ConsoleResult<PlanPage>(
                plan.Name,
                new PlanModel(
                    plan, broker, await plans.ListVersionsAsync(broker.Id, id, cancellationToken), await plans.ListHoldersAsync(broker.Id, id, MostHolders, cancellationToken), errors, draft),
                StatusOf(errors))
            : ConsoleError.NotFound;

    private static IResult ShowNew(HttpContext context) =>
        context.GetCaller().FindBroker(context.Request.Query["broker"].ToString()) is { } broker ? ShowForm(plan: null, broker, PlanForm.New(), extra: null) : ConsoleError.NotFound;

    private async Task<IResult> ShowEditAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await FindAsync(context, id, cancellationToken) is var (plan, broker) && (await plans.ListVersionsAsync(broker.Id, id, cancellationToken)) is [var latest, ..]
            ? ShowForm(plan, broker, PlanForm.Of(plan.Name, latest.Terms), extra: null)
            : ConsoleError.NotFound;

    /// <summary>The form with what it would pay, as long as nothing is wrong with it.</summary>
    private static ConsoleResult<PlanFormPage> ShowForm(RewardPlan? plan, BrokerEntity broker, PlanForm form, FormErrors? extra)
    {
        var (terms, errors) = form.Read();
        var preview = errors.Any ? null : RewardPreview.Of(terms, form.Sample());
        return new(plan is null ? "New plan" : $"Change {plan.Name}", new PlanFormModel(plan, broker, form, preview, terms.Currency, extra ?? errors), StatusOf(extra ?? errors));
    }

    private Task<IResult> AddAsync(HttpContext context, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, ConsoleNotice.After(ConsolePaths.PartnerPlans, "repeated"),
        async sent => context.GetCaller().FindBroker(sent.Fields["broker"].ToString()) is { } broker ? await AddAsync(context, broker, sent, cancellationToken) : ConsoleError.NotFound,
        cancellationToken);

    private async Task<IResult> AddAsync(HttpContext context, BrokerEntity broker, SentForm sent, CancellationToken cancellationToken)
    {
        var form = PlanForm.From(sent.Fields);
        var (terms, errors) = form.Read();
        if (sent.Fields["do"] == "preview")
        {
            return ShowForm(plan: null, broker, form, extra: null);
        }

        var name = form["name"];
        if (name.Length is 0 or > RewardPlanService.LongestName)
        {
            errors.Add("name", "Enter a name of at most 80 characters.");
        }

        if (errors.Any)
        {
            return ShowForm(plan: null, broker, form, errors);
        }

        return await service.AddAsync(broker, name, terms, ActOf(context, broker, "plan.add", sent.Key, reason: null, name), cancellationToken) switch
        {
            PlanResult.Done done => new SeeOther(ConsoleNotice.After(UrlOf(done.Plan.Id), "plan-added")),
            PlanResult.NameTaken when await audit.IsDoneAsync(context.GetCaller().Member.Id, sent.Key, cancellationToken) => new SeeOther(ConsoleNotice.After(ConsolePaths.PartnerPlans, "repeated")),
            _ => ShowForm(plan: null, broker, form, Single("name", "The broker has a plan of that name.")),
        };
    }

    private Task<IResult> ChangeAsync(HttpContext context, long id, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, () => FindAsync(context, id, cancellationToken), Repeated(id),
        async (sent, found) =>
        {
            var form = PlanForm.From(sent.Fields);
            var (terms, errors) = form.Read();
            if (!TryTime(form["from"], out var from))
            {
                errors.Add("from", "Enter a day and a time, or leave it empty.");
            }

            if (errors.Any || sent.Fields["do"] == "preview")
            {
                return ShowForm(found.Plan, found.Broker, form, errors.Any ? errors : null);
            }

            await service.ChangeAsync(found.Broker, id, terms, from, ActOf(context, found.Broker, "plan.change", sent.Key, reason: null, found.Plan.Name), cancellationToken);
            return new SeeOther(ConsoleNotice.After(UrlOf(id), "plan-changed"));
        },
        cancellationToken);

    private Task<IResult> GiveAsync(HttpContext context, long id, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, () => FindAsync(context, id, cancellationToken), Repeated(id),
        async (sent, found) =>
        {
            var broker = found.Broker;
            var draft = new PlanGift(sent.Fields["to"].ToString(), sent.Text("partner"), sent.Fields["from"].ToString(), sent.Text("reason"));
            var errors = new FormErrors();
            var partner = draft.To == "one" && draft.Partner.Length > 0 ? await desk.FindNamedAsync(broker.Id, draft.Partner, cancellationToken) : null;
            if (draft.To == "one" && partner is null)
            {
                errors.Add("partner", draft.Partner.Length == 0 ? "Enter the identifier of a partner." : $"{broker.Settings.DisplayName} has no partner with this identifier.");
            }

            if (!TryTime(draft.From, out var from))
            {
                errors.Add("from", "Enter a day and a time, or leave it empty.");
            }

            CheckReason(errors, draft.Reason);
            if (errors.Any)
            {
                return await ShowAsync(context, id, errors, draft, cancellationToken);
            }

            var act = ActOf(context, broker, "plan.assign", sent.Key, draft.Reason, partner?.Identifier ?? "all without a plan of their own");
            return await service.AssignAsync(broker, partner?.Id, id, from, act, cancellationToken) switch
            {
                PlanResult.Done => new SeeOther(ConsoleNotice.After(UrlOf(id), "plan-given")),
                PlanResult.Archived => await ShowAsync(context, id, FormErrors.Single("The plan is put away; nobody new gets it."), draft, cancellationToken),
                _ => ConsoleError.NotFound,
            };
        },
        cancellationToken);

    private Task<IResult> ArchiveAsync(HttpContext context, long id, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, () => FindAsync(context, id, cancellationToken), Repeated(id),
        async (sent, found) =>
        {
            await service.ArchiveAsync(found.Broker, id, ActOf(context, found.Broker, "plan.archive", sent.Key, reason: null, found.Plan.Name), cancellationToken);
            return new SeeOther(ConsoleNotice.After(UrlOf(id), "plan-archived"));
        },
        cancellationToken);

    private static string Repeated(long id) => ConsoleNotice.After(UrlOf(id), "repeated");

    private async Task<(RewardPlan Plan, BrokerEntity Broker)?> FindAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        return await plans.FindAsync(caller.Scope, id, cancellationToken) is { } plan && caller.FindBroker(plan.BrokerId) is { } broker ? (plan, broker) : null;
    }

    private PlanAct ActOf(HttpContext context, BrokerEntity broker, string name, string key, string? reason, string detail) => new(
        context.GetCaller().Member.Email,
        reason,
        (session, id) => AuditStore.AddAsync(
            session, StaffAct.Of(context, name, $"plan {ConsoleFormat.Plain(id)}", broker) with { Detail = detail, Reason = reason, SubmissionKey = key }, time.GetUtcNow()));

    /// <summary>A reason as every act takes one.</summary>
    internal static void CheckReason(FormErrors errors, string reason)
    {
        if (reason.Length is 0 or > ConsoleForm.MaximumReason)
        {
            errors.Add("reason", "Say why, in at most 500 characters.");
        }
    }

    /// <summary>A time in UTC as browsers send it; nothing is now.</summary>
    internal static bool TryTime(string text, out DateTimeOffset? at)
    {
        at = null;
        if (text.Length == 0)
        {
            return true;
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
        {
            return false;
        }

        at = parsed;
        return true;
    }

    /// <summary>A page with faults is not what was asked for.</summary>
    internal static int StatusOf(FormErrors errors) => errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;

    private static FormErrors Single(string field, string text)
    {
        var errors = new FormErrors();
        errors.Add(field, text);
        return errors;
    }
}
