using Drawbridge.Broker.Payments;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.SandboxProvider;

/// <summary>The SQL of the provider for development.</summary>
internal sealed class SandboxStore(Database database, JobQueue jobs, TimeProvider time)
{
    private const string Columns = "provider_reference, reference, kind, amount, money_digits, currency, status, return_url";

    /// <summary>The payment with our reference, added when it is new.</summary>
    public Task<SandboxPayment> EnsureAsync(Payment payment, Uri? returnUrl, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    """
                    insert into sandbox_payments (provider_reference, reference, kind, amount, money_digits, currency, status, return_url, created_at)
                    values (@providerReference, @Reference, @kind, @amount, @MoneyDigits, @Currency, 'pending', @returnUrl, @now)
                    on conflict (reference) do nothing
                    """,
                    new
                    {
                        providerReference = "sbx_" + Guid.NewGuid().ToString("N"), payment.Reference, kind = (int)payment.Kind, amount = payment.AtProvider.Units, payment.MoneyDigits,
                        payment.Currency, returnUrl = returnUrl?.OriginalString, now = time.GetUtcNow(),
                    });
                return await session.GetAsync<SandboxPayment>(
                    $"select {Columns} from sandbox_payments where reference = @Reference", new { payment.Reference });
            },
            cancellationToken);

    /// <summary>A payment that a trader of the broker makes, or null (BID-44).</summary>
    public Task<SandboxPayment?> FindAsync(long brokerId, string providerReference, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<SandboxPayment>(
                $"""
                select {Columns} from sandbox_payments
                where provider_reference = @providerReference and reference in (select p.reference from payments p where p.broker_id = @brokerId)
                """,
                new { brokerId, providerReference }),
            cancellationToken);

    public Task<SandboxPayment?> FindByReferenceAsync(string reference, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<SandboxPayment>($"select {Columns} from sandbox_payments where reference = @reference", new { reference }), cancellationToken);

    /// <summary>Decides what is pending, once, and has the notifications sent. False when it was decided before.</summary>
    public Task<bool> DecideAsync(SandboxPayment payment, string status, IEnumerable<(string Status, TimeSpan After)> notices, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var decided = await session.ExecuteAsync(
                    "update sandbox_payments set status = @status where provider_reference = @ProviderReference and status = 'pending'",
                    new { status, payment.ProviderReference }) == 1;
                if (decided)
                {
                    foreach (var notice in notices)
                    {
                        await jobs.EnqueueAsync(session, SandboxNotifier.Request(payment.Reference, notice.Status) with { RunAt = time.GetUtcNow() + notice.After });
                    }
                }

                return decided;
            },
            cancellationToken);
}
