using System.Globalization;
using System.Security.Cryptography;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Onboarding.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.NewAccounts;

/// <summary>
/// "Open New Account" for who is logged in to an application (SCR-2, FLOW-NEWACC-1): opened with a token at the address of the first account's
/// screen, it goes on at one of its own, because a session of that other flow may be in the same browser.
/// </summary>
internal sealed class NewAccountEndpoints(
    InAppScreens screens, InAppSessions sessions, NewAccountService accounts, AgreementGate agreements, OnboardingService onboarding, TimeProvider time)
{
    private const string KeyField = "submissionKey";
    private const int KeyLength = 32;
    private const int RefreshSeconds = 5;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var group = InAppScreens.MapGroup(endpoints);
        group.MapGet(ScreenPaths.NewAccount, (HttpContext context, NewAccountEndpoints own, CancellationToken cancellationToken) => own.OpenAsync(context, cancellationToken));
        group.MapPost(ScreenPaths.NewAccount, (HttpContext context, NewAccountEndpoints own, CancellationToken cancellationToken) => own.SubmitAsync(context, cancellationToken));
        group.MapGet(ScreenPaths.NewAccountStatus, (HttpContext context, NewAccountEndpoints own, CancellationToken cancellationToken) => own.GoOnAsync(context, cancellationToken));
        group.MapPost(ScreenPaths.NewAccountStatus, (HttpContext context, NewAccountEndpoints own, CancellationToken cancellationToken) => own.GoOnAsync(context, cancellationToken));
    }

    /// <summary>The form, for the bearer of a token or of the session that one became.</summary>
    public async Task<IResult> OpenAsync(HttpContext context, CancellationToken cancellationToken)
    {
        InAppScreens.MakeClosable(context);
        var (who, answer) = await screens.EnterAsync(context, InAppAction.NewAccount, cancellationToken, ScreenPaths.NewAccount);
        return who is null
            ? answer!
            : await ShowAsync(
                context, who, AccountForm.For(context.GetBroker().Settings.Accounts, context.Request.Query["product"]), new FormErrors(),
                RandomNumberGenerator.GetHexString(KeyLength, lowercase: true), cancellationToken);
    }

    /// <summary>Whether a form that was left can be gone on with.</summary>
    public async Task<bool> IsOpenAsync(HttpContext context, CancellationToken cancellationToken) =>
        await sessions.FindAsync(context, context.GetBroker(), InAppAction.NewAccount, cancellationToken) is not null;

    private async Task<IResult> SubmitAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.NewAccount, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        var broker = context.GetBroker();
        var texts = context.GetScreen().Texts;
        var fields = await context.Request.ReadFormAsync(cancellationToken);
        var key = fields[KeyField].ToString();
        if (key.Length != KeyLength || !key.All(char.IsAsciiHexDigit))
        {
            return ScreenError.UnreadableForm;
        }

        var products = broker.Settings.Accounts;
        var form = AccountForm.From(fields, products);
        if (form.IsChoosing)
        {
            return await ShowAsync(context, who, form, new FormErrors(), key, cancellationToken);
        }

        var choice = form.ChoiceOf(products);
        var missing = await agreements.FindMissingAsync(context, who.User, cancellationToken);
        var errors = form.Check(choice, products, missing, texts);
        if (errors.Any || choice is null)
        {
            return await ShowAsync(context, who, form, errors, key, cancellationToken);
        }

        await onboarding.AcceptAgreementsAsync(broker, who.User.Id, missing, cancellationToken); // FLOW-CREATE-8
        return await accounts.OpenAsync(broker, who.User.Id, choice, key, cancellationToken) is { } progress
            ? await AnswerAsync(context, who, progress, cancellationToken)
            : await ShowAsync(
                context, who, form, FormErrors.Single(texts.Format(OnboardingTextKey.ErrorTooManyAccounts, broker.Settings.MaximumAccounts)), key, cancellationToken);
    }

    private async Task<IResult> GoOnAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.NewAccount, cancellationToken);
        return who is null ? answer!
            : int.TryParse(context.Request.Query["opening"], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && await accounts.AdvanceAsync(context.GetBroker(), who.User.Id, number, cancellationToken) is { } progress
                ? await AnswerAsync(context, who, progress, cancellationToken)
                : ScreenError.NotFound;
    }

    /// <summary>The account is there: to the success URL (FLOW-NEWACC-3). Else what is being waited for, which goes on by itself.</summary>
    private async Task<IResult> AnswerAsync(HttpContext context, InAppUser who, NewAccountProgress progress, CancellationToken cancellationToken)
    {
        if (progress.TraderLogin is not null)
        {
            context.Reached(FunnelStep.FurtherAccountOpened, who.Session);
            return await screens.GoBackAsync(context, who, cancellationToken); // the session stays: the same form, sent again, ends the same way
        }

        var screen = context.GetScreen();
        var url = QueryHelpers.AddQueryString(
            screen.Parameters.UrlFor(ScreenPaths.NewAccountStatus), "opening", progress.Number.ToString(CultureInfo.InvariantCulture));
        var sealedSession = sessions.Seal(who.Session);
        if (progress.Status == ProgressStatus.Stuck)
        {
            return new ScreenResult<StatusPage>(new StatusModel(null, progress.StuckCode ?? "", sealedSession) { Action = url });
        }

        if (ScreenForms.CookiesWork(context.Request))
        {
            context.SetScreen(screen with { RefreshSeconds = RefreshSeconds, RefreshUrl = url });
        }

        var wait = progress.NextAttemptAt - time.GetUtcNow();
        return new ScreenResult<StatusPage>(
            new StatusModel(wait is null ? null : Math.Max(1, (int)Math.Ceiling(wait.Value.TotalSeconds)), null, sealedSession) { Action = url });
    }

    private async Task<ScreenResult<AccountPage>> ShowAsync(
        HttpContext context, InAppUser who, AccountForm form, FormErrors errors, string key, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        context.Reached(FunnelStep.FurtherAccount, who.Session);
        var missing = await agreements.FindMissingAsync(context, who.User, cancellationToken);
        return new(
            new AccountModel(broker.Settings.Accounts, missing, form, sessions.Seal(who.Session), errors)
            {
                Action = context.GetScreen().Parameters.UrlFor(ScreenPaths.NewAccount),
                DefaultLanguage = broker.Crm.Settings.DefaultLanguage,
                SubmissionKey = key,
            },
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
