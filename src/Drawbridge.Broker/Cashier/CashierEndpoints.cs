using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Screens;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.Cashier;

/// <summary>Deposit and withdrawal (SCR-3, SCR-4, WS-22): an amount and a way to pay, then the provider's page, then where the money is.</summary>
internal sealed class CashierEndpoints(
    InAppScreens screens, InAppSessions sessions, CashierAccounts accounts, PaymentStore payments, IEnumerable<IPaymentProvider> providers)
{
    private const int ShownPayments = 5;
    private const int RefreshSeconds = 3;

    private static ScreenError NotOffered { get; } = ScreenError.Link(StatusCodes.Status404NotFound, CrmErrorCode.NotFound, "This is not offered for the account");

    private static ScreenError NoAccount { get; } = ScreenError.Link(StatusCodes.Status403Forbidden, CrmErrorCode.InsufficientPermissions, "The account cannot be used");

    private static ScreenError PlatformAway { get; } = ScreenError.Busy(TimeSpan.FromSeconds(15));

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var group = InAppScreens.MapGroup(endpoints);
        foreach (var kind in new[] { PaymentKind.Deposit, PaymentKind.Withdrawal })
        {
            var path = kind == PaymentKind.Deposit ? ScreenPaths.Deposit : ScreenPaths.Withdraw;
            group.MapGet(path, (HttpContext context, CashierEndpoints own, CancellationToken cancellationToken) => own.OpenAsync(context, kind, cancellationToken));
            group.MapPost(path, (HttpContext context, CashierEndpoints own, CancellationToken cancellationToken) => own.BeginAsync(context, kind, cancellationToken));
            group.MapPost(path + ScreenPaths.ChooseAccount, (HttpContext context, CashierEndpoints own, CancellationToken cancellationToken) => own.ChooseAsync(context, kind, cancellationToken));
            group.MapGet(path + ScreenPaths.Payment, (HttpContext context, CashierEndpoints own, CancellationToken cancellationToken) => own.ShowPaymentAsync(context, kind, cancellationToken));
            group.MapPost(path + ScreenPaths.Payment, (HttpContext context, CashierEndpoints own, CancellationToken cancellationToken) => own.ShowPaymentAsync(context, kind, cancellationToken));
            group.MapPost(path + ScreenPaths.CancelPayment, (HttpContext context, CashierEndpoints own, CancellationToken cancellationToken) => own.CancelAsync(context, kind, cancellationToken));
            group.MapPost(path + ScreenPaths.PaymentDone, (HttpContext context, CashierEndpoints own, CancellationToken cancellationToken) => own.FinishAsync(context, kind, cancellationToken));
        }
    }

    private static InAppAction ActionOf(PaymentKind kind) => kind == PaymentKind.Deposit ? InAppAction.Deposit : InAppAction.Withdraw;

    private async Task<IResult> OpenAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, ActionOf(kind), cancellationToken);
        return who is null ? answer! : await ShowAmountAsync(context, kind, who, form: null, new FormErrors(), cancellationToken);
    }

    private async Task<IResult> ChooseAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, ActionOf(kind), cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (!long.TryParse(form["account"], NumberStyles.None, CultureInfo.InvariantCulture, out var login) || who.Accounts.All(account => account.TraderLogin != login)
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
        if (who.Session.Account is null && who.Accounts is [var only])
        {
            who = who with { Session = await sessions.ChooseAccountAsync(broker, who.Session, only.TraderLogin, cancellationToken) };
        }

        if (who.Session.Account is not { } login)
        {
            return who.Accounts.Count == 0 ? NoAccount : new ScreenResult<AccountChoicePage>(new AccountChoiceModel(kind, who.Accounts, sessions.Seal(who.Session)));
        }

        if (await accounts.FindAsync(broker, login, cancellationToken) is not { } account)
        {
            return PlatformAway;
        }

        var methods = MethodsFor(broker, kind, account);
        return methods.Count == 0
            ? NotOffered
            : new ScreenResult<AmountPage>(
                new AmountModel(
                    kind, account, methods, broker.Crm.Settings.DefaultLanguage, form ?? CashierForm.New(methods[0]), errors,
                    await payments.ListAsync(broker.Id, who.User.Id, ShownPayments, cancellationToken), sessions.Seal(who.Session)),
                errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private async Task<IResult> BeginAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
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

        if (await accounts.FindAsync(broker, login, cancellationToken) is not { } account)
        {
            return PlatformAway;
        }

        var errors = new FormErrors();
        if (form.Read(MethodsFor(broker, kind, account), account, kind, context.GetScreen().Texts, errors) is not var (method, amount))
        {
            return await ShowAmountAsync(context, kind, who, form, errors, cancellationToken);
        }

        var first = kind == PaymentKind.Deposit ? PaymentState.Created
            : broker.Settings.Cashier.ApproveWithdrawalsAbove is { } limit && amount.ToDecimal() > limit ? PaymentState.AwaitingApproval
            : PaymentState.DebitDue;
        var payment = await payments.AddAsync(
            new(broker.Id, who.User.Id, kind, login, account.Currency, amount, method.Id, method.Provider, first, form.SubmissionKey), cancellationToken);
        return kind == PaymentKind.Deposit && payment.State is PaymentState.Created or PaymentState.AwaitingPayer
            ? await AskPayerAsync(context, payment, who, cancellationToken)
            : ShowPayment(context, payment, who);
    }

    /// <summary>On to the provider's page (FLOW-DEPOSIT-2). What the card is, the provider alone is told.</summary>
    private async Task<IResult> AskPayerAsync(HttpContext context, Payment payment, InAppUser who, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(payment);
        try
        {
            var asked = await provider.AskPayerAsync(payment, ReturnUrl(context, payment), cancellationToken);
            await payments.ApplyAsync(payment.Id, PaymentEvent.PayerAsked, detail: null, cancellationToken, asked.ProviderReference);
            return new SeeOther(asked.PayUrl.OriginalString);
        }
        catch (HttpRequestException)
        {
            return ShowPayment(context, payment, who); // nothing is lost: from there it can be tried again
        }
    }

    private async Task<IResult> ShowPaymentAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, payment, answer) = await FindPaymentAsync(context, kind, cancellationToken);
        return payment is not null ? ShowPayment(context, payment, who!)
            : answer is ScreenError { Code: CrmErrorCode.MissingRequiredParameter } ? new ScreenResult<PaymentReturnPage>(model: null)
            : answer!;
    }

    private ScreenResult<PaymentPage> ShowPayment(HttpContext context, Payment payment, InAppUser who)
    {
        var screen = context.GetScreen();
        if (PaymentLook.Of(payment.State).Moves && HttpMethods.IsGet(context.Request.Method))
        {
            context.SetScreen(screen with { RefreshSeconds = RefreshSeconds, RefreshUrl = PaymentUrl(screen, payment) });
        }

        return new(new PaymentModel(payment, sessions.Seal(who.Session)));
    }

    private async Task<IResult> CancelAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, payment, answer) = await FindPaymentAsync(context, kind, cancellationToken);
        if (payment is null)
        {
            return answer!;
        }

        var changed = await payments.ApplyAsync(payment.Id, PaymentEvent.CancelledByTrader, detail: null, cancellationToken);
        return ShowPayment(context, changed ?? (await payments.FindAsync(payment.Id, cancellationToken))!, who!);
    }

    private async Task<IResult> FinishAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, ActionOf(kind), cancellationToken);
        return who is null ? answer! : await screens.FinishAsync(context, who, cancellationToken); // FLOW-DEPOSIT-4, FLOW-WITHDRAW-5
    }

    /// <summary>The payment of the address, which must be the user's own.</summary>
    private async Task<(InAppUser? Who, Payment? Payment, IResult? Answer)> FindPaymentAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, ActionOf(kind), cancellationToken);
        if (who is null)
        {
            return (null, null, answer);
        }

        var payment = await payments.FindAsync(context.GetBroker().Id, context.Request.Query["reference"].ToString(), cancellationToken);
        return payment is not null && payment.UserId == who.User.Id && payment.Kind == kind ? (who, payment, null) : (null, null, ScreenError.NotFound);
    }

    private List<PaymentMethod> MethodsFor(BrokerEntity broker, PaymentKind kind, CashierAccount account) =>
        [.. broker.Settings.Cashier.Methods.Where(method =>
            (kind == PaymentKind.Deposit ? method.Deposits : method.Withdrawals) && method.Serves(account.Currency)
            && providers.Any(provider => provider.Name == method.Provider))];

    private IPaymentProvider ProviderOf(Payment payment) => providers.Single(provider => provider.Name == payment.Provider);

    private static Uri ReturnUrl(HttpContext context, Payment payment) =>
        new($"{context.Request.Scheme}://{context.Request.Host}{PaymentUrl(context.GetScreen(), payment)}");

    private static string PaymentUrl(Screen screen, Payment payment) => QueryHelpers.AddQueryString(
        screen.Parameters.UrlFor((payment.Kind == PaymentKind.Deposit ? ScreenPaths.Deposit : ScreenPaths.Withdraw) + ScreenPaths.Payment), "reference", payment.Reference);
}
