using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Broker.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.SignIn;

/// <summary>Account creation and waiting for it (SCR-2, FLOW-CREATE-9, FLOW-CREATE-22).</summary>
internal static class AccountCreationEndpoints
{
    public static void MapAccountCreation(this IEndpointRouteBuilder screens)
    {
        screens.MapGet(ScreenPaths.CreateAccount, (HttpContext context, ScreenFlow flow, IOnboardingSteps onboarding, CancellationToken cancellationToken) =>
            OpenAsync(context, ScreenPaths.CreateAccount, flow, onboarding.GetStateAsync, cancellationToken));
        screens.MapPost(ScreenPaths.CreateAccount, CreateAsync);
        screens.MapGet(ScreenPaths.Status, (HttpContext context, ScreenFlow flow, IOnboardingSteps onboarding, CancellationToken cancellationToken) =>
            OpenAsync(context, ScreenPaths.Status, flow, onboarding.AdvanceAsync, cancellationToken));
        screens.MapPost(ScreenPaths.Status, RetryAsync);
    }

    /// <summary>Shows the screen at this address if the user is at it, else leads on. Without a session there is nothing to show: log in first.</summary>
    public static async Task<IResult> OpenAsync(
        HttpContext context,
        string path,
        ScreenFlow flow,
        Func<BrokerEntity, long, CancellationToken, Task<OnboardingState>> state,
        CancellationToken cancellationToken)
    {
        if (await flow.FindUserAsync(context, cancellationToken) is not { } who)
        {
            return ToLogin(context);
        }

        var now = await state(context.GetBroker(), who.User.Id, cancellationToken);
        return !ScreenFlow.IsDone(context.GetBroker(), now) && ScreenFlow.PathOf(now) == path
            ? flow.Show(context, who, now)
            : await flow.GoOnAsync(context, who, now, cancellationToken);
    }

    public static SeeOther ToLogin(HttpContext context) => new(context.GetScreen().Parameters.UrlFor(ScreenPaths.Login));

    private static async Task<IResult> CreateAsync(
        HttpContext context, ScreenFlow flow, IOnboardingSteps onboarding, SessionService sessions, CancellationToken cancellationToken)
    {
        if (await flow.FindUserAsync(context, cancellationToken) is not { } who)
        {
            return ToLogin(context);
        }

        var broker = context.GetBroker();
        if (!broker.Settings.TakesOwnTokens)
        {
            return await flow.GoOnAsync(context, who, await onboarding.GetStateAsync(broker, who.User.Id, cancellationToken), cancellationToken);
        }

        var form = AccountForm.From(await context.Request.ReadFormAsync(cancellationToken));
        var choice = form.ChoiceOf(broker.Settings.Account);
        var errors = Validate(form, choice, broker, context.GetScreen().Texts);
        if (errors.Any || choice is null)
        {
            var sealedSession = who.Session is { InForm: true } session ? sessions.Seal(session) : null;
            return flow.Show(context, who, new OnboardingState.NeedsAccount(0), sealedSession: sealedSession, errors: errors, form: form);
        }

        if (broker.Settings.Agreement is { } agreement)
        {
            await onboarding.AcceptAgreementAsync(broker, who.User.Id, agreement.Version, cancellationToken); // FLOW-CREATE-8
        }

        return await flow.GoOnAsync(
            context, who, await onboarding.OpenAccountAsync(broker, who.User.Id, choice, cancellationToken), cancellationToken);
    }

    private static FormErrors Validate(AccountForm form, AccountChoice? choice, BrokerEntity broker, TextCatalogue texts)
    {
        var errors = new FormErrors();
        if (choice is null)
        {
            var isCurrency = form.Currency is not null && broker.Settings.Account.Currencies.Contains(form.Currency, StringComparer.Ordinal);
            errors.Add(isCurrency ? "leverage" : "currency", texts[isCurrency ? TextKey.ErrorLeverage : TextKey.ErrorCurrency]);
        }

        if (broker.Settings.Agreement is not null && !form.AgreementAccepted)
        {
            errors.Add("agreement", texts[TextKey.ErrorAgreement]);
        }

        return errors;
    }

    private static async Task<IResult> RetryAsync(
        HttpContext context, ScreenFlow flow, IOnboardingSteps onboarding, CancellationToken cancellationToken) =>
        await flow.FindUserAsync(context, cancellationToken) is { } who
            ? await flow.GoOnAsync(
                context, who, await onboarding.AdvanceAsync(context.GetBroker(), who.User.Id, cancellationToken), cancellationToken)
            : ToLogin(context);
}
