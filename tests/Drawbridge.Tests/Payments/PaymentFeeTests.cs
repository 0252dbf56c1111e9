using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Payments.Ledger;
using Drawbridge.Protocol.Money;

namespace Drawbridge.Tests.Payments;

public sealed class PaymentFeeTests
{
    [Theory]
    [InlineData("0", "0", null, null, 10_000, 2, 0)]
    [InlineData("0.30", "0", null, null, 10_000, 2, 30)]
    [InlineData("0.30", "1.5", null, null, 10_000, 2, 180)]
    [InlineData("0", "1.5", null, null, 33, 2, 0)] // 0.00495
    [InlineData("0", "1.5", null, null, 34, 2, 1)] // 0.0051
    [InlineData("0", "0.5", null, null, 100, 2, 1)] // 0.005: a half goes up
    [InlineData("0", "1", "0.50", "5", 1_000, 2, 50)]
    [InlineData("0", "1", "0.50", "5", 20_000, 2, 200)]
    [InlineData("0", "1", "0.50", "5", 100_000, 2, 500)]
    [InlineData("0.5", "0", null, null, 1_000, 0, 1)]
    [InlineData("0", "0.1", null, null, 123_456_789, 8, 123_457)]
    public void A_fee_is_exact_and_rounded_once(string fixedPart, string percent, string? minimum, string? maximum, long units, int digits, long expected)
    {
        var fee = new PaymentFee { Fixed = Of(fixedPart)!.Value, Percent = Of(percent)!.Value, Minimum = Of(minimum), Maximum = Of(maximum) };

        fee.UnitsFor(new MoneyAmount(units, digits)).ShouldBe(expected);

        static decimal? Of(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData((int)PaymentKind.Deposit, FeeBearer.Trader, 10_050, 10_050, -50)]
    [InlineData((int)PaymentKind.Deposit, FeeBearer.Broker, 10_000, 9_950, 50)]
    [InlineData((int)PaymentKind.Withdrawal, FeeBearer.Trader, 9_950, -9_950, -50)]
    [InlineData((int)PaymentKind.Withdrawal, FeeBearer.Broker, 10_000, -10_050, 50)]
    public void The_account_moves_by_the_amount_and_the_books_add_up(int kindNumber, FeeBearer bearer, long atProvider, long providerOwes, long fees)
    {
        var kind = (PaymentKind)kindNumber;
        var payment = new Payment { Kind = kind, Amount = 10_000, Fee = 50, FeeBearer = bearer, MoneyDigits = 2, Provider = "acme", TraderLogin = 7 };
        (PaymentState From, PaymentState To)[] steps = kind == PaymentKind.Deposit
            ? [(PaymentState.AwaitingPayer, PaymentState.Confirmed), (PaymentState.Crediting, PaymentState.Credited)]
            : [(PaymentState.Debiting, PaymentState.PayoutDue), (PaymentState.PayingOut, PaymentState.PaidOut)];
        var books = steps.SelectMany(step => LedgerPosting.Of(payment with { State = step.From }, step.To))
            .SelectMany(static posting => new[] { (posting.Debit, posting.Amount), (posting.Credit, -posting.Amount) })
            .GroupBy(static entry => entry.Item1).ToDictionary(static group => group.Key, static group => group.Sum(static entry => entry.Item2));

        payment.AtProvider.Units.ShouldBe(atProvider);
        books["provider:acme"].ShouldBe(providerOwes);
        books["account:7"].ShouldBe(kind == PaymentKind.Deposit ? -10_000 : 10_000);
        books["fees"].ShouldBe(fees);
        books["in-flight"].ShouldBe(0);
        books.Values.Sum().ShouldBe(0);
    }

    [Fact]
    public void A_refund_gives_everything_back_and_costs_nothing()
    {
        var payment = new Payment { Kind = PaymentKind.Withdrawal, State = PaymentState.Refunding, Amount = 10_000, Fee = 50, FeeBearer = FeeBearer.Trader, MoneyDigits = 2 };

        LedgerPosting.Of(payment, PaymentState.Refunded).ShouldHaveSingleItem().Amount.ShouldBe(10_000);
    }
}
