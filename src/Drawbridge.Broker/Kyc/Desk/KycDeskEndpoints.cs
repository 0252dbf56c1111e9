using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Chat;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Money;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Kyc.Desk;

/// <summary>Looking after verifications, in the management API.</summary>
internal sealed class KycDeskEndpoints(KycDesk desk, KycDeskStore store, BrokerDirectory directory)
{
    private static readonly CrmError NoCase = new(404, CrmErrorCode.NotFound, "Your CRM has no verification with that reference");

    private static readonly CrmError NoDocument = new(404, CrmErrorCode.NotFound, "There is no such document, or it was erased");

    private static readonly CrmError WrongState = new(409, CrmErrorCode.InvalidRequest, "The verification is not in a state for this; read it again");

    private static readonly CrmError HasCardNumber = new(400, CrmErrorCode.InvalidRequest, "A text looks like a card number, which must never be written here; nothing was stored");

    private static readonly CrmError ProviderAway = new(503, CrmErrorCode.Busy, "The provider does not answer now; try again later");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = ManagementApi.MapGroup(routes).MapGroup("/kyc/cases");
        group.MapGet("", (HttpContext context, KycDeskEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken)).WithName("ListKycCases").Describe(KycDeskDescriptions.List);
        group.MapGet("/{reference}", (HttpContext context, string reference, KycDeskEndpoints own, CancellationToken cancellationToken) =>
            own.GetAsync(context, reference, cancellationToken)).WithName("GetKycCase").Describe(KycDeskDescriptions.Get);
        group.MapGet("/{reference}/documents/{id:long}", (HttpContext context, string reference, long id, KycDeskEndpoints own, CancellationToken cancellationToken) =>
            own.DownloadAsync(context, reference, id, cancellationToken)).WithName("DownloadKycDocument").Describe(KycDeskDescriptions.Download);
        foreach (var (path, what, name) in new[]
        {
            ("begin-review", KycEvent.BeginReview, "BeginKycReview"), ("approve", KycEvent.Approve, "ApproveKyc"), ("reject", KycEvent.Reject, "RejectKyc"),
            ("ask-again", KycEvent.AskAgain, "AskKycAgain"),
        })
        {
            group.MapPost($"/{{reference}}/{path}", (HttpContext context, string reference, KycDeskEndpoints own, CancellationToken cancellationToken) =>
                own.DecideAsync(context, reference, what, cancellationToken)).WithName(name).Describe(KycDeskDescriptions.Decide(what));
        }

        group.MapPost("/{reference}/notes", (HttpContext context, string reference, KycDeskEndpoints own, CancellationToken cancellationToken) =>
            own.NoteAsync(context, reference, cancellationToken)).WithName("NoteOnKyc").Describe(KycDeskDescriptions.Note);
        group.MapPost("/{reference}/ask-provider", (HttpContext context, string reference, KycDeskEndpoints own, CancellationToken cancellationToken) =>
            own.AskProviderAsync(context, reference, cancellationToken)).WithName("AskKycProvider").Describe(KycDeskDescriptions.AskProvider);
    }

    /// <summary>The latest first; <c>brokerName</c>, <c>state</c>, <c>limit</c>, and <c>cursor</c> of the answer before.</summary>
    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (query, error) = ListQuery.Read(context, directory);
        if (query is null)
        {
            return error!;
        }

        KycState? state = null;
        if (context.Request.Query["state"].ToString() is { Length: > 0 } text && (state = StateOf(text)) is null)
        {
            return CrmError.MustBe("state", string.Join(", ", Enum.GetValues<KycState>().Select(KycMachine.NameOf)));
        }

        var scope = new BrokerScope(context.GetCallerCrmId());
        var rows = await store.ListAsync(scope, query.Broker?.Id, state, query.Before, query.Limit, cancellationToken);
        return CrmAnswer.Of(
            new KycCaseList(
                [.. rows.Select(KycCaseAnswer.From)],
                [.. (await store.CountWaitingAsync(scope, cancellationToken)).Select(static one => new KycWaitingAnswer(one.BrokerName, one.Cases))],
                query.CursorAfter(rows, static row => row.Id)),
            KycDeskJson.Default.KycCaseList);
    }

    private async Task<IResult> GetAsync(HttpContext context, string reference, CancellationToken cancellationToken) =>
        await desk.FindAsync(new BrokerScope(context.GetCallerCrmId()), reference, cancellationToken) is { } dossier
            ? CrmAnswer.Of(KycDossierAnswer.From(dossier), KycDeskJson.Default.KycDossierAnswer)
            : NoCase;

    /// <summary>The file as an attachment that no browser takes for a page, whatever it is.</summary>
    private async Task<IResult> DownloadAsync(HttpContext context, string reference, long id, CancellationToken cancellationToken)
    {
        var who = ChatText.Normalize(context.Request.Query["sender"]);
        if (!IsSender(who)
            || await desk.FindDocumentAsync(new BrokerScope(context.GetCallerCrmId()), reference, id, who.Length == 0 ? null : who, cancellationToken) is not { } document)
        {
            return NoDocument;
        }

        return KycDownload.Of(desk, document);
    }

    private async Task<IResult> DecideAsync(HttpContext context, string reference, KycEvent what, CancellationToken cancellationToken)
    {
        var (body, error) = await ReadAsync(context);
        if (error is not null)
        {
            return error;
        }

        var steps = body!.Steps ?? [];
        var asksAgain = what is KycEvent.Reject or KycEvent.AskAgain;
        if (asksAgain && string.IsNullOrWhiteSpace(body.Reason) && steps.Count == 0)
        {
            return new CrmError(400, CrmErrorCode.MissingRequiredParameter, "Say why: reason, or steps with a step and a reason each");
        }

        if (!asksAgain && steps.Count > 0)
        {
            return CrmError.MustBe("steps", "left out here");
        }

        if (steps.Any(static step => string.IsNullOrWhiteSpace(step.Step) || !IsText(step.Reason)) || steps.DistinctBy(static step => step.Step).Count() != steps.Count
            || (body.Reason is not null && !IsText(body.Reason)))
        {
            return CrmError.MustBe("reason", "1 to 1000 characters, also of each of the steps, and a step is named once");
        }

        var scope = new BrokerScope(context.GetCallerCrmId());
        if (await FindUnknownStepAsync(scope, reference, steps, cancellationToken) is { } unknown)
        {
            return unknown;
        }

        var outcome = await desk.DecideAsync(
            scope, reference,
            new(what, body.Sender, body.SubmissionKey!)
            {
                Reason = body.Reason?.Trim(), StepReasons = steps.ToDictionary(static step => step.Step!, static step => step.Reason!.Trim(), StringComparer.Ordinal),
            },
            cancellationToken);
        return outcome switch
        {
            KycOutcome.Refused { Current: null } => NoCase,
            KycOutcome.Refused => WrongState,
            _ => await GetAsync(context, reference, cancellationToken),
        };
    }

    private async Task<IResult> NoteAsync(HttpContext context, string reference, CancellationToken cancellationToken)
    {
        var (body, error) = await ReadAsync(context);
        if (error is not null)
        {
            return error;
        }

        if (!IsText(body!.Text))
        {
            return CrmError.MustBe("text", "1 to 1000 characters");
        }

        return await desk.NoteAsync(new BrokerScope(context.GetCallerCrmId()), reference, body.Sender, body.Text!.Trim(), body.SubmissionKey!, cancellationToken)
            ? await GetAsync(context, reference, cancellationToken)
            : NoCase;
    }

    private async Task<IResult> AskProviderAsync(HttpContext context, string reference, CancellationToken cancellationToken)
    {
        try
        {
            return await desk.AskProviderAsync(new BrokerScope(context.GetCallerCrmId()), reference, cancellationToken) is null ? NoCase : await GetAsync(context, reference, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return ProviderAway;
        }
    }

    private static async Task<(KycDecisionRequest? Body, CrmError? Error)> ReadAsync(HttpContext context)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, KycDeskJson.Default.KycDecisionRequest, bodyRequired: true);
        return error is not null ? (null, error)
            : string.IsNullOrEmpty(body!.SubmissionKey) ? (null, CrmError.MissingParameter("submissionKey"))
            : !ChatText.IsDeskKey(body.SubmissionKey) ? (null, CrmError.MustBe("submissionKey", "at most 64 printable characters without blanks"))
            : TextsOf(body).Any(static text => CardNumber.IsIn(text ?? "")) ? (null, HasCardNumber)
            : !IsSender(body.Sender ?? "") ? (null, CrmError.MustBe("sender", "at most 80 characters without control characters"))
            : (body, null);
    }

    /// <summary>A step that the level does not have could never be done again.</summary>
    private async Task<CrmError?> FindUnknownStepAsync(BrokerScope scope, string reference, IReadOnlyList<KycStepRequest> steps, CancellationToken cancellationToken)
    {
        if (steps.Count == 0 || await store.FindAsync(scope, reference, cancellationToken) is not { } one)
        {
            return null;
        }

        var level = directory.Current.FindBroker(one.BrokerName)?.Settings.Kyc.Levels.FirstOrDefault(level => level.Id == one.Level);
        return level is null || steps.Any(step => level.FindStep(step.Step!) is null)
            ? CrmError.MustBe("steps", level is null ? "left out: the level is no longer configured" : $"some of {string.Join(", ", level.Steps.Select(static step => step.Id))}")
            : null;
    }

    private static IEnumerable<string?> TextsOf(KycDecisionRequest body) => [body.Reason, body.Text, .. (body.Steps ?? []).Select(static step => step.Reason)];

    private static bool IsText(string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= KycDesk.LongestText && !text.Any(static c => char.IsControl(c) && c != '\n');

    private static bool IsSender(string text) => text.Length <= ChatText.MaximumSenderLength && !text.Any(char.IsControl);

    private static KycState? StateOf(string text) =>
        Enum.GetValues<KycState>().Where(state => KycMachine.NameOf(state) == text).Select(static state => (KycState?)state).FirstOrDefault();

}
