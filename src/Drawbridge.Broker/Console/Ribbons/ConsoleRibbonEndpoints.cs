using System.Diagnostics;
using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Ribbons.Api;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Screens;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Ribbons;

/// <summary>Campaigns of ribbons in the console: writing and approving, by two people.</summary>
internal sealed class ConsoleRibbonEndpoints(CampaignService service, CampaignStore store, CampaignPreviews previews, RibbonPages pages, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/ribbons");
        group.MapGet("", (HttpContext context, ConsoleRibbonEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, new FormErrors(), cancellationToken)).Needs(ConsolePermission.ReadRibbons);
        group.MapGet("/new", (HttpContext context) => ShowNew(context)).Needs(ConsolePermission.WriteRibbons);
        group.MapPost("", (HttpContext context, ConsoleRibbonEndpoints own, CancellationToken cancellationToken) => own.AddAsync(context, cancellationToken)).Needs(ConsolePermission.WriteRibbons);
        group.MapPost("/clear", (HttpContext context, ConsoleRibbonEndpoints own, CancellationToken cancellationToken) => own.ClearAsync(context, cancellationToken)).Needs(ConsolePermission.ApproveRibbons);
        group.MapGet("/{id:long}", (HttpContext context, long id, ConsoleRibbonEndpoints own, CancellationToken cancellationToken) => own.ShowAsync(context, id, new FormErrors(), cancellationToken))
            .Needs(ConsolePermission.ReadRibbons);
        group.MapGet("/{id:long}/edit", (HttpContext context, long id, ConsoleRibbonEndpoints own, CancellationToken cancellationToken) => own.ShowEditAsync(context, id, cancellationToken))
            .Needs(ConsolePermission.WriteRibbons);
        group.MapPost("/{id:long}/edit", (HttpContext context, long id, ConsoleRibbonEndpoints own, CancellationToken cancellationToken) => own.WriteAsync(context, id, cancellationToken))
            .Needs(ConsolePermission.WriteRibbons);
        foreach (var act in Enum.GetValues<CampaignAct>())
        {
            group.MapPost($"/{{id:long}}/{CampaignActs.NameOf(act)}", (HttpContext context, long id, ConsoleRibbonEndpoints own, CancellationToken cancellationToken) => own.ActAsync(context, id, act, cancellationToken))
                .Needs(CampaignActs.TakesApprover(act) ? ConsolePermission.ApproveRibbons : ConsolePermission.WriteRibbons);
        }
    }

    private async Task<IResult> ListAsync(HttpContext context, FormErrors errors, CancellationToken cancellationToken) =>
        new ConsoleResult<RibbonListPage>("Ribbons", await pages.ListAsync(context, errors, cancellationToken), StatusOf(errors));

    private static ConsoleResult<CampaignFormPage> ShowForm(Campaign? campaign, BrokerEntity broker, CampaignForm form, CampaignPreview? preview, FormErrors errors) =>
        new(campaign?.Name ?? "New campaign", new CampaignFormModel(campaign, broker, form, preview, errors), StatusOf(errors));

    private static IResult ShowNew(HttpContext context)
    {
        if (context.GetCaller().FindBroker(context.Request.Query["broker"].ToString()) is not { } broker)
        {
            return ConsoleError.NotFound;
        }

        return ShowForm(campaign: null, broker, CampaignForm.Of(new()), preview: null, new FormErrors());
    }

    private Task<IResult> AddAsync(HttpContext context, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, ConsoleNotice.After(ConsolePaths.Ribbons, "repeated"), sent => AddAsync(context, sent, cancellationToken), cancellationToken);

    private async Task<IResult> AddAsync(HttpContext context, SentForm sent, CancellationToken cancellationToken)
    {
        if (context.GetCaller().FindBroker(sent.Fields["broker"].ToString()) is not { } broker)
        {
            return ConsoleError.NotFound;
        }

        var form = CampaignForm.From(sent.Fields);
        var (content, errors) = Read(context, broker, form);
        if (errors.Any || sent.Fields["do"] == "preview")
        {
            return ShowForm(campaign: null, broker, form, errors.Any ? null : await previews.OfAsync(broker, campaignId: 0, content, cancellationToken), errors);
        }

        var result = await service.AddAsync(EditorOf(context), broker, content, "console:" + sent.Key, AuditOf(context, broker, "write", sent.Key, reason: null), cancellationToken);
        return result switch
        {
            CampaignResult.Changed { Campaign: var added } => Back(added.Id, "ribbon-write"),
            CampaignResult.Unchanged { Campaign: var before } => Back(before.Id, "ribbon-write"),
            CampaignResult.Invalid { Faults: var faults } => ShowForm(campaign: null, broker, form, preview: null, ErrorsOf(faults)),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<IResult> ShowAsync(HttpContext context, long id, FormErrors errors, CancellationToken cancellationToken) =>
        await pages.FindAsync(context, id, errors, cancellationToken) is { } model
            ? new ConsoleResult<CampaignPage>(model.Campaign.Name, model, StatusOf(errors))
            : ConsoleError.NotFound;

    private async Task<IResult> ShowEditAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await FindAsync(context, id, cancellationToken) is ({ } campaign, { } broker)
            ? ShowForm(campaign, broker, CampaignForm.Of(campaign.LatestContent), preview: null, new FormErrors())
            : ConsoleError.NotFound;

    private Task<IResult> WriteAsync(HttpContext context, long id, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, UrlOf(id, "ribbon-write"),
        async sent =>
        {
            if (!TryRevision(sent.Fields, out var revision))
            {
                return ConsoleError.UnreadableForm;
            }

            if (await FindAsync(context, id, cancellationToken) is not ({ } campaign, { } broker))
            {
                return ConsoleError.NotFound;
            }

            var form = CampaignForm.From(sent.Fields);
            var (content, errors) = Read(context, broker, form);
            if (errors.Any || sent.Fields["do"] == "preview")
            {
                return ShowForm(campaign, broker, form, errors.Any ? null : await previews.OfAsync(broker, id, content, cancellationToken), errors);
            }

            return await service.WriteAsync(EditorOf(context), id, revision, content, AuditOf(context, broker, "write", sent.Key, reason: null), cancellationToken) switch
            {
                CampaignResult.Changed => Back(id, "ribbon-write"),
                CampaignResult.Invalid { Faults: var faults } => ShowForm(campaign, broker, form, preview: null, ErrorsOf(faults)),
                CampaignResult.NotFound => ConsoleError.NotFound,
                _ => ShowForm(campaign, broker, form, preview: null, FormErrors.Single("Somebody else has changed the campaign meanwhile. Open it in another tab, and take over what you want to keep.")),
            };
        },
        cancellationToken);

    private Task<IResult> ActAsync(HttpContext context, long id, CampaignAct act, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, UrlOf(id, $"ribbon-{CampaignActs.NameOf(act)}"),
        async sent =>
        {
            if (!TryRevision(sent.Fields, out var revision))
            {
                return ConsoleError.UnreadableForm;
            }

            if (await FindAsync(context, id, cancellationToken) is not (_, { } broker))
            {
                return ConsoleError.NotFound;
            }

            var name = CampaignActs.NameOf(act);
            return await service.DoAsync(EditorOf(context), id, revision, act, AuditOf(context, broker, name, sent.Key, reason: null), cancellationToken) switch
            {
                CampaignResult.Changed or CampaignResult.Unchanged => Back(id, $"ribbon-{name}"),
                CampaignResult.Invalid { Faults: var faults } => await ShowAsync(context, id, FormErrors.Single(string.Join(" ", faults.Select(static fault => fault.Text))), cancellationToken),
                CampaignResult.SamePerson => await ShowAsync(context, id, FormErrors.Single("You wrote this draft: somebody else has to approve it."), cancellationToken),
                CampaignResult.NotFound => ConsoleError.NotFound,
                _ => Back(id, "ribbon-late"),
            };
        },
        cancellationToken);

    private Task<IResult> ClearAsync(HttpContext context, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, ConsoleNotice.After(ConsolePaths.Ribbons, "ribbons-clear"),
        async sent =>
        {
            if (context.GetCaller().FindBroker(sent.Fields["broker"].ToString()) is not { } broker)
            {
                return ConsoleError.NotFound;
            }

            var reason = sent.Text("reason");
            if (reason.Length is 0 or > ConsoleForm.MaximumReason)
            {
                var errors = new FormErrors();
                errors.Add("reason", reason.Length == 0 ? "Write down why." : "At most 500 characters.");
                return await ListAsync(context, errors, cancellationToken);
            }

            await service.ClearAsync(
                broker, (session, campaign) => AuditOf(context, broker, "pause", string.Create(CultureInfo.InvariantCulture, $"{sent.Key}{campaign.Id}"), reason)(session, campaign), cancellationToken);
            return new SeeOther(ConsoleNotice.After(ConsolePaths.Ribbons, "ribbons-clear"));
        },
        cancellationToken);

    private static (CampaignContent Content, FormErrors Errors) Read(HttpContext context, BrokerEntity broker, CampaignForm form)
    {
        var (content, unread) = form.Read(broker.Crm.Settings.Languages);
        var faults = unread.Concat(CampaignValidator.FaultsOf(broker, content, EditorOf(context).SeesWholeCrm).Where(fault => unread.All(one => one.Field != fault.Field)));
        return (content, ErrorsOf(faults));
    }

    private static FormErrors ErrorsOf(IEnumerable<CampaignFault> faults)
    {
        var errors = new FormErrors();
        foreach (var fault in faults)
        {
            errors.Add(fault.Field, fault.Text);
        }

        return errors;
    }

    private async Task<(Campaign? Campaign, BrokerEntity? Broker)> FindAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        return await store.FindAsync(caller.Scope, id, cancellationToken) is { } campaign ? (campaign, caller.FindBroker(campaign.BrokerId)) : (null, null);
    }

    private Func<DbSession, Campaign, Task> AuditOf(HttpContext context, BrokerEntity broker, string act, string key, string? reason) =>
        (session, campaign) => AuditStore.AddAsync(
            session,
            StaffAct.Of(context, $"ribbon.{act}", RibbonPerson.ObjectOf(campaign), broker) with { Detail = campaign.Name, Reason = reason, SubmissionKey = key },
            time.GetUtcNow());

    private static bool TryRevision(IFormCollection sent, out long revision) => long.TryParse(sent["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out revision);

    private static CampaignEditor EditorOf(HttpContext context) => new(context.GetCaller().Scope, context.GetCaller().Member.Email);

    private static int StatusOf(FormErrors errors) => errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;

    private static string UrlOf(long id, string notice) => ConsoleNotice.After($"{ConsolePaths.Ribbons}/{ConsoleFormat.Plain(id)}", notice);

    private static SeeOther Back(long id, string notice) => new(UrlOf(id, notice));
}
