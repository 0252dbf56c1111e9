using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.NewAccounts;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Screens;
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
        screens.MapGet(ScreenPaths.CreateAccount, OpenFirstOrFurtherAsync).WithMetadata(InAppEndpoint.Mark);
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
            ? await flow.ShowAsync(context, who, now, cancellationToken)
            : await flow.GoOnAsync(context, who, now, cancellationToken);
    }

    public static SeeOther ToLogin(HttpContext context) => new(context.GetScreen().Parameters.UrlFor(ScreenPaths.Login));

    /// <summary>With a token it is a further account, of who is logged in to an application (FLOW-NEWACC-1, SCR-27).</summary>
    private static async Task<IResult> OpenFirstOrFurtherAsync(
        HttpContext context, ScreenFlow flow, IOnboardingSteps onboarding, NewAccountEndpoints newAccounts, CancellationToken cancellationToken)
    {
        if (context.Request.Query["token"].ToString().Length > 0)
        {
            return await newAccounts.OpenAsync(context, cancellationToken);
        }

        // A reload of that, once the token has left the address bar.
        return await flow.FindUserAsync(context, cancellationToken) is null && await newAccounts.IsOpenAsync(context, cancellationToken)
            ? new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.NewAccount))
            : await OpenAsync(context, ScreenPaths.CreateAccount, flow, onboarding.GetStateAsync, cancellationToken);
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context, ScreenFlow flow, AgreementGate agreements, IOnboardingSteps onboarding, SessionService sessions, CancellationToken cancellationToken)
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

        var products = broker.Settings.FirstAccounts();
        var form = AccountForm.From(await context.Request.ReadFormAsync(cancellationToken), products);
        var choice = form.ChoiceOf(products);
        var missing = await agreements.FindMissingAsync(context, who.User, cancellationToken);
        var errors = form.IsChoosing ? new() : form.Check(choice, products, missing, context.GetScreen().Texts);
        if (form.IsChoosing || errors.Any || choice is null)
        {
            var sealedSession = who.Session is { InForm: true } session ? sessions.Seal(session) : null;
            return await flow.ShowAsync(
                context, who, new OnboardingState.NeedsAccount(0), cancellationToken, sealedSession: sealedSession, errors: errors, form: form);
        }

        await onboarding.AcceptAgreementsAsync(broker, who.User.Id, missing, cancellationToken); // FLOW-CREATE-8
        return await flow.GoOnAsync(
            context, who, await onboarding.OpenAccountAsync(broker, who.User.Id, choice, cancellationToken), cancellationToken);
    }

    private static async Task<IResult> RetryAsync(
        HttpContext context, ScreenFlow flow, IOnboardingSteps onboarding, CancellationToken cancellationToken) =>
        await flow.FindUserAsync(context, cancellationToken) is { } who
            ? await flow.GoOnAsync(
                context, who, await onboarding.AdvanceAsync(context.GetBroker(), who.User.Id, cancellationToken), cancellationToken)
            : ToLogin(context);
}
