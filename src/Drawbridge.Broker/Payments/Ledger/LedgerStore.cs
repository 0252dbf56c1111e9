using Drawbridge.Storage;

namespace Drawbridge.Broker.Payments.Ledger;

/// <summary>The balance of an account of the books.</summary>
internal sealed class LedgerBalance
{
    public string Account { get; init; } = "";

    public string Currency { get; init; } = "";

    public int MoneyDigits { get; init; }

    public long Amount { get; init; }
}

/// <summary>The SQL of the books. Entries are added, never changed.</summary>
internal sealed class LedgerStore(Database database)
{
    /// <summary>Adds both entries as part of the caller's write. A posting that a payment has already is a bug and fails.</summary>
    public static async Task PostAsync(DbSession session, Payment payment, LedgerPosting posting, DateTimeOffset now)
    {
        foreach (var (account, amount) in new[] { (posting.Debit, posting.Amount), (posting.Credit, -posting.Amount) })
        {
            await session.ExecuteAsync(
                """
                insert into ledger_entries (broker_id, payment_id, posting, account, amount, currency, money_digits, posted_at)
                values (@BrokerId, @Id, @Name, @account, @amount, @Currency, @MoneyDigits, @now)
                """,
                new { payment.BrokerId, payment.Id, posting.Name, account, amount, payment.Currency, payment.MoneyDigits, now });
        }
    }

    /// <summary>What the accounts of a broker's books stand at.</summary>
    public Task<IReadOnlyList<LedgerBalance>> ListBalancesAsync(long brokerId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<LedgerBalance>(
                """
                select account, currency, money_digits, cast(sum(amount) as bigint) as amount from ledger_entries
                where broker_id = @brokerId group by account, currency, money_digits order by account, currency
                """,
                new { brokerId }),
            cancellationToken);
}
