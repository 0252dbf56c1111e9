using System.Diagnostics;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.EmailProofs;
using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.Users;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.SignIn;

/// <summary>Leads a user from screen to screen until the application can be entered (FLOW-CREATE-9, FLOW-CREATE-13, FLOW-AUTH-3, FLOW-AUTH-4): the code pattern of OAuth 2, with a one-time token on the redirect and no password in the application (FLOW-GEN-1, FLOW-GEN-2).</summary>
internal sealed class ScreenFlow(
    IOnboardingSteps onboarding, OneTimeTokenService tokens, SessionService sessions, UserStore users, EmailProofService proofs,
    AgreementGate agreements, TimeProvider time)
{
    private const int RefreshSeconds = 5;

    /// <summary>For how long somebody who registered may come back and still be counted as one who completes it; the funnel remembers longer.</summary>
    private static readonly TimeSpan NewFor = TimeSpan.FromDays(30);

    /// <summary>The user of this request by its session, or null.</summary>
    public async Task<FlowUser?> FindUserAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        if (await sessions.FindAsync(context, broker, cancellationToken) is not { } session
            || await users.FindAsync(broker.Id, session.UserId, cancellationToken) is not { BlockedAt: null } user)
        {
            return null;
        }

        context.SetScreen(context.GetScreen().For(user.PreferredLanguage));
        return new(user, session.Kept, OneTimeTokenPurpose.SignUp, session);
    }

    /// <summary>
    /// The user has just signed in or up: runs what onboarding has to do first (FLOW-CREATE-5..12 for users who are not on the platform yet,
    /// FLOW-AUTH-6) and goes on from there.
    /// </summary>
    public async Task<IResult> BeginAsync(HttpContext context, FlowUser who, CancellationToken cancellationToken) =>
        await GoOnAsync(context, who, await onboarding.AdvanceAsync(context.GetBroker(), who.User.Id, cancellationToken), cancellationToken);

    /// <summary>Goes to whatever comes next: another screen, or the application.</summary>
    public async Task<IResult> GoOnAsync(HttpContext context, FlowUser who, OnboardingState state, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var parameters = context.GetScreen().Parameters;
        if (IsDone(broker, state) && who.Purpose == OneTimeTokenPurpose.SignUp && time.GetUtcNow() - who.User.CreatedAt < NewFor)
        {
            context.Reached(FunnelStep.SignedUp, who.User);
        }

        var missing = state is OnboardingState.Complete && !parameters.ToClientArea
            ? await agreements.FindMissingAsync(context, who.User, cancellationToken)
            : []; // the client area asks itself
        if (state is OnboardingState.Complete complete && missing.Count == 0 && broker.Settings.TakesOwnTokens && !parameters.ToClientArea)
        {
            return await EnterApplicationAsync(context, broker, who, complete.CtraderUserId, cancellationToken);
        }

        var session = who.Session ?? await sessions.StartAsync(context, broker, who.User.Id, who.Kept, withFactor: false, cancellationToken);
        who = who with { Session = session };
        if (missing.Count > 0)
        {
            return !session.InForm && ScreenForms.CookiesWork(context.Request)
                ? new SeeOther(parameters.UrlFor(ScreenPaths.Agreements))
                : ShowAgreements(context, missing, AgreedVersions.None, sessions.Seal(session), new());
        }

        if (IsDone(broker, state))
        {
            return session.InForm && parameters.ClientPage is not null
                ? ClientAreaEndpoints.ToPage(context, sessions.Seal(session))
                : new SeeOther((parameters with { ToClientArea = true, ClientPage = null }).UrlFor(parameters.ClientPage ?? ScreenPaths.Client));
        }

        CodeSending? sending = null;
        if (state is OnboardingState.NeedsEmailProof)
        {
            sending = await proofs.SendAsync(context, broker, who.User, again: false, cancellationToken);
        }

        // A cookie that came back will come back again. Where none does, the next screen is the answer to this form, and its form
        // carries the session: it must not stand in an address.
        if (!session.InForm && ScreenForms.CookiesWork(context.Request))
        {
            var eventName = state switch // SCR-43
            {
                OnboardingState.NeedsEmailProof => broker.Settings.Firebase?.EmailConfirmation,
                OnboardingState.NeedsAccount => broker.Settings.Firebase?.AccountCreation,
                _ => null,
            };
            return new SeeOther(parameters.UrlFor(PathOf(state), eventName));
        }

        return await ShowAsync(context, who, state, cancellationToken, sending, sealedSession: sessions.Seal(session));
    }

    /// <summary>
    /// Whether nothing is left to do here. Under handoff the application is entered by the platform's own login, with an account that was opened
    /// there: so no first account is asked for, and the client area is where the way ends (FLOW-HANDOFF-1, FLOW-HANDOFF-10).
    /// </summary>
    public static bool IsDone(BrokerEntity broker, OnboardingState state) =>
        state is OnboardingState.Complete || (state is OnboardingState.NeedsAccount && !broker.Settings.TakesOwnTokens);

    /// <summary>The screen of a state, which is not complete.</summary>
    public async Task<IResult> ShowAsync(
        HttpContext context,
        FlowUser who,
        OnboardingState state,
        CancellationToken cancellationToken,
        CodeSending? sending = null,
        string? sealedSession = null,
        FormErrors? errors = null,
        AccountForm? form = null)
    {
        var broker = context.GetBroker();
        var status = errors is { Any: true } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        switch (state)
        {
            case OnboardingState.NeedsEmailProof:
                context.Reached(FunnelStep.ConfirmEmail, who.User);
                return new ScreenResult<ConfirmEmailPage>(new ConfirmEmailModel(who.User.Email, sending, sealedSession, errors ?? new()), status);
            case OnboardingState.NeedsAccount:
                context.Reached(FunnelStep.FirstAccount, who.User);
                var products = broker.Settings.FirstAccounts();
                return new ScreenResult<AccountPage>(
                    new AccountModel(
                        products, await agreements.FindMissingAsync(context, who.User, cancellationToken), form ?? AccountForm.For(products), sealedSession,
                        errors ?? new())
                    {
                        Action = context.GetScreen().Parameters.UrlFor(ScreenPaths.CreateAccount),
                        DefaultLanguage = broker.Crm.Settings.DefaultLanguage,
                    },
                    status);
            case OnboardingState.Stuck stuck:
                return new ScreenResult<StatusPage>(new StatusModel(null, stuck.Code, sealedSession) { Action = context.GetScreen().Parameters.UrlFor(ScreenPaths.Status) });
            case OnboardingState.CreatingUser creating:
                return Waiting(context, creating.NextAttemptAt, sealedSession);
            case OnboardingState.OpeningAccount opening:
                return Waiting(context, opening.NextAttemptAt, sealedSession);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The screen of agreements that a user still has to accept.</summary>
    public static ScreenResult<AgreementPage> ShowAgreements(
        HttpContext context, IReadOnlyList<AgreementToAccept> missing, AgreedVersions agreed, string? sealedSession, FormErrors errors) =>
        new(
            new AgreementModel(context.GetScreen().Parameters.UrlFor(ScreenPaths.Agreements), missing, agreed, sealedSession, errors),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    /// <summary>Where the screen of a state is.</summary>
    public static string PathOf(OnboardingState state) => state switch
    {
        OnboardingState.NeedsEmailProof => ScreenPaths.ConfirmEmail,
        OnboardingState.NeedsAccount => ScreenPaths.CreateAccount,
        _ => ScreenPaths.Status,
    };

    private ScreenResult<StatusPage> Waiting(HttpContext context, DateTimeOffset? nextAttemptAt, string? sealedSession)
    {
        var screen = context.GetScreen();
        if (sealedSession is null)
        {
            // Goes on by itself, without scripts (FLOW-CREATE-22).
            context.SetScreen(screen with { RefreshSeconds = RefreshSeconds, RefreshUrl = screen.Parameters.UrlFor(ScreenPaths.Status) });
        }

        var wait = nextAttemptAt - time.GetUtcNow();
        return new(new StatusModel(wait is null ? null : Math.Max(1, (int)Math.Ceiling(wait.Value.TotalSeconds)), null, sealedSession) { Action = screen.Parameters.UrlFor(ScreenPaths.Status) });
    }

    private async Task<IResult> EnterApplicationAsync(
        HttpContext context, BrokerEntity broker, FlowUser who, long ctraderUserId, CancellationToken cancellationToken)
    {
        // SCR-57: made now, with the choice of this login (FLOW-KMLI-2, P2B-AT-2).
        var issued = await tokens.IssueAsync(broker, ctraderUserId, who.Purpose, who.Kept, cancellationToken);
        return issued is null
            ? ScreenError.Of(StatusCodes.Status403Forbidden, CrmErrorCode.UserNotFound, "User is unknown")
            : new SeeOther(SuccessRedirect.WithLook(
                SuccessRedirect.UrlFor(broker, context.GetScreen().Parameters, issued, who.Purpose), context.Request.Host, context.GetScreen()));
    }
}
