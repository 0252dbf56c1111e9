using Drawbridge.Broker.Documents.Texts;
using Drawbridge.Broker.Documents.Uploads;
using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Files;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Kyc.Screens;

/// <summary>The steps of a verification, each at an address of its own (FLOW-KYC-4, SCR-43). Each form saves what is in it, right or wrong.</summary>
internal sealed class KycStepEndpoints(KycEntrance entrance, KycStanding standing, InAppSessions sessions, KycStore store, KycFileStore files, KycUploads uploads, TimeProvider time)
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet(ScreenPaths.Kyc + "/{step}", (HttpContext context, string step, KycStepEndpoints own, CancellationToken cancellationToken) => own.OpenStepAsync(context, step, cancellationToken));
        UploadForm.AllowFiles(group.MapPost(ScreenPaths.Kyc + "/{step}", (HttpContext context, string step, KycStepEndpoints own, CancellationToken cancellationToken) =>
            own.PostStepAsync(context, step, cancellationToken)));
    }

    private async Task<IResult> OpenStepAsync(HttpContext context, string stepId, CancellationToken cancellationToken)
    {
        var (visit, step, answer) = await EnterStepAsync(context, stepId, cancellationToken);
        return step is null ? answer! : ShowStep(context, visit!, step, entrance.AnswersOf(visit!, step), new FormErrors());
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
            "open" => ShowStep(context, visit!, step, entrance.AnswersOf(visit!, step), new FormErrors()),
            "choose" when step.Kind == KycStepKind.Documents => await ChooseAsync(context, visit!, step, form[KycSides.TypeKey].ToString(), cancellationToken),
            "remove" when step.TakesFiles => await RemoveAsync(context, visit!, step, form["side"].ToString(), cancellationToken),
            _ => await SaveAsync(context, visit!, step, form, cancellationToken),
        };
    }

    private async Task<(KycVisit? Visit, KycStep? Step, IResult? Answer)> EnterStepAsync(HttpContext context, string stepId, CancellationToken cancellationToken)
    {
        var (visit, answer) = await entrance.EnterAsync(context, cancellationToken);
        if (visit is null)
        {
            return (null, null, answer);
        }

        var step = visit.Level.FindStep(stepId);
        return step is null ? (null, null, ScreenError.NotFound)
            : visit.IsOpen && visit.MayChange(step) ? (visit, step, null)
            : (null, null, await standing.ShowAsync(context, visit, cancellationToken));
    }

    /// <summary>Keeps what was entered, right or wrong, and goes on when it is right.</summary>
    private async Task<IResult> SaveAsync(HttpContext context, KycVisit visit, KycStep step, IFormCollection form, CancellationToken cancellationToken)
    {
        var texts = context.GetScreen().Texts;
        var errors = new FormErrors();
        var given = entrance.AnswersOf(visit, step);
        if (step.TakesFiles)
        {
            var sides = KycSides.Of(step, given);
            if (await uploads.TakeAsync(context, visit, step, sides, errors, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            visit = await entrance.ReadAgainAsync(visit, cancellationToken);
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
        visit = await entrance.ReadAgainAsync(visit, cancellationToken);
        return saved is null ? await standing.ShowAsync(context, visit, cancellationToken)
            : errors.Any ? ShowStep(context, visit, step, given, errors)
            : await GoOnAsync(context, visit, step, cancellationToken);
    }

    /// <summary>On to the next stage at its own address. A web view without cookies gets the list of steps, whose button leads there.</summary>
    private async Task<IResult> GoOnAsync(HttpContext context, KycVisit visit, KycStep step, CancellationToken cancellationToken)
    {
        if (!ScreenForms.CookiesWork(context.Request))
        {
            return await standing.ShowAsync(context, visit, cancellationToken);
        }

        var parameters = context.GetScreen().Parameters;
        return new SeeOther(visit.NextAfter(step) is { } next
            ? parameters.UrlFor(KycVisit.PathOf(next), next.EventName)
            : parameters.UrlFor(ScreenPaths.Kyc + "/review", visit.Level.ReviewEventName));
    }

    private async Task<IResult> ChooseAsync(HttpContext context, KycVisit visit, KycStep step, string type, CancellationToken cancellationToken)
    {
        var before = entrance.AnswersOf(visit, step);
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
        return ShowStep(context, await entrance.ReadAgainAsync(visit, cancellationToken), step, given, errors);
    }

    private async Task<IResult> RemoveAsync(HttpContext context, KycVisit visit, KycStep step, string side, CancellationToken cancellationToken)
    {
        await files.RemoveAsync(visit.Place, step.Id, side, cancellationToken);
        visit = await entrance.ReadAgainAsync(visit, cancellationToken);
        return ShowStep(context, visit, step, entrance.AnswersOf(visit, step), new FormErrors());
    }

    private ScreenResult<KycStepPage> ShowStep(HttpContext context, KycVisit visit, KycStep step, IReadOnlyDictionary<string, string> given, FormErrors errors)
    {
        visit.Count(context, FunnelStep.KycStep(visit.Level.Steps.ToList().IndexOf(step), step.Id));
        return new(
            new KycStepModel(visit, step, given, errors, sessions.Seal(visit.Who.Session)),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
