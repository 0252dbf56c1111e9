using System.Security.Cryptography;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Payments.Work;
using Drawbridge.Broker.Webhooks;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Payments;

/// <summary>
/// The SQL of payments. Each change of state, with what it does to the books, what is written down about it and the job that goes on, is one
/// transaction, made on the revision that it was decided on.
/// </summary>
internal sealed partial class PaymentStore(
    Database database, JobQueue jobs, WebhookEvents events, BrokerDirectory directory, TimeProvider time, IOptions<PaymentOptions> options)
{
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int ReferenceLength = 16;

    private const string Columns = PaymentColumns.All;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Begins a payment, once for a form: sent again, it is the payment that the first one began.</summary>
    /// <returns>Null when it would be above the user's limit of a day.</returns>
    public Task<Payment?> TryAddAsync(NewPayment payment, CancellationToken cancellationToken) =>
        database.WriteAsync<Payment?>(
            async session =>
            {
                var now = time.GetUtcNow();
                if (payment.DailyLimit is { } limit && await SumOfDayAsync(session, payment, now) > limit - payment.Amount.Units)
                {
                    return null;
                }

                var reference = (payment.Kind == PaymentKind.Deposit ? "D-" : "W-") + RandomNumberGenerator.GetString(Alphabet, ReferenceLength);
                var added = await session.FindAsync<Payment>(
                    $"""
                    insert into payments (broker_id, user_id, kind, reference, trader_login, currency, money_digits, amount, fee, fee_bearer, source, method, provider, return_url,
                                          state, revision, submission_key, created_at, updated_at)
                    values (@BrokerId, @UserId, @kind, @reference, @TraderLogin, @Currency, @digits, @units, @Fee, @bearer, @source, @Method, @Provider, @ReturnUrl,
                            @state, 0, @SubmissionKey, @now, @now)
                    on conflict (broker_id, user_id, submission_key) do nothing
                    returning {Columns}
                    """,
                    new
                    {
                        payment.BrokerId, payment.UserId, kind = (int)payment.Kind, reference, payment.TraderLogin, payment.Currency,
                        digits = payment.Amount.Digits, units = payment.Amount.Units, payment.Fee, bearer = (int)payment.FeeBearer, source = (int)payment.Source, payment.Method, payment.Provider, payment.ReturnUrl,
                        state = (int)payment.State, payment.SubmissionKey, now,
                    });
                if (added is null)
                {
                    return await session.GetAsync<Payment>(
                        $"select {Columns} from payments where broker_id = @BrokerId and user_id = @UserId and submission_key = @SubmissionKey",
                        new { payment.BrokerId, payment.UserId, payment.SubmissionKey });
                }

                // The screen asks the provider itself; the job does only if that came to nothing.
                await jobs.EnqueueAsync(
                    session, PaymentWorker.Request(added.Id) with { RunAt = added.State == PaymentState.Created ? now + options.Value.RetryAfter : now });
                if (added.State == PaymentState.AwaitingApproval && directory.Current.FindBroker(added.BrokerId) is { } broker)
                {
                    await events.AddAsync(session, broker, PaymentEvents.NameOf(added.State)!, PaymentChanged.Of(added), PaymentEventJson.Default.PaymentChanged);
                }

                return added;
            },
            cancellationToken);

    /// <summary>The same for a payment without a limit.</summary>
    public async Task<Payment> AddAsync(NewPayment payment, CancellationToken cancellationToken) =>
        (await TryAddAsync(payment with { DailyLimit = null }, cancellationToken))!;

    /// <summary>The payment, or null. For work in the background, which belongs to no broker.</summary>
    public Task<Payment?> FindAsync(long id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<Payment>($"select {Columns} from payments where id = @id", new { id }), cancellationToken);

    /// <summary>The broker's payment with that reference, or null.</summary>
    public Task<Payment?> FindAsync(long brokerId, string reference, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<Payment>(
                $"select {Columns} from payments where broker_id = @brokerId and reference = @reference", new { brokerId, reference }),
            cancellationToken);

    /// <summary>The provider's payment with that reference, or null. For the provider, whom its signature has shown to be itself.</summary>
    public Task<Payment?> FindByReferenceAsync(string provider, string reference, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<Payment>(
                $"select {Columns} from payments where reference = @reference and provider = @provider", new { reference, provider }),
            cancellationToken);

    /// <summary>A user's payments, the latest first.</summary>
    public Task<IReadOnlyList<Payment>> ListAsync(long brokerId, long userId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<Payment>(
                $"select {Columns} from payments where broker_id = @brokerId and user_id = @userId order by id desc limit @limit", new { brokerId, userId, limit }),
            cancellationToken);

    /// <summary>A user's payments before one of them, the latest first; from the latest on when the user has none of that reference.</summary>
    public Task<IReadOnlyList<Payment>> ListBeforeAsync(long brokerId, long userId, string before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<Payment>(
                $"""
                select {Columns} from payments where broker_id = @brokerId and user_id = @userId
                and id < coalesce((select id from payments where broker_id = @brokerId and user_id = @userId and reference = @before), 9223372036854775807)
                order by id desc limit @limit
                """,
                new { brokerId, userId, before, limit }),
            cancellationToken);

    /// <summary>What the user has moved this way by this method within a day. The user's row is locked, so that no two forms pass side by side.</summary>
    private static async Task<long> SumOfDayAsync(DbSession session, NewPayment payment, DateTimeOffset now)
    {
        await session.ExecuteAsync(
            "update users set created_at = created_at where broker_id = @BrokerId and id = @UserId", new { payment.BrokerId, payment.UserId });
        return await session.GetAsync<long>(
            """
            select cast(coalesce(sum(amount), 0) as bigint) from payments
            where broker_id = @BrokerId and user_id = @UserId and kind = @kind and method = @Method and currency = @Currency and created_at > @since
              and state not in (21, 30, 31, 32) and submission_key <> @SubmissionKey
            """,
            new { payment.BrokerId, payment.UserId, kind = (int)payment.Kind, payment.Method, payment.Currency, since = now - Day, payment.SubmissionKey });
    }
}
