using Drawbridge.Broker.Documents.Uploads;
using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Kyc.Screens;

/// <summary>
/// The verification as the trader sees it (SCR-5, MOD-22, FLOW-KYC-1): the list of steps, each step at an address of its own (FLOW-KYC-4, SCR-43), the summary,
/// and how it stands. Every form saves what is in it; nothing is decided by it before it is sent off (FLOW-INAPP-10).
/// </summary>
internal sealed class KycEndpoints(KycEntrance entrance, KycStanding standing, InAppScreens screens, InAppSessions sessions, KycStore store, KycCases cases)
{
    private const string KeyField = "submissionKey";

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
        KycStepEndpoints.Map(group);
    }

    private static void Both(RouteGroupBuilder group, string path, Func<KycEndpoints, HttpContext, CancellationToken, Task<IResult>> handle) =>
        group.MapMethods(
            ScreenPaths.Kyc + path, [HttpMethods.Get, HttpMethods.Post],
            (HttpContext context, KycEndpoints own, CancellationToken cancellationToken) => handle(own, context, cancellationToken));

    private async Task<IResult> ShowAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (visit, answer) = await entrance.EnterAsync(context, cancellationToken);
        return visit is null ? answer! : await standing.ShowAsync(context, visit, cancellationToken);
    }

    private async Task<IResult> ReviewAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (visit, answer) = await entrance.EnterAsync(context, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        if (visit is not { IsOpen: true, IsAllComplete: true, Level.Steps.Count: > 0 })
        {
            return await standing.ShowAsync(context, visit, cancellationToken);
        }

        visit.Count(context, FunnelStep.KycReview);
        return new ScreenResult<KycReviewPage>(new KycReviewModel(
            visit, visit.Level.Steps.ToDictionary(static step => step.Id, step => entrance.AnswersOf(visit, step), StringComparer.Ordinal), sessions.Seal(visit.Who.Session), KycStanding.NewKey()));
    }

    private async Task<IResult> SubmitAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (visit, answer) = await entrance.EnterAsync(context, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var key = form[KeyField].ToString();
        if (key.Length != KycStanding.KeyLength || !key.All(char.IsAsciiHexDigit))
        {
            return ScreenError.UnreadableForm;
        }

        var caseId = visit.Case?.Id ?? (visit.Level.Steps.Count == 0 ? await store.BeginAsync(visit.Place, cancellationToken) : null);
        if (caseId is { } id)
        {
            await cases.ApplyAsync(id, new KycChange(KycEvent.Submit, KycActor.Trader) { SubmissionKey = "form:" + key }, cancellationToken);
        }

        visit = await entrance.ReadAgainAsync(visit, cancellationToken);
        if (!visit.IsOpen)
        {
            visit.Count(context, FunnelStep.KycSubmitted);
        }

        return !visit.IsOpen && ScreenForms.CookiesWork(context.Request)
            ? new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Kyc + "/status", visit.Level.SubmittedEventName))
            : await standing.ShowAsync(context, visit, cancellationToken);
    }

    private async Task<IResult> WithdrawAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (visit, answer) = await entrance.EnterAsync(context, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        if (visit is { Case: { State: KycState.Submitted } one, Level.Provider: KycNames.Manual })
        {
            await cases.ApplyAsync(one.Id, new KycChange(KycEvent.Withdraw, KycActor.Trader), cancellationToken);
        }

        return await standing.ShowAsync(context, await entrance.ReadAgainAsync(visit, cancellationToken), cancellationToken);
    }

    /// <summary>Re-verification (MOD-33).</summary>
    private async Task<IResult> BeginAgainAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (visit, answer) = await entrance.EnterAsync(context, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        await store.BeginAgainAsync(visit.Place, KycStanding.Soon, cancellationToken);
        return await standing.ShowAsync(context, await entrance.ReadAgainAsync(visit, cancellationToken), cancellationToken);
    }

    private async Task<IResult> FinishAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Kyc, cancellationToken);
        return who is null ? answer! : await screens.FinishAsync(context, who, cancellationToken); // FLOW-INAPP-9
    }
}
