using System.Globalization;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Desk;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Kyc;

/// <summary>Verifications of traders: what they answered and showed, and staff's word about it (FLOW-KYC-2).</summary>
internal sealed class ConsoleKycEndpoints(KycDesk desk, KycDeskStore store, AuditStore audit, TimeProvider time)
{
    public const string StepField = "step-";

    private const int PageLength = 50;

    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/kyc");
        group.MapGet("", (HttpContext context, ConsoleKycEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken)).Needs(ConsolePermission.ReadKyc);
        group.MapGet("/{reference}", (HttpContext context, string reference, ConsoleKycEndpoints own, CancellationToken cancellationToken) =>
            own.ShowAsync(context, reference, KycDraft.Empty, new FormErrors(), cancellationToken)).Needs(ConsolePermission.ReadKyc);
        group.MapGet("/{reference}/documents/{id:long}", (HttpContext context, string reference, long id, ConsoleKycEndpoints own, CancellationToken cancellationToken) =>
            own.OpenDocumentAsync(context, reference, id, cancellationToken)).Needs(ConsolePermission.DecideKyc);
        foreach (var (path, what) in new[]
        {
            ("begin-review", KycEvent.BeginReview), ("approve", KycEvent.Approve), ("reject", KycEvent.Reject), ("ask-again", KycEvent.AskAgain),
        })
        {
            group.MapPost($"/{{reference}}/{path}", (HttpContext context, string reference, ConsoleKycEndpoints own, CancellationToken cancellationToken) =>
                own.DecideAsync(context, reference, what, path, cancellationToken)).Needs(ConsolePermission.DecideKyc);
        }

        group.MapPost("/{reference}/notes", (HttpContext context, string reference, ConsoleKycEndpoints own, CancellationToken cancellationToken) =>
            own.NoteAsync(context, reference, cancellationToken)).Needs(ConsolePermission.DecideKyc);
    }

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var state = Enum.TryParse<KycState>(query["state"], out var one) && Enum.IsDefined(one) ? one : (KycState?)null;
        var isFirst = !long.TryParse(query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var before);
        var waiting = state is null && query["all"] != "true";
        var scope = context.GetCaller().Scope;
        var last = isFirst ? long.MaxValue : before;
        IReadOnlyList<KycDeskCase> rows = waiting
            ? [.. (await store.ListAsync(scope, brokerId: null, KycState.Submitted, last, PageLength + 1, cancellationToken))
                .Concat(await store.ListAsync(scope, brokerId: null, KycState.InReview, last, PageLength + 1, cancellationToken))
                .OrderBy(static row => row.SubmittedAt).Take(PageLength + 1)]
            : await store.ListAsync(scope, brokerId: null, state, last, PageLength + 1, cancellationToken);
        return new ConsoleResult<KycListPage>("Verifications", new KycListModel([.. rows.Take(PageLength)], state, waiting, !waiting && rows.Count > PageLength, isFirst));
    }

    private async Task<IResult> ShowAsync(HttpContext context, string reference, KycDraft draft, FormErrors errors, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        return await desk.FindAsync(caller.Scope, reference, cancellationToken) is { } dossier && caller.FindBroker(dossier.Case.BrokerName) is { } broker
            ? new ConsoleResult<KycCasePage>(
                reference, new KycCaseModel(dossier, broker, draft, errors), errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK)
            : ConsoleError.NotFound;
    }

    /// <summary>A photograph to be looked at in the page, anything else as an attachment. That it was looked at is written down.</summary>
    private async Task<IResult> OpenDocumentAsync(HttpContext context, string reference, long id, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        if (await desk.FindDocumentAsync(caller.Scope, reference, id, caller.Member.Email, cancellationToken) is not { } document)
        {
            return ConsoleError.NotFound;
        }

        var act = StaffAct.Of(context, "kyc.document", $"case {reference}", caller.FindBroker(document.BrokerId)) with { Detail = document.Name };
        await audit.AddAsync(act, time.GetUtcNow(), cancellationToken);
        return KycDownload.Of(desk, document, inline: true);
    }

    private Task<IResult> DecideAsync(HttpContext context, string reference, KycEvent what, string path, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, UrlOf(reference, NoticeOf(what)), sent => DecideAsync(context, reference, what, path, sent, cancellationToken), cancellationToken);

    private async Task<IResult> DecideAsync(HttpContext context, string reference, KycEvent what, string path, SentForm sent, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        if (await desk.FindAsync(caller.Scope, reference, cancellationToken) is not { } dossier || caller.FindBroker(dossier.Case.BrokerName) is not { } broker)
        {
            return ConsoleError.NotFound;
        }

        var asksAgain = what is KycEvent.Reject or KycEvent.AskAgain;
        var draft = asksAgain ? Read(sent.Fields, new KycCaseModel(dossier, broker, KycDraft.Empty, new FormErrors())) : KycDraft.Empty;
        if (FindFault(draft, asksAgain) is { } fault)
        {
            var errors = new FormErrors();
            errors.Add("reason", fault);
            return await ShowAsync(context, reference, draft, errors, cancellationToken);
        }

        var act = StaffAct.Of(context, $"kyc.{path}", $"case {reference}", broker) with
        {
            Detail = draft.StepReasons.Count == 0 ? null : string.Join("; ", draft.StepReasons.Select(static one => $"{one.Key}: {one.Value}")),
            Reason = draft.Reason.Length == 0 ? null : draft.Reason,
            SubmissionKey = sent.Key,
        };
        var outcome = await desk.DecideAsync(
            caller.Scope, reference,
            new KycDecision(what, caller.Member.Email, sent.Key) { Reason = act.Reason, StepReasons = draft.StepReasons },
            cancellationToken,
            session => AuditStore.AddAsync(session, act, time.GetUtcNow()));
        return new SeeOther(UrlOf(reference, outcome is KycOutcome.Refused ? "kyc-late" : NoticeOf(what)));
    }

    private Task<IResult> NoteAsync(HttpContext context, string reference, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, UrlOf(reference, "noted"),
        async sent =>
        {
            var caller = context.GetCaller();
            var text = sent.Text("note");
            if (text.Length is 0 or > KycDesk.LongestText)
            {
                var errors = new FormErrors();
                errors.Add("note", "Write 1 to 1000 characters.");
                return await ShowAsync(context, reference, KycDraft.Empty, errors, cancellationToken);
            }

            if (await desk.FindAsync(caller.Scope, reference, cancellationToken) is not { } dossier
                || !await desk.NoteAsync(caller.Scope, reference, caller.Member.Email, text, sent.Key, cancellationToken))
            {
                return ConsoleError.NotFound;
            }

            var act = StaffAct.Of(context, "kyc.note", $"case {reference}", caller.FindBroker(dossier.Case.BrokerName)) with { SubmissionKey = sent.Key };
            await audit.AddAsync(act, time.GetUtcNow(), cancellationToken);
            return new SeeOther(UrlOf(reference, "noted"));
        },
        cancellationToken);

    /// <summary>The steps that are ticked, with what is wrong with each.</summary>
    private static KycDraft Read(IFormCollection form, KycCaseModel model) => new(
        ConsoleForm.TextOf(form, "reason"),
        (model.Level?.Steps ?? []).Where(step => form[StepField + step.Id].Count > 0)
            .ToDictionary(static step => step.Id, step => ConsoleForm.TextOf(form, $"{StepField}{step.Id}-reason"), StringComparer.Ordinal));

    private static string? FindFault(KycDraft draft, bool asksAgain) =>
        asksAgain && draft.Reason.Length == 0 && draft.StepReasons.Count == 0 ? "Say what is wrong: choose a step, or write a reason."
        : draft.StepReasons.Values.Any(static reason => reason.Length == 0) ? "Write for each step that you chose what has to be done again."
        : draft.StepReasons.Values.Append(draft.Reason).Any(static reason => reason.Length > KycDesk.LongestText) ? "At most 1000 characters each."
        : null;

    private static string NoticeOf(KycEvent what) => what switch
    {
        KycEvent.BeginReview => "kyc-begun",
        KycEvent.Approve => "kyc-approved",
        _ => "kyc-rejected",
    };

    private static string UrlOf(string reference, string notice) => ConsoleNotice.After($"{ConsolePaths.Kyc}/{Uri.EscapeDataString(reference)}", notice);
}
