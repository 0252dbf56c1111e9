using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.EmailProofs.Texts;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.EmailProofs;

/// <summary>The screen that proves control of the e-mail address (FLOW-CREATE-21).</summary>
internal static class EmailConfirmationEndpoints
{
    public static void MapEmailConfirmation(this IEndpointRouteBuilder screens)
    {
        screens.MapGet(ScreenPaths.ConfirmEmail, (HttpContext context, ScreenFlow flow, IOnboardingSteps onboarding, CancellationToken cancellationToken) =>
            AccountCreationEndpoints.OpenAsync(context, ScreenPaths.ConfirmEmail, flow, onboarding.GetStateAsync, cancellationToken));
        screens.MapPost(ScreenPaths.ConfirmEmail, ConfirmAsync);
        screens.MapPost(ScreenPaths.ResendCode, ResendAsync);
        screens.MapGet(ScreenPaths.ResendCode, (HttpContext context) =>
            new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.ConfirmEmail)));
    }

    private static async Task<IResult> ConfirmAsync(
        HttpContext context, ScreenFlow flow, IOnboardingSteps onboarding, EmailProofService proofs, SessionService sessions, CancellationToken cancellationToken)
    {
        if (await flow.FindUserAsync(context, cancellationToken) is not { } who)
        {
            return AccountCreationEndpoints.ToLogin(context);
        }

        var broker = context.GetBroker();
        var state = await onboarding.GetStateAsync(broker, who.User.Id, cancellationToken);
        if (state is not OnboardingState.NeedsEmailProof)
        {
            return await flow.GoOnAsync(context, who, state, cancellationToken);
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var code = new string([.. form["code"].ToString().Where(char.IsAsciiDigit)]);
        var check = await proofs.CheckAsync(broker, who.User, code, cancellationToken);
        if (check == CodeCheck.Right)
        {
            return await flow.GoOnAsync(context, who, await onboarding.ConfirmEmailAsync(broker, who.User.Id, cancellationToken), cancellationToken);
        }

        var errors = new FormErrors();
        errors.Add("code", context.GetScreen().Texts[check == CodeCheck.Wrong ? EmailProofTextKey.ErrorCodeWrong : EmailProofTextKey.ErrorCodeExpired]);
        return await flow.ShowAsync(context, who, state, cancellationToken, sealedSession: SealOf(who, sessions), errors: errors);
    }

    private static async Task<IResult> ResendAsync(
        HttpContext context, ScreenFlow flow, IOnboardingSteps onboarding, EmailProofService proofs, SessionService sessions, CancellationToken cancellationToken)
    {
        if (await flow.FindUserAsync(context, cancellationToken) is not { } who)
        {
            return AccountCreationEndpoints.ToLogin(context);
        }

        var broker = context.GetBroker();
        var state = await onboarding.GetStateAsync(broker, who.User.Id, cancellationToken);
        if (state is not OnboardingState.NeedsEmailProof)
        {
            return await flow.GoOnAsync(context, who, state, cancellationToken);
        }

        var sending = await proofs.SendAsync(context, broker, who.User, again: true, cancellationToken);
        var errors = sending is CodeSending.Throttled throttled
            ? FormErrors.Single(context.GetScreen().Texts.Format(EmailProofTextKey.ErrorCodeThrottled, (int)Math.Ceiling(throttled.RetryAfter.TotalMinutes)))
            : null;
        return await flow.ShowAsync(context, who, state, cancellationToken, sending, SealOf(who, sessions), errors);
    }

    private static string? SealOf(FlowUser who, SessionService sessions) =>
        who.Session is { InForm: true } session ? sessions.Seal(session) : null;
}
