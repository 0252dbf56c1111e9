using System.Globalization;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Cashier.Texts;
using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Payments.Providers;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.StepUp;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Cashier;

/// <summary>Deposit and withdrawal (SCR-3, SCR-4, MOD-11, WS-22): an amount and a way to pay, then the provider's page, then where the money is.</summary>
internal sealed class CashierEndpoints(
    InAppScreens screens, InAppSessions sessions, CashierAccounts accounts, PaymentStore payments, PaymentProviders providers, CashierPayments pages,
    CashierGate gate, OnboardingService onboarding, AgreementGate agreements)
{
    private const int ShownPayments = 5;

    private static ScreenError NotOffered { get; } = ScreenError.Link(StatusCodes.Status404NotFound, CrmErrorCode.NotFound, "This is not offered for the account");

    private static ScreenError NoAccount { get; } = ScreenError.Link(StatusCodes.Status403Forbidden, CrmErrorCode.InsufficientPermissions, "The account cannot be used");

    private static ScreenError PlatformAway { get; } = ScreenError.Busy(TimeSpan.FromSeconds(15));

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var group = InAppScreens.MapGroup(endpoints);
        foreach (var kind in new[] { PaymentKind.Deposit, PaymentKind.Withdrawal })
        {
            var path = PathOf(kind);
            group.MapGet(path, (HttpContext context, CashierEndpoints own, WithdrawalProof proof, CancellationToken cancellationToken) => own.OpenAsync(context, kind, proof, cancellationToken));
            group.MapPost(path, (HttpContext context, CashierEndpoints own, WithdrawalProof proof, CancellationToken cancellationToken) => own.BeginAsync(context, kind, proof, cancellationToken));
            group.MapPost(path + ScreenPaths.CashierAgreements, (HttpContext context, CashierEndpoints own, CancellationToken cancellationToken) => own.AgreeAsync(context, kind, cancellationToken));
            group.MapPost(path + ScreenPaths.ChooseAccount, (HttpContext context, CashierEndpoints own, CancellationToken cancellationToken) => own.ChooseAsync(context, kind, cancellationToken));
            CashierPayments.Map(group, kind, path);
            CashierRecords.Map(group, kind, path);
        }

        WithdrawalProof.Map(
            group,
            static (context, proof, cancellationToken) => Own(context).BeginAsync(context, PaymentKind.Withdrawal, proof, cancellationToken),
            static (context, proof, cancellationToken) => Own(context).OpenAsync(context, PaymentKind.Withdrawal, proof, cancellationToken));
        group.MapPost(ScreenPaths.WithdrawVerify, (HttpContext context, CashierEndpoints own, CancellationToken cancellationToken) => own.VerifyAsync(context, cancellationToken));
    }

    private static CashierEndpoints Own(HttpContext context) => context.RequestServices.GetRequiredService<CashierEndpoints>();

    /// <summary>From a withdrawal to the verification, by a token of its own as the application would get one: a session is for one action only (SCR-38).</summary>
    private async Task<IResult> VerifyAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Withdraw, cancellationToken);
        return who is null ? answer!
            : await screens.LeadToAsync(context, who, ScreenPaths.Kyc, context.GetBroker().Settings.Cashier.WithdrawalNeedsKyc, cancellationToken);
    }

    public static string PathOf(PaymentKind kind) => kind == PaymentKind.Deposit ? ScreenPaths.Deposit : ScreenPaths.Withdraw;

    public static InAppAction ActionOf(PaymentKind kind) => kind == PaymentKind.Deposit ? InAppAction.Deposit : InAppAction.Withdraw;

    private async Task<IResult> OpenAsync(HttpContext context, PaymentKind kind, WithdrawalProof proof, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, ActionOf(kind), cancellationToken);
        return who is null ? answer!
            : await proof.FindObstacleAsync(context, kind, who, form: null, cancellationToken)
                ?? await ShowAmountAsync(context, kind, who, form: null, new FormErrors(), cancellationToken);
    }

    /// <summary>Records consent to what came into force since the last login, and goes on with the payment (FLOW-CREATE-8).</summary>
    private async Task<IResult> AgreeAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, ActionOf(kind), cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        var agreed = AgreedVersions.From(await context.Request.ReadFormAsync(cancellationToken));
        var missing = await agreements.FindMissingAsync(context, who.User, cancellationToken);
        var errors = new FormErrors();
        AgreementGate.Check(missing, agreed, context.GetScreen().Texts, errors);
        if (errors.Any)
        {
            return (await gate.FindObstacleAsync(context, kind, who, cancellationToken, agreed, errors))!;
        }

        await onboarding.AcceptAgreementsAsync(context.GetBroker(), who.User.Id, missing, cancellationToken);
        return await ShowAmountAsync(context, kind, who, form: null, new FormErrors(), cancellationToken);
    }

    private async Task<IResult> ChooseAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, ActionOf(kind), cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (!long.TryParse(form["account"], NumberStyles.None, CultureInfo.InvariantCulture, out var login)
            || CashierGate.LiveAccounts(context.GetBroker(), who).All(account => account.TraderLogin != login)
            || (who.Session.Account is { } bound && bound != login))
        {
            return NoAccount;
        }

        var session = await sessions.ChooseAccountAsync(context.GetBroker(), who.Session, login, cancellationToken);
        return await ShowAmountAsync(context, kind, who with { Session = session }, form: null, new FormErrors(), cancellationToken);
    }

    private async Task<IResult> ShowAmountAsync(
        HttpContext context, PaymentKind kind, InAppUser who, CashierForm? form, FormErrors errors, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        if (await gate.FindObstacleAsync(context, kind, who, cancellationToken) is { } obstacle)
        {
            return obstacle;
        }

        var own = CashierGate.LiveAccounts(broker, who);
        if (who.Session.Account is null && own is [var only])
        {
            who = who with { Session = await sessions.ChooseAccountAsync(broker, who.Session, only.TraderLogin, cancellationToken) };
        }

        if (who.Session.Account is not { } login)
        {
            return own.Count == 0 ? NoAccount : new ScreenResult<AccountChoicePage>(new AccountChoiceModel(kind, own, sessions.Seal(who.Session)));
        }

        if (await accounts.FindAsync(broker, login, cancellationToken) is not { } account)
        {
            return PlatformAway;
        }

        var methods = MethodsFor(broker, kind, account);
        if (methods.Count == 0)
        {
            return NotOffered;
        }

        Count(context, kind, who, FunnelStep.DepositAmount);
        return new ScreenResult<AmountPage>(
            new AmountModel(
                kind, account, methods, broker.Crm.Settings.DefaultLanguage, form ?? CashierForm.New(methods[0]), errors,
                await payments.ListAsync(broker.Id, who.User.Id, ShownPayments, cancellationToken), sessions.Seal(who.Session)),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private async Task<IResult> BeginAsync(HttpContext context, PaymentKind kind, WithdrawalProof proof, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, ActionOf(kind), cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        var broker = context.GetBroker();
        var form = CashierForm.From(await context.Request.ReadFormAsync(cancellationToken));
        if (!form.HasKey || who.Session.Account is not { } login)
        {
            return ScreenError.UnreadableForm;
        }

        if (await gate.FindObstacleAsync(context, kind, who, cancellationToken) is { } obstacle)
        {
            return obstacle;
        }

        if (await accounts.FindAsync(broker, login, cancellationToken) is not { } account)
        {
            return PlatformAway;
        }

        var errors = new FormErrors();
        if (form.Read(MethodsFor(broker, kind, account), account, kind, context.GetScreen().Texts, errors) is not { } choice)
        {
            return await ShowAmountAsync(context, kind, who, form, errors, cancellationToken);
        }

        if (choice.NeedsConfirming && form.Confirmed != choice.ConfirmedFee)
        {
            Count(context, kind, who, FunnelStep.DepositConfirm);
            return new ScreenResult<ConfirmPage>(new ConfirmModel(kind, account, choice, form, broker.Crm.Settings.DefaultLanguage, sessions.Seal(who.Session)));
        }

        if (await proof.FindObstacleAsync(context, kind, who, form, cancellationToken) is { } unproved)
        {
            return unproved;
        }

        if (await payments.TryAddAsync(NewPaymentOf(context, kind, who, account, choice, form), cancellationToken) is not { } payment)
        {
            var texts = context.GetScreen().Texts;
            errors.Add("amount", texts.Format(CashierTextKey.CashierErrorDaily, CashierForm.Money(choice.Terms.Daily!.Value, account, texts)));
            return await ShowAmountAsync(context, kind, who, form, errors, cancellationToken);
        }

        Count(context, kind, who, FunnelStep.DepositPayment);
        return await pages.GoOnAsync(context, payment, who, cancellationToken);
    }

    private static void Count(HttpContext context, PaymentKind kind, InAppUser who, FunnelStep step)
    {
        if (kind == PaymentKind.Deposit)
        {
            context.Reached(step, who.Session);
        }
    }

    private static NewPayment NewPaymentOf(HttpContext context, PaymentKind kind, InAppUser who, CashierAccount account, CashierChoice choice, CashierForm form)
    {
        var broker = context.GetBroker();
        var first = kind == PaymentKind.Deposit ? PaymentState.Created
            : broker.Settings.Cashier.ApproveWithdrawalsAbove is { } limit && choice.Amount.ToDecimal() > limit ? PaymentState.AwaitingApproval
            : PaymentState.DebitDue;
        return new(
            broker.Id, who.User.Id, kind, account.Login, account.Currency, choice.Amount, choice.Method.Id, choice.Method.Provider, first, form.SubmissionKey)
        {
            Fee = choice.FeeUnits,
            FeeBearer = choice.Bearer,
            ReturnUrl = CashierPayments.ReturnUrl(context, kind),
            DailyLimit = choice.DailyUnits,
        };
    }

    private List<PaymentMethod> MethodsFor(BrokerEntity broker, PaymentKind kind, CashierAccount account) =>
        [.. broker.Settings.Cashier.Methods.Where(method =>
            (kind == PaymentKind.Deposit ? method.Deposits : method.Withdrawals) && method.Serves(account.Currency) && providers.Has(broker, method.Provider))];
}
