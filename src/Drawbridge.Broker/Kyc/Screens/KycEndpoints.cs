using System.Security.Cryptography;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Documents.Texts;
using Drawbridge.Broker.Documents.Uploads;
using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Files;
using Drawbridge.Broker.Kyc.Provider;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Kyc.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Kyc.Screens;

/// <summary>
/// The verification as the trader sees it (SCR-5, MOD-22, FLOW-KYC-1): the list of steps, each step at an address of its own (FLOW-KYC-4, SCR-43), the summary,
/// and how it stands. Every form saves what is in it; nothing is decided by it before it is sent off (FLOW-INAPP-10).
/// </summary>
internal sealed class KycEndpoints(
    InAppScreens screens, InAppSessions sessions, KycStore store, KycCases cases, KycFileStore files, KycUploads uploads, KycAnswers answers, IKycProvider provider,
    TimeProvider time)
{
    private const string KeyField = "submissionKey";
    private const int KeyLength = 32;

    /// <summary>An approval can be renewed this long before it runs out.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var group = InAppScreens.MapGroup(UploadForm.Accept(endpoints.MapGroup("")));
        Both(group, "", static (own, context, cancellationToken) => own.ShowAsync(context, cancellationToken));
        Both(group, "/status", static (own, context, cancellationToken) => own.ShowAsync(context, cancellationToken));
        Both(group, "/review", static (own, context, cancellationToken) => own.ReviewAsync(context, cancellationToken));
        group.MapPost(ScreenPaths.Kyc + "/submit", (HttpContext context, KycEndpoints own, CancellationToken cancellationToken) => own.SubmitAsync(context, cancellationToken));
        group.MapPost(ScreenPaths.Kyc + "/withdraw", (HttpContext context, KycEndpoints own, CancellationToken cancellationToken) => own.WithdrawAsync(context, cancellationToken));
        group.MapPost(ScreenPaths.Kyc + "/again", (HttpContext context, KycEndpoints own, CancellationToken cancellationToken) => own.BeginAgainAsync(context, cancellationToken));
        group.MapPost(ScreenPaths.Kyc + "/done", (HttpContext context, KycEndpoints own, CancellationToken cancellationToken) => own.FinishAsync(context, cancellationToken));
        group.MapGet(ScreenPaths.Kyc + "/{step}", (HttpContext context, string step, KycEndpoints own, CancellationToken cancellationToken) => own.OpenStepAsync(context, step, cancellationToken));
        UploadForm.AllowFiles(group.MapPost(ScreenPaths.Kyc + "/{step}", (HttpContext context, string step, KycEndpoints own, CancellationToken cancellationToken) =>
            own.PostStepAsync(context, step, cancellationToken)));
    }

    private static void Both(RouteGroupBuilder group, string path, Func<KycEndpoints, HttpContext, CancellationToken, Task<IResult>> handle) =>
        group.MapMethods(
            ScreenPaths.Kyc + path, [HttpMethods.Get, HttpMethods.Post],
            (HttpContext context, KycEndpoints own, CancellationToken cancellationToken) => handle(own, context, cancellationToken));

    private async Task<(KycVisit? Visit, IResult? Answer)> EnterAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Kyc, cancellationToken);
        if (who is null)
        {
            var isReturn = answer is ScreenError { Code: CrmErrorCode.MissingRequiredParameter } && context.Request.Path.Value!.EndsWith("/status", StringComparison.Ordinal);
            return (null, isReturn ? Message("kyc-return", KycTextKey.KycReturnTitle, KycTextKey.KycReturnIntro) : answer); // SCR-76: a web view without cookies
        }

        context.SetScreen(context.GetScreen() with { OwnStylesUrl = ScreenAssets.Current.KycStylesUrl });
        var broker = context.GetBroker();
        if (broker.Settings.Kyc.Levels.Count == 0)
        {
            return (null, Message("kyc-none", KycTextKey.KycNoneTitle, KycTextKey.KycNoneIntro));
        }

        return broker.Settings.Kyc.Find(context.GetScreen().Parameters.KycType) is { } level
            ? (await LoadAsync(who, broker, level, cancellationToken), null)
            : (null, Message("kyc-unknown", KycTextKey.KycUnknownTitle, KycTextKey.KycUnknownIntro, StatusCodes.Status404NotFound)); // SCR-33
    }

    private async Task<KycVisit> LoadAsync(InAppUser who, BrokerEntity broker, KycLevel level, CancellationToken cancellationToken)
    {
        var current = await store.FindCurrentAsync(broker.Id, who.User.Id, level.Id, cancellationToken);
        if (current is null or { ErasedAt: not null, State: KycState.Draft or KycState.Rejected })
        {
            return new(who, broker, level, Case: null, [], []);
        }

        return new(
            who, broker, level, current, await store.ListStepsAsync(current.Id, cancellationToken),
            [.. (await files.ListAsync(current.Id, cancellationToken)).Where(static file => file.ReplacedAt is null)]);
    }

    private async Task<IResult> ShowAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (visit, answer) = await EnterAsync(context, cancellationToken);
        return visit is null ? answer! : await ShowAsync(context, visit, cancellationToken);
    }

    private async Task<IResult> ShowAsync(HttpContext context, KycVisit visit, CancellationToken cancellationToken)
    {
        var sealedSession = sessions.Seal(visit.Who.Session);
        if (visit.IsOpen)
        {
            Count(context, visit, FunnelStep.KycOverview);
            return new ScreenResult<KycOverviewPage>(new KycOverviewModel(visit, sealedSession, NewKey()));
        }

        var one = visit.Case!;
        var byProvider = visit.Level.Provider != KycNames.Manual;
        var page = byProvider && one.State == KycState.Submitted
            ? await provider.FindPageAsync(visit.Broker, visit.Level.Provider, one, visit.Who.User, context.GetScreen(), ReturnUrl(context), cancellationToken)
            : null;
        var soon = one.State == KycState.Expired || !one.HoldsAt(time.GetUtcNow() + Soon);
        return new ScreenResult<KycStatusPage>(new KycStatusModel(
            visit, page, CanBeginAgain: soon && one.State is KycState.Approved or KycState.Expired, CanWithdraw: one.State == KycState.Submitted && !byProvider, sealedSession));
    }

    private async Task<IResult> OpenStepAsync(HttpContext context, string stepId, CancellationToken cancellationToken)
    {
        var (visit, step, answer) = await EnterStepAsync(context, stepId, cancellationToken);
        return step is null ? answer! : ShowStep(context, visit!, step, AnswersOf(visit!, step), new FormErrors());
    }

    private async Task<IResult> PostStepAsync(HttpContext context, string stepId, CancellationToken cancellationToken)
    {
        var (visit, step, answer) = await EnterStepAsync(context, stepId, cancellationToken);
        if (step is null)
        {
            return answer!;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        return form["do"].ToString() switch
        {
            "open" => ShowStep(context, visit!, step, AnswersOf(visit!, step), new FormErrors()),
            "choose" when step.Kind == KycStepKind.Documents => await ChooseAsync(context, visit!, step, form[KycSides.TypeKey].ToString(), cancellationToken),
            "remove" when step.TakesFiles => await RemoveAsync(context, visit!, step, form["side"].ToString(), cancellationToken),
            _ => await SaveAsync(context, visit!, step, form, cancellationToken),
        };
    }

    private async Task<(KycVisit? Visit, KycStep? Step, IResult? Answer)> EnterStepAsync(HttpContext context, string stepId, CancellationToken cancellationToken)
    {
        var (visit, answer) = await EnterAsync(context, cancellationToken);
        if (visit is null)
        {
            return (null, null, answer);
        }

        var step = visit.Level.FindStep(stepId);
        return step is null ? (null, null, ScreenError.NotFound)
            : visit.IsOpen && visit.MayChange(step) ? (visit, step, null)
            : (null, null, await ShowAsync(context, visit, cancellationToken));
    }

    /// <summary>Keeps what was entered, right or wrong, and goes on when it is right.</summary>
    private async Task<IResult> SaveAsync(HttpContext context, KycVisit visit, KycStep step, IFormCollection form, CancellationToken cancellationToken)
    {
        var texts = context.GetScreen().Texts;
        var errors = new FormErrors();
        var given = AnswersOf(visit, step);
        if (step.TakesFiles)
        {
            var sides = KycSides.Of(step, given);
            if (await uploads.TakeAsync(context, visit, step, sides, errors, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            visit = await LoadAsync(visit.Who, visit.Broker, visit.Level, cancellationToken);
            foreach (var side in sides.Where(side => errors.Of(side.Field) is null && visit.FilesOf(step).All(file => file.Side != side.Name)))
            {
                errors.Add(side.Field, texts[side.Label], texts[DocumentTextKey.ErrorDocumentMissing]);
            }

            if (sides.Count == 0)
            {
                errors.Add(KycSides.TypeKey, texts[ScreenTextKey.ErrorFieldChoose]);
            }
        }
        else
        {
            given = KycFields.Read(step, form, texts, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), errors);
        }

        var saved = await store.SaveStepAsync(visit.Place, step.Id, given, complete: !errors.Any, cancellationToken);
        visit = await LoadAsync(visit.Who, visit.Broker, visit.Level, cancellationToken);
        return saved is null ? await ShowAsync(context, visit, cancellationToken)
            : errors.Any ? ShowStep(context, visit, step, given, errors)
            : await GoOnAsync(context, visit, step, cancellationToken);
    }

    /// <summary>On to the next stage at its own address. A web view without cookies gets the list of steps, whose button leads there.</summary>
    private async Task<IResult> GoOnAsync(HttpContext context, KycVisit visit, KycStep step, CancellationToken cancellationToken)
    {
        if (!ScreenForms.CookiesWork(context.Request))
        {
            return await ShowAsync(context, visit, cancellationToken);
        }

        var parameters = context.GetScreen().Parameters;
        return new SeeOther(visit.NextAfter(step) is { } next
            ? parameters.UrlFor(KycVisit.PathOf(next), next.EventName)
            : parameters.UrlFor(ScreenPaths.Kyc + "/review", visit.Level.ReviewEventName));
    }

    private async Task<IResult> ChooseAsync(HttpContext context, KycVisit visit, KycStep step, string type, CancellationToken cancellationToken)
    {
        var before = AnswersOf(visit, step);
        var errors = new FormErrors();
        if (type.Length > 0 && step.Documents.All(offered => offered.Id != type))
        {
            return ScreenError.UnreadableForm;
        }

        if (type.Length == 0 && context.Request.Form.ContainsKey("chosen"))
        {
            errors.Add(KycSides.TypeKey, context.GetScreen().Texts[ScreenTextKey.ErrorFieldChoose]);
            return ShowStep(context, visit, step, before, errors);
        }

        if (before.GetValueOrDefault(KycSides.TypeKey) != type && visit.FilesOf(step).Count > 0)
        {
            await files.RemoveAsync(visit.Place, step.Id, side: null, cancellationToken);
        }

        var given = new Dictionary<string, string>(StringComparer.Ordinal) { [KycSides.TypeKey] = type };
        var complete = visit.IsComplete(step) && before.GetValueOrDefault(KycSides.TypeKey) == type;
        await store.SaveStepAsync(visit.Place, step.Id, given, complete, cancellationToken);
        return ShowStep(context, await LoadAsync(visit.Who, visit.Broker, visit.Level, cancellationToken), step, given, errors);
    }

    private async Task<IResult> RemoveAsync(HttpContext context, KycVisit visit, KycStep step, string side, CancellationToken cancellationToken)
    {
        await files.RemoveAsync(visit.Place, step.Id, side, cancellationToken);
        visit = await LoadAsync(visit.Who, visit.Broker, visit.Level, cancellationToken);
        return ShowStep(context, visit, step, AnswersOf(visit, step), new FormErrors());
    }

    private async Task<IResult> ReviewAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (visit, answer) = await EnterAsync(context, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        if (visit is not { IsOpen: true, IsAllComplete: true, Level.Steps.Count: > 0 })
        {
            return await ShowAsync(context, visit, cancellationToken);
        }

        Count(context, visit, FunnelStep.KycReview);
        return new ScreenResult<KycReviewPage>(new KycReviewModel(
            visit, visit.Level.Steps.ToDictionary(static step => step.Id, step => AnswersOf(visit, step), StringComparer.Ordinal), sessions.Seal(visit.Who.Session), NewKey()));
    }

    private async Task<IResult> SubmitAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (visit, answer) = await EnterAsync(context, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var key = form[KeyField].ToString();
        if (key.Length != KeyLength || !key.All(char.IsAsciiHexDigit))
        {
            return ScreenError.UnreadableForm;
        }

        var caseId = visit.Case?.Id ?? (visit.Level.Steps.Count == 0 ? await store.BeginAsync(visit.Place, cancellationToken) : null);
        if (caseId is { } id)
        {
            await cases.ApplyAsync(id, new KycChange(KycEvent.Submit, KycActor.Trader) { SubmissionKey = "form:" + key }, cancellationToken);
        }

        visit = await LoadAsync(visit.Who, visit.Broker, visit.Level, cancellationToken);
        if (!visit.IsOpen)
        {
            Count(context, visit, FunnelStep.KycSubmitted);
        }

        return !visit.IsOpen && ScreenForms.CookiesWork(context.Request)
            ? new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Kyc + "/status", visit.Level.SubmittedEventName))
            : await ShowAsync(context, visit, cancellationToken);
    }

    private async Task<IResult> WithdrawAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (visit, answer) = await EnterAsync(context, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        if (visit is { Case: { State: KycState.Submitted } one, Level.Provider: KycNames.Manual })
        {
            await cases.ApplyAsync(one.Id, new KycChange(KycEvent.Withdraw, KycActor.Trader), cancellationToken);
        }

        return await ShowAsync(context, await LoadAsync(visit.Who, visit.Broker, visit.Level, cancellationToken), cancellationToken);
    }

    /// <summary>Re-verification (MOD-33).</summary>
    private async Task<IResult> BeginAgainAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (visit, answer) = await EnterAsync(context, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        await store.BeginAgainAsync(visit.Place, Soon, cancellationToken);
        return await ShowAsync(context, await LoadAsync(visit.Who, visit.Broker, visit.Level, cancellationToken), cancellationToken);
    }

    private async Task<IResult> FinishAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Kyc, cancellationToken);
        return who is null ? answer! : await screens.FinishAsync(context, who, cancellationToken); // FLOW-INAPP-9
    }

    private ScreenResult<KycStepPage> ShowStep(HttpContext context, KycVisit visit, KycStep step, IReadOnlyDictionary<string, string> given, FormErrors errors)
    {
        Count(context, visit, FunnelStep.KycStep(visit.Level.Steps.ToList().IndexOf(step), step.Id));
        return new(
            new KycStepModel(visit, step, given, errors, sessions.Seal(visit.Who.Session)),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    /// <summary>Each level is a walk of its own.</summary>
    private static void Count(HttpContext context, KycVisit visit, FunnelStep step) => context.Reached(step, visit.Who.User, visit.Level.Id);

    private static ScreenResult<KycMessagePage> Message(string testId, TextKey title, TextKey intro, int status = StatusCodes.Status200OK) =>
        new(new KycMessageModel(testId, title, intro), status);

    private IReadOnlyDictionary<string, string> AnswersOf(KycVisit visit, KycStep step) =>
        visit.RowOf(step) is { AnswersSealed: { } text } ? answers.Open(text) : KycFields.Prefill(step, visit.Who.User);

    private static string ReturnUrl(HttpContext context) =>
        $"{context.Request.Scheme}://{context.Request.Host}{context.GetScreen().Parameters.UrlFor(ScreenPaths.Kyc + "/status")}";

    private static string NewKey() => RandomNumberGenerator.GetHexString(KeyLength, lowercase: true);
}
