using Drawbridge.Broker.Payments;

namespace Drawbridge.Broker.Console.Payments;

/// <summary>What staff reads about payments.</summary>
internal static class PaymentWords
{
    /// <summary>A state, and how urgent it looks: good, bad, warn, busy or calm.</summary>
    public static (string Text, string Tone) Of(PaymentState state) => state switch
    {
        PaymentState.Created => ("Created", "calm"),
        PaymentState.AwaitingPayer => ("Awaiting payer", "busy"),
        PaymentState.Confirmed => ("Paid, credit due", "busy"),
        PaymentState.Crediting => ("Crediting", "busy"),
        PaymentState.CreditUnknown => ("Credit unknown", "bad"),
        PaymentState.CreditRefused => ("Credit refused", "bad"),
        PaymentState.Credited => ("Credited", "good"),
        PaymentState.Disputed => ("Other money came", "bad"),
        PaymentState.AwaitingApproval => ("Awaiting approval", "warn"),
        PaymentState.DebitDue => ("Approved, debit due", "busy"),
        PaymentState.Debiting => ("Debiting", "busy"),
        PaymentState.DebitUnknown => ("Debit unknown", "bad"),
        PaymentState.PayoutDue => ("Payout due", "busy"),
        PaymentState.PayingOut => ("Paying out", "busy"),
        PaymentState.PaidOut => ("Paid out", "good"),
        PaymentState.PayoutDisputed => ("Other money paid out", "bad"),
        PaymentState.RefundDue => ("Refund due", "busy"),
        PaymentState.Refunding => ("Refunding", "busy"),
        PaymentState.RefundUnknown => ("Refund unknown", "bad"),
        PaymentState.RefundRefused => ("Refund refused", "bad"),
        PaymentState.Refunded => ("Refunded", "calm"),
        PaymentState.Declined => ("Declined", "calm"),
        PaymentState.Expired => ("Expired", "calm"),
        PaymentState.Cancelled => ("Cancelled", "calm"),
        _ => (state.ToString(), "calm"),
    };

    public static string Of(PaymentKind kind, PaymentSource source) => source == PaymentSource.PartnerReward ? "Partner's reward" : Of(kind);

    public static string Of(PaymentKind kind) => kind == PaymentKind.Deposit ? "Deposit" : "Withdrawal";

    /// <summary>An event of the history, as stored, in words.</summary>
    public static string OfEvent(string name) => Enum.TryParse<PaymentEvent>(name, out var what)
        ? what switch
        {
            PaymentEvent.PayerAsked => "Trader led to the provider",
            PaymentEvent.ProviderConfirmed => "Provider has the money",
            PaymentEvent.ProviderDeclined => "Provider declined",
            PaymentEvent.ProviderExpired => "Trader did not pay in time",
            PaymentEvent.ProviderMismatched => "Provider has other money than was asked for",
            PaymentEvent.PayoutMismatched => "Provider paid other money than it was told to",
            PaymentEvent.CancelledByTrader => "Called off",
            PaymentEvent.Approved => "Approved",
            PaymentEvent.Rejected => "Rejected",
            PaymentEvent.SendBegun => "Sent to the platform",
            PaymentEvent.PlatformApplied => "Platform did it",
            PaymentEvent.PlatformRefused => "Platform refused",
            PaymentEvent.PlatformNotReached => "Platform not reached; tried again",
            PaymentEvent.PlatformUnknown => "No usable answer from the platform",
            PaymentEvent.FoundApplied => "Found to have happened",
            PaymentEvent.FoundNotApplied => "Found not to have happened",
            PaymentEvent.PayoutBegun => "Provider told to pay out",
            PaymentEvent.PayoutConfirmed => "Provider paid the trader",
            PaymentEvent.PayoutFailed => "Provider could not pay out",
            PaymentEvent.TryAgain => "Tried again by staff",
            _ => name,
        }
        : name;

    /// <summary>What has to be found out while the outcome is open, and what to do then.</summary>
    public static string? Advice(PaymentState state) => state switch
    {
        PaymentState.CreditUnknown => "Look at the account's balance history on the platform: did the deposit with this reference arrive?",
        PaymentState.DebitUnknown => "Look at the account's balance history on the platform: was the withdrawal with this reference booked?",
        PaymentState.RefundUnknown => "Look at the account's balance history on the platform: was the refund with this reference booked?",
        PaymentState.CreditRefused => "The provider has the trader's money, and the platform refuses to book it. Mend the reason on the platform, then try again.",
        PaymentState.RefundRefused => "The provider could not pay out, and the platform refuses to take the money back. Mend the reason on the platform, then try again.",
        PaymentState.Disputed => "The history says what the provider has instead. Approved, the account gets what was asked for; rejected, it gets nothing, and you give the money back at the provider.",
        PaymentState.PayoutDisputed => "The history says what the provider paid instead. Approved, it counts as paid out; rejected, the account gets everything back.",
        PaymentState.AwaitingApproval => "Nothing has moved yet. Approved, it is debited from the account and paid out.",
        _ => null,
    };
}
