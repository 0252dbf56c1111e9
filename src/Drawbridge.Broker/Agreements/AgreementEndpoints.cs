using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Agreements;

/// <summary>Asks a user who logs in for consent to what came into force meanwhile, and tells the platform (3.13, FLOW-CREATE-8).</summary>
internal static class AgreementEndpoints
{
    public static void MapAgreements(this IEndpointRouteBuilder screens)
    {
        screens.MapGet(ScreenPaths.Agreements, OpenAsync);
        screens.MapPost(ScreenPaths.Agreements, AcceptAsync);
    }

    private static async Task<IResult> OpenAsync(
        HttpContext context, ScreenFlow flow, AgreementGate gate, IOnboardingSteps onboarding, CancellationToken cancellationToken)
    {
        if (await flow.FindUserAsync(context, cancellationToken) is not { } who)
        {
            return AccountCreationEndpoints.ToLogin(context);
        }

        var missing = await gate.FindMissingAsync(context, who.User, cancellationToken);
        return missing.Count > 0
            ? ScreenFlow.ShowAgreements(context, missing, AgreedVersions.None, sealedSession: null, new())
            : await GoOnAsync(context, flow, who, onboarding, cancellationToken);
    }

    private static async Task<IResult> AcceptAsync(
        HttpContext context, ScreenFlow flow, AgreementGate gate, IOnboardingSteps onboarding, SessionService sessions, CancellationToken cancellationToken)
    {
        if (await flow.FindUserAsync(context, cancellationToken) is not { } who)
        {
            return AccountCreationEndpoints.ToLogin(context);
        }

        var agreed = AgreedVersions.From(await context.Request.ReadFormAsync(cancellationToken));
        var missing = await gate.FindMissingAsync(context, who.User, cancellationToken);
        var errors = new FormErrors();
        AgreementGate.Check(missing, agreed, context.GetScreen().Texts, errors);
        if (errors.Any)
        {
            return ScreenFlow.ShowAgreements(context, missing, agreed, who.Session is { InForm: true } session ? sessions.Seal(session) : null, errors);
        }

        await onboarding.AcceptAgreementsAsync(context.GetBroker(), who.User.Id, missing, cancellationToken);
        return await GoOnAsync(context, flow, who, onboarding, cancellationToken);
    }

    /// <summary>It was a login that came here: who signs up agrees on the screen of the first account.</summary>
    private static async Task<IResult> GoOnAsync(
        HttpContext context, ScreenFlow flow, FlowUser who, IOnboardingSteps onboarding, CancellationToken cancellationToken) =>
        await flow.GoOnAsync(
            context, who with { Purpose = OneTimeTokenPurpose.SignIn }, await onboarding.GetStateAsync(context.GetBroker(), who.User.Id, cancellationToken),
            cancellationToken);
}
