namespace Drawbridge.Broker.Payments.Ledger;

/// <summary>
/// What a step of a payment does to the books. <c>provider:NAME</c> is what a provider owes the broker, <c>account:NUMBER</c> what the broker
/// owes a trader, <c>in-flight</c> what has left one and not reached the other. Entries of a posting add up to nothing.
/// </summary>
/// <param name="Name">Each once in the life of a payment.</param>
/// <param name="Debit">What becomes more.</param>
/// <param name="Credit">What becomes less, or is owed more.</param>
internal sealed record LedgerPosting(string Name, string Debit, string Credit)
{
    private const string InFlight = "in-flight";

    /// <summary>The posting of a change of state, null when no money moved.</summary>
    public static LedgerPosting? Of(Payment payment, PaymentState next)
    {
        var provider = "provider:" + payment.Provider;
        var account = "account:" + payment.TraderLogin.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return (payment.State, next) switch
        {
            (PaymentState.Created or PaymentState.AwaitingPayer or PaymentState.Declined or PaymentState.Expired or PaymentState.Cancelled, PaymentState.Confirmed)
                => new("confirmed", provider, InFlight),
            (_, PaymentState.Credited) => new("credited", InFlight, account),
            (_, PaymentState.PayoutDue) => new("debited", account, InFlight),
            (_, PaymentState.PaidOut) => new("paid-out", InFlight, provider),
            (_, PaymentState.Refunded) => new("refunded", InFlight, account),
            _ => null,
        };
    }
}
