using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Cashier.Texts;
using Drawbridge.Broker.Partners.Portal.Texts;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Cashier;

/// <summary>What the choice of an account shows.</summary>
internal sealed record AccountChoiceModel(PaymentKind Kind, IReadOnlyList<TradingAccount> Accounts, string Sealed);

/// <summary>What stands instead of a withdrawal before the trader is verified.</summary>
internal sealed record KycNeededModel(string Sealed);

/// <summary>What the amount form shows.</summary>
internal sealed record AmountModel(
    PaymentKind Kind, CashierAccount Account, IReadOnlyList<PaymentMethod> Methods, string DefaultLanguage, CashierForm Form, FormErrors Errors,
    IReadOnlyList<Payment> History, string Sealed)
{
    public string Path => Kind == PaymentKind.Deposit ? ScreenPaths.Deposit : ScreenPaths.Withdraw;
}

/// <summary>What is shown before a payment with a fee begins.</summary>
internal sealed record ConfirmModel(PaymentKind Kind, CashierAccount Account, CashierChoice Choice, CashierForm Form, string DefaultLanguage, string Sealed);

/// <summary>What a page of the history shows.</summary>
/// <param name="Kind">Of the screen that it was opened from, not of the payments.</param>
/// <param name="Payments">The latest first.</param>
/// <param name="IsFirst">Whether it is the page with the latest.</param>
/// <param name="HasOlder">Whether there is a further page.</param>
/// <param name="Sealed">The session for forms.</param>
internal sealed record HistoryModel(PaymentKind Kind, IReadOnlyList<Payment> Payments, bool IsFirst, bool HasOlder, string Sealed);

/// <summary>What a receipt shows.</summary>
internal sealed record ReceiptModel(PaymentKind Kind, Payment Payment, IReadOnlyDictionary<string, string>? MethodLabel, string DefaultLanguage, string Sealed);

/// <summary>What the status page shows.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="Sealed">The session for forms.</param>
internal sealed record PaymentModel(Payment Payment, string Sealed)
{
    public string Path => Payment.Kind == PaymentKind.Deposit ? ScreenPaths.Deposit : ScreenPaths.Withdraw;

    public PaymentLook Look => PaymentLook.Of(Payment.State);
}

/// <summary>How a state looks to the trader, who need not know the machine.</summary>
internal sealed record PaymentLook(string Name, TextKey Title, TextKey Intro, TextKey Short)
{
    /// <summary>What a payment is called. What a partner has earned has nobody paid in.</summary>
    public static TextKey NameOf(Payment payment) => payment.Source == PaymentSource.PartnerReward ? PartnerTextKey.PartnerTitle
        : payment.Kind == PaymentKind.Deposit ? CashierTextKey.DepositTitle : CashierTextKey.WithdrawTitle;

    private static readonly PaymentLook Waiting = new("waiting", CashierTextKey.PaymentWaitingTitle, CashierTextKey.PaymentWaitingIntro, CashierTextKey.PaymentWaiting);
    private static readonly PaymentLook Working = new("working", CashierTextKey.PaymentWorkingTitle, CashierTextKey.PaymentWorkingIntro, CashierTextKey.PaymentWorking);
    private static readonly PaymentLook Checking = new("checking", CashierTextKey.PaymentCheckingTitle, CashierTextKey.PaymentCheckingIntro, CashierTextKey.PaymentWorking);
    private static readonly PaymentLook Approval = new("approval", CashierTextKey.PaymentApprovalTitle, CashierTextKey.PaymentApprovalIntro, CashierTextKey.PaymentWorking);
    private static readonly PaymentLook Credited = new("done", CashierTextKey.PaymentCreditedTitle, CashierTextKey.PaymentCreditedIntro, CashierTextKey.PaymentDone);
    private static readonly PaymentLook PaidOut = new("done", CashierTextKey.PaymentPaidOutTitle, CashierTextKey.PaymentPaidOutIntro, CashierTextKey.PaymentDone);
    private static readonly PaymentLook Refunded = new("failed", CashierTextKey.PaymentRefundedTitle, CashierTextKey.PaymentRefundedIntro, CashierTextKey.PaymentRefunded);
    private static readonly PaymentLook Declined = new("failed", CashierTextKey.PaymentDeclinedTitle, CashierTextKey.PaymentDeclinedIntro, CashierTextKey.PaymentDeclined);
    private static readonly PaymentLook Expired = new("failed", CashierTextKey.PaymentExpiredTitle, CashierTextKey.PaymentExpiredIntro, CashierTextKey.PaymentExpired);
    private static readonly PaymentLook Cancelled = new("failed", CashierTextKey.PaymentCancelledTitle, CashierTextKey.PaymentCancelledIntro, CashierTextKey.PaymentCancelled);

    /// <summary>Whether it changes by itself, so that the page has to look again.</summary>
    public bool Moves => Name is "waiting" or "working";

    public static PaymentLook Of(PaymentState state) => state switch
    {
        PaymentState.Created or PaymentState.AwaitingPayer => Waiting,
        PaymentState.AwaitingApproval => Approval,
        PaymentState.Credited => Credited,
        PaymentState.PaidOut => PaidOut,
        PaymentState.Refunded => Refunded,
        PaymentState.Declined => Declined,
        PaymentState.Expired => Expired,
        PaymentState.Cancelled => Cancelled,
        PaymentState.Disputed or PaymentState.PayoutDisputed or PaymentState.CreditUnknown or PaymentState.DebitUnknown or PaymentState.RefundUnknown or PaymentState.CreditRefused or PaymentState.RefundRefused
            => Checking,
        _ => Working,
    };
}

/// <summary>What the page shows that a demo account has no cashier.</summary>
internal sealed record DemoAccountModel;
