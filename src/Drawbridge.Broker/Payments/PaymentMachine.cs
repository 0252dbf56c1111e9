using System.Collections.Frozen;
using static Drawbridge.Broker.Payments.PaymentEvent;
using static Drawbridge.Broker.Payments.PaymentState;

namespace Drawbridge.Broker.Payments;

/// <summary>
/// The one table of what may follow on what. An account is credited on the ways through <see cref="Crediting"/> only, and no way leads
/// back from <see cref="Credited"/>; <see cref="Crediting"/> is left for another attempt only when the first cannot have happened
/// (FLOW-DEPOSIT-5, B2P-3.5-13). A withdrawal reaches the provider behind <see cref="Debiting"/> only (B2P-3.5-12, FLOW-WITHDRAW-2).
/// </summary>
internal static class PaymentMachine
{
    private static readonly FrozenDictionary<(PaymentState, PaymentEvent), PaymentState> Table = new Dictionary<(PaymentState, PaymentEvent), PaymentState>
    {
        [(Created, PayerAsked)] = AwaitingPayer,
        [(Created, ProviderDeclined)] = Declined,
        [(Created, ProviderExpired)] = Expired,
        [(Created, CancelledByTrader)] = Cancelled,
        [(AwaitingPayer, ProviderDeclined)] = Declined,
        [(AwaitingPayer, ProviderExpired)] = Expired,
        [(AwaitingPayer, CancelledByTrader)] = Cancelled,

        // Money that came counts, however late the provider says so and whatever was said before.
        [(Created, ProviderConfirmed)] = Confirmed,
        [(AwaitingPayer, ProviderConfirmed)] = Confirmed,
        [(Declined, ProviderConfirmed)] = Confirmed,
        [(Expired, ProviderConfirmed)] = Confirmed,
        [(Cancelled, ProviderConfirmed)] = Confirmed,

        // Other money came than was asked for: a person decides, unless the provider corrects itself.
        [(Created, ProviderMismatched)] = Disputed,
        [(AwaitingPayer, ProviderMismatched)] = Disputed,
        [(Declined, ProviderMismatched)] = Disputed,
        [(Expired, ProviderMismatched)] = Disputed,
        [(Cancelled, ProviderMismatched)] = Disputed,
        [(Disputed, ProviderConfirmed)] = Confirmed,
        [(Disputed, Approved)] = Confirmed,
        [(Disputed, Rejected)] = Declined,

        [(Confirmed, SendBegun)] = Crediting,
        [(Crediting, PlatformApplied)] = Credited,
        [(Crediting, PlatformRefused)] = CreditRefused,
        [(Crediting, PlatformNotReached)] = Confirmed,
        [(Crediting, PlatformUnknown)] = CreditUnknown,
        [(CreditUnknown, PlatformApplied)] = Credited, // the answer came after all
        [(CreditUnknown, PlatformRefused)] = CreditRefused,
        [(CreditUnknown, FoundApplied)] = Credited,
        [(CreditUnknown, FoundNotApplied)] = Confirmed,
        [(CreditRefused, TryAgain)] = Confirmed,

        [(AwaitingApproval, Approved)] = DebitDue,
        [(AwaitingApproval, Rejected)] = Declined,
        [(AwaitingApproval, CancelledByTrader)] = Cancelled,
        [(DebitDue, CancelledByTrader)] = Cancelled,
        [(DebitDue, SendBegun)] = Debiting,
        [(Debiting, PlatformApplied)] = PayoutDue,
        [(Debiting, PlatformRefused)] = Declined, // FLOW-WITHDRAW-3
        [(Debiting, PlatformNotReached)] = DebitDue,
        [(Debiting, PlatformUnknown)] = DebitUnknown,
        [(DebitUnknown, PlatformApplied)] = PayoutDue,
        [(DebitUnknown, PlatformRefused)] = Declined,
        [(DebitUnknown, FoundApplied)] = PayoutDue,
        [(DebitUnknown, FoundNotApplied)] = DebitDue,

        [(PayoutDue, PayoutBegun)] = PayingOut,
        [(PayingOut, PayoutConfirmed)] = PaidOut,
        [(PayingOut, PayoutFailed)] = RefundDue, // FLOW-WITHDRAW-4

        [(PayingOut, PayoutMismatched)] = PayoutDisputed,
        [(PayoutDisputed, PayoutConfirmed)] = PaidOut,
        [(PayoutDisputed, Approved)] = PaidOut,
        [(PayoutDisputed, Rejected)] = RefundDue,

        [(RefundDue, SendBegun)] = Refunding,
        [(Refunding, PlatformApplied)] = Refunded,
        [(Refunding, PlatformRefused)] = RefundRefused,
        [(Refunding, PlatformNotReached)] = RefundDue,
        [(Refunding, PlatformUnknown)] = RefundUnknown,
        [(RefundUnknown, PlatformApplied)] = Refunded,
        [(RefundUnknown, PlatformRefused)] = RefundRefused,
        [(RefundUnknown, FoundApplied)] = Refunded,
        [(RefundUnknown, FoundNotApplied)] = RefundDue,
        [(RefundRefused, TryAgain)] = RefundDue,
    }.ToFrozenDictionary();

    /// <summary>The state that follows, or null when the event changes nothing: it came twice, too late, or does not belong here.</summary>
    public static PaymentState? Next(PaymentKind kind, PaymentState state, PaymentEvent what) =>
        (kind == PaymentKind.Deposit || !IsOfPayer(what)) && Table.TryGetValue((state, what), out var next) ? next : null;

    /// <summary>Whether it is about money that a trader pays in. A withdrawal that was called off must not become a deposit.</summary>
    private static bool IsOfPayer(PaymentEvent what) => what is PayerAsked or ProviderConfirmed or ProviderDeclined or ProviderExpired or ProviderMismatched;

    /// <summary>Whether nothing more happens by itself.</summary>
    public static bool IsSettled(PaymentState state) => state is Credited or PaidOut or Refunded or Declined or Expired or Cancelled;

    /// <summary>Whether staff has to look at it.</summary>
    public static bool NeedsStaff(PaymentState state) => state is CreditRefused or RefundRefused or AwaitingApproval or Disputed or PayoutDisputed;

    /// <summary>Whether a call was made of which nobody knows whether it arrived.</summary>
    public static bool IsUnknown(PaymentState state) => state is CreditUnknown or DebitUnknown or RefundUnknown;

    /// <summary>Whether a call is being made.</summary>
    public static bool IsSending(PaymentState state) => state is Crediting or Debiting or Refunding;
}
