using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.SecondFactor.Texts;
using Drawbridge.Broker.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.StepUp;

/// <summary>Where a broker demands it, no withdrawal begins without a second step of the last minutes; who has none sets one up first.</summary>
internal sealed class WithdrawalProof(
    StepUpService stepUp, SecondFactorGate gate, SecondFactorService factors, PasswordCheck passwords, InAppScreens screens, InAppSessions sessions)
{
    /// <summary>Fields of the form for the amount that come along.</summary>
    private static readonly string[] Carried = ["amount", "method", CashierForm.KeyField, CashierForm.ConfirmedField];

    /// <summary>Maps the screens behind a withdrawal.</summary>
    /// <param name="group">The in-app screens.</param>
    /// <param name="begin">Begins the withdrawal of the form.</param>
    /// <param name="open">Shows the form for the amount.</param>
    public static void Map(
        RouteGroupBuilder group,
        Func<HttpContext, WithdrawalProof, CancellationToken, Task<IResult>> begin,
        Func<HttpContext, WithdrawalProof, CancellationToken, Task<IResult>> open)
    {
        group.MapPost(ScreenPaths.WithdrawConfirm, (HttpContext context, WithdrawalProof own, CancellationToken cancellationToken) => own.ConfirmAsync(context, byPasskey: false, begin, cancellationToken));
        group.MapPost(ScreenPaths.WithdrawPasskey, (HttpContext context, WithdrawalProof own, CancellationToken cancellationToken) => own.ConfirmAsync(context, byPasskey: true, begin, cancellationToken));
        group.MapPost(ScreenPaths.WithdrawSetup, (HttpContext context, WithdrawalProof own, CancellationToken cancellationToken) => own.SetUpAsync(context, cancellationToken));
        group.MapPost(ScreenPaths.WithdrawReady, (HttpContext context, WithdrawalProof own, CancellationToken cancellationToken) => open(context, own, cancellationToken));
    }

    /// <summary>What has to be done before a withdrawal can begin; null = nothing.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">Of the payment: deposits take no proof.</param>
    /// <param name="who">Whose.</param>
    /// <param name="form">The form that wants to begin it; null when the screen only opens.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IResult?> FindObstacleAsync(HttpContext context, PaymentKind kind, InAppUser who, CashierForm? form, CancellationToken cancellationToken)
    {
        if (kind != PaymentKind.Withdrawal || context.GetBroker().Settings.SecondFactor != SecondFactorPolicy.RequiredForWithdrawal)
        {
            return null;
        }

        if (!await stepUp.HasFactorAsync(context, who.User, cancellationToken))
        {
            return ShowSetup(context, who, SecondFactorSetup.New(), new(), StatusCodes.Status200OK);
        }

        return form is null || stepUp.IsFresh(who.Session.FactorAt) ? null : await AskAsync(context, who, new(), StatusCodes.Status200OK, cancellationToken);
    }

    private async Task<IResult> ConfirmAsync(
        HttpContext context, bool byPasskey, Func<HttpContext, WithdrawalProof, CancellationToken, Task<IResult>> begin, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Withdraw, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        FormErrors? errors;
        int status;
        if (byPasskey)
        {
            (errors, status) = await stepUp.CheckPasskeyAsync(context, who.User, cancellationToken);
        }
        else
        {
            (errors, status, _) = await stepUp.CheckFormAsync(context, who.User, mustBeFactor: true, cancellationToken);
        }

        if (errors is not null)
        {
            return await AskAsync(context, who, errors, status, cancellationToken);
        }

        await sessions.ProveAsync(context.GetBroker(), who.Session, cancellationToken);
        return await begin(context, this, cancellationToken);
    }

    /// <summary>An application's session is no login, so setting up takes the password; whose password is kept elsewhere sets it up after a login.</summary>
    private async Task<IResult> SetUpAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Withdraw, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        var broker = context.GetBroker();
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (factors.Open(who.User, form["setup"]) is not { } setup || broker.Settings.SecondFactor != SecondFactorPolicy.RequiredForWithdrawal)
        {
            return ShowSetup(context, who, SecondFactorSetup.New(), new(), StatusCodes.Status200OK);
        }

        var errors = new FormErrors();
        if (SecurityEndpoints.Describe(context, await passwords.CheckAsync(context, broker, who.User, form["current"].ToString(), cancellationToken)) is { } wrong)
        {
            errors.Add("current", wrong.Text);
            return ShowSetup(context, who, setup, errors, wrong.Status);
        }

        if (await factors.TryEnableAsync(broker, who.User, setup, form["code"].ToString(), cancellationToken) is not { } codes)
        {
            errors.Add("code", context.GetScreen().Texts[SecondFactorTextKey.ErrorFactorWrong]);
            return ShowSetup(context, who, setup, errors, StatusCodes.Status422UnprocessableEntity);
        }

        await sessions.ProveAsync(broker, who.Session, cancellationToken);
        return new ScreenResult<RecoveryCodesPage>(
            new RecoveryCodesModel(codes, context.GetScreen().Parameters.UrlFor(ScreenPaths.WithdrawReady), Ticket: null) { Sealed = sessions.Seal(who.Session) });
    }

    private IResult ShowSetup(HttpContext context, InAppUser who, SecondFactorSetup setup, FormErrors errors, int status)
    {
        var parameters = context.GetScreen().Parameters;
        return PasswordCheck.HasPassword(context.GetBroker(), who.User)
            ? gate.ShowSetup(context, who.User, ScreenPaths.WithdrawSetup, ticket: null, setup, errors, status, sessions.Seal(who.Session))
            : new ScreenResult<SetupElsewherePage>(new SetupElsewhereModel(
                (parameters with { ToClientArea = true, Account = null, ClientPage = ScreenPaths.TwoStep }).UrlFor(ScreenPaths.ClientLogin)));
    }

    private async Task<IResult> AskAsync(HttpContext context, InAppUser who, FormErrors errors, int status, CancellationToken cancellationToken)
    {
        var parameters = context.GetScreen().Parameters;
        var form = await context.Request.ReadFormAsync(cancellationToken);
        return new ScreenResult<StepUpPage>(
            new StepUpModel(
                parameters.UrlFor(ScreenPaths.WithdrawConfirm),
                parameters.UrlFor(ScreenPaths.WithdrawPasskey),
                await stepUp.ChooseAsync(context, who.User, mustBeFactor: true, cancellationToken),
                errors)
            {
                Sealed = sessions.Seal(who.Session),
                Carried = [.. Carried.Where(form.ContainsKey).Select(name => KeyValuePair.Create(name, form[name].ToString()))],
                ForWithdrawal = true,
                Amount = CashierForm.From(form).Amount is { Length: > 0 } amount ? $"{amount} {who.Account?.DepositCurrency}" : null,
                Account = who.Session.Account?.ToString(CultureInfo.InvariantCulture),
                BackUrl = parameters.UrlFor(ScreenPaths.Withdraw),
            },
            status);
    }
}

/// <summary>What stands where a second step can only be set up after a login.</summary>
internal sealed record SetupElsewhereModel(string Url);
