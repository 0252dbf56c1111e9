using System.Globalization;
using System.Text;
using Drawbridge.Broker.Payments;
using Drawbridge.Protocol.Money;

namespace Drawbridge.IntegrationTests.Payments.Proof;

/// <summary>Holds ledger, provider and platform against each other when nothing is under way any more.</summary>
internal sealed class ProofBooks(ProofWorld world, ProofDriver driver, IReadOnlyList<Payment> payments)
{
    private long _compared;
    private long _difference;

    public async Task CheckAsync()
    {
        var (balances, movements) = await driver.ReadPlatformAsync();
        CheckProvider();
        foreach (var payment in payments)
        {
            movements.GetValueOrDefault(payment.Reference).ShouldBe(MovementsOf(payment.State), $"movements at the platform of {payment.Reference}, {payment.State}");
        }

        movements.Keys.Except(payments.Select(static payment => payment.Reference), StringComparer.Ordinal).ShouldBeEmpty("the platform has movements of nobody");
        foreach (var login in driver.Accounts)
        {
            Compare(balances[login], ProofDriver.Opening + payments.Where(payment => payment.TraderLogin == login).Sum(OnAccount), $"account {login}");
        }

        await CheckLedgerAsync();
        foreach (var parked in payments.Where(static payment => PaymentMachine.NeedsStaff(payment.State)))
        {
            (await driver.FindExplanationAsync(parked)).ShouldNotBeNullOrEmpty($"{parked.Reference} waits for a person without a word");
        }
    }

    /// <summary>What it came to, as a table.</summary>
    public async Task<string> SummarizeAsync(TimeSpan took)
    {
        var text = new StringBuilder();
        var culture = CultureInfo.InvariantCulture;
        text.AppendLine(culture, $"| {payments.Count:N0} payments in {took.TotalMinutes:F1} minutes | |").AppendLine("| --- | ---: |");
        foreach (var group in payments.CountBy(static payment => (payment.Kind, payment.State)).OrderBy(static group => group.Key))
        {
            text.AppendLine(culture, $"| {group.Key.Kind}: {PaymentEvents.StateOf(group.Key.State)} | {group.Value:N0} |");
        }

        (string What, long Count)[] rows =
        [
            ("calls to the platform that went wrong", world.Faults), ("calls to the provider that went wrong", world.Provider.Faults),
            ("notifications sent", world.Provider.Told), ("the broker killed", world.Kills), ("the database stopped", world.DatabaseRestarts),
            ("calls whose outcome was unknown", await driver.CountEventsAsync(PaymentEvent.PlatformUnknown)),
            ("of these found to have happened", await driver.CountEventsAsync(PaymentEvent.FoundApplied)),
            ("of these found not to have happened", await driver.CountEventsAsync(PaymentEvent.FoundNotApplied)),
        ];
        foreach (var (what, count) in rows)
        {
            text.AppendLine(culture, $"| {what} | {count:N0} |");
        }

        text.AppendLine(culture, $"| credited | {Money(payments.Where(static payment => payment.State == PaymentState.Credited).Sum(static payment => payment.Amount))} |");
        text.AppendLine(culture, $"| paid out | {Money(payments.Where(static payment => payment.State == PaymentState.PaidOut).Sum(static payment => payment.AtProvider.Units))} |");
        text.AppendLine(culture, $"| {_compared:N0} amounts of ledger, provider and platform differ by | {Money(_difference)} |");
        return text.ToString();
    }

    private void Compare(long actual, long expected, string what)
    {
        _compared++;
        _difference += Math.Abs(actual - expected);
        actual.ShouldBe(expected, what);
    }

    private static string Money(long units) => $"{new MoneyAmount(units, 2)} EUR";

    private static int MovementsOf(PaymentState state) => state switch
    {
        PaymentState.Credited or PaymentState.PaidOut or PaymentState.PayoutDisputed => 1,
        PaymentState.Refunded => 2,
        _ => 0,
    };

    private static long OnAccount(Payment payment) => payment.State switch
    {
        PaymentState.Credited => payment.Amount,
        PaymentState.PaidOut or PaymentState.PayoutDisputed => -payment.Amount,
        _ => 0,
    };

    /// <summary>What the provider says of each payment, against what became of it here.</summary>
    private void CheckProvider()
    {
        foreach (var payment in payments)
        {
            var there = world.Provider.Money.GetValueOrDefault(payment.Reference);
            var expected = (payment.Kind, there) switch
            {
                (PaymentKind.Deposit, { Fate: ProofFate.PaidOtherwise }) => PaymentState.Disputed,
                (PaymentKind.Deposit, { Status: "succeeded" }) => PaymentState.Credited,
                (PaymentKind.Withdrawal, { Status: "succeeded" }) => PaymentState.PaidOut,
                (PaymentKind.Withdrawal, { Status: "failed" }) => PaymentState.Refunded,
                _ => (PaymentState?)null,
            };
            if (expected is { } state)
            {
                payment.State.ShouldBe(state, $"{payment.Reference}, of which the provider says {there}");
                if (there!.Fate != ProofFate.PaidOtherwise)
                {
                    Compare((long)(there.Amount * 100), payment.AtProvider.Units, payment.Reference);
                }
            }
            else
            {
                payment.State.ShouldBeOneOf(PaymentState.Declined, PaymentState.Expired);
            }
        }
    }

    private async Task CheckLedgerAsync()
    {
        (await driver.CountUnbalancedAsync()).ShouldBe(0, "postings whose entries do not come to nothing");
        var books = (await driver.ListBooksAsync()).ToDictionary(static balance => balance.Account, static balance => balance.Amount, StringComparer.Ordinal);
        Compare(books.Values.Sum(), 0, "the books");
        Compare(books.GetValueOrDefault("in-flight"), 0, "in flight");
        foreach (var login in driver.Accounts)
        {
            Compare(
                -books.GetValueOrDefault($"account:{login.ToString(CultureInfo.InvariantCulture)}"), payments.Where(payment => payment.TraderLogin == login).Sum(OnAccount), $"the books of account {login}");
        }

        // What the provider took less what it paid out is what it owes, but for the fees that it keeps because the broker bears them.
        var moved = payments.Where(static payment => payment.State is PaymentState.Credited or PaymentState.PaidOut).ToList();
        var cents = moved.Sum(payment => world.Provider.Money[payment.Reference] is { } money ? (money.IsDeposit ? 1 : -1) * (long)(money.Amount * 100) : 0);
        var kept = moved.Where(static payment => payment.FeeBearer == FeeBearer.Broker).Sum(static payment => payment.Fee);
        Compare(books["provider:" + ProofProvider.Name], cents - kept, "what the provider owes");
        Compare(books["fees"], kept - moved.Where(static payment => payment.FeeBearer == FeeBearer.Trader).Sum(static payment => payment.Fee), "the fees");
    }
}
