namespace Drawbridge.Broker.Payments.Ledger;

/// <summary>
/// What a step of a payment does to the books. <c>provider:NAME</c> is what a provider owes the broker, <c>account:NUMBER</c> what the broker
/// owes a trader, <c>in-flight</c> what has left one and not reached the other, <c>fees</c> what fees cost the broker, below zero what they
/// brought in, <c>partner-rewards</c> what partners cost. Entries of a posting add up to nothing.
/// </summary>
/// <param name="Name">Each once in the life of a payment.</param>
/// <param name="Debit">What becomes more.</param>
/// <param name="Credit">What becomes less, or is owed more.</param>
/// <param name="Amount">In the units of the payment.</param>
internal sealed record LedgerPosting(string Name, string Debit, string Credit, long Amount)
{
    private const string InFlight = "in-flight";
    private const string Fees = "fees";
    private const string PartnerRewards = "partner-rewards";
    private const string FeePosting = "fee";

    /// <summary>The postings of a change of state; none when no money moved.</summary>
    public static IEnumerable<LedgerPosting> Of(Payment payment, PaymentState next)
    {
        var provider = payment.Source == PaymentSource.PartnerReward ? PartnerRewards : "provider:" + payment.Provider;
        var account = "account:" + payment.TraderLogin.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var postings = (payment.State, next) switch
        {
            (PaymentState.Created or PaymentState.AwaitingPayer or PaymentState.Declined or PaymentState.Expired or PaymentState.Cancelled or PaymentState.Disputed,
                PaymentState.Confirmed) => [new("confirmed", provider, InFlight, payment.Amount), FeeOfDeposit(payment, provider)],
            (_, PaymentState.Credited) => [new("credited", InFlight, account, payment.Amount)],
            (_, PaymentState.PayoutDue) => [new("debited", account, InFlight, payment.Amount)],
            (_, PaymentState.PaidOut) => [new("paid-out", InFlight, provider, payment.AtProvider.Units), FeeOfPayout(payment, provider)],
            (_, PaymentState.Refunded) => [new("refunded", InFlight, account, payment.Amount)],
            _ => (LedgerPosting[])[],
        };
        return postings.Where(static posting => posting.Amount != 0);
    }

    /// <summary>The trader's fee came with the money; the broker's is kept back by the provider.</summary>
    private static LedgerPosting FeeOfDeposit(Payment payment, string provider) => payment.FeeBearer == FeeBearer.Trader
        ? new(FeePosting, provider, Fees, payment.Fee)
        : new(FeePosting, Fees, provider, payment.Fee);

    /// <summary>The trader's fee stays here when the rest is paid out; the broker's is owed to the provider.</summary>
    private static LedgerPosting FeeOfPayout(Payment payment, string provider) => payment.FeeBearer == FeeBearer.Trader
        ? new(FeePosting, InFlight, Fees, payment.Fee)
        : new(FeePosting, Fees, provider, payment.Fee);
}
