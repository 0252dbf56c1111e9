using System.Data.Common;
using System.Security.Cryptography;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Payments.Ledger;
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
internal sealed class PaymentStore(
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
                    insert into payments (broker_id, user_id, kind, reference, trader_login, currency, money_digits, amount, fee, fee_bearer, method, provider, return_url,
                                          state, revision, submission_key, created_at, updated_at)
                    values (@BrokerId, @UserId, @kind, @reference, @TraderLogin, @Currency, @digits, @units, @Fee, @bearer, @Method, @Provider, @ReturnUrl,
                            @state, 0, @SubmissionKey, @now, @now)
                    on conflict (broker_id, user_id, submission_key) do nothing
                    returning {Columns}
                    """,
                    new
                    {
                        payment.BrokerId, payment.UserId, kind = (int)payment.Kind, reference, payment.TraderLogin, payment.Currency,
                        digits = payment.Amount.Digits, units = payment.Amount.Units, payment.Fee, bearer = (int)payment.FeeBearer, payment.Method, payment.Provider, payment.ReturnUrl,
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

    /// <summary>
    /// Lets an event happen. Null when it changes nothing (it came twice, or too late), else the payment as it is then. Retried here when
    /// somebody else changed the payment meanwhile.
    /// </summary>
    /// <param name="id">The payment.</param>
    /// <param name="what">What happens.</param>
    /// <param name="detail">What is written down about it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="providerReference">The provider's number of it, once known.</param>
    /// <param name="also">What belongs to the same write; when it throws, nothing happens.</param>
    public async Task<Payment?> ApplyAsync(
        long id, PaymentEvent what, string? detail, CancellationToken cancellationToken, string? providerReference = null, Func<DbSession, Task>? also = null)
    {
        while (await FindAsync(id, cancellationToken) is { } payment && PaymentMachine.Next(payment.Kind, payment.State, what) is { } next)
        {
            var changed = await database.WriteAsync(
                async session =>
                {
                    var changing = await ChangeAsync(session, payment, what, next, detail, providerReference);
                    if (changing is not null && also is not null)
                    {
                        await also(session);
                    }

                    return changing;
                },
                cancellationToken);
            if (changed is not null)
            {
                return changed;
            }
        }

        return null;
    }

    /// <summary>
    /// Opens a movement: who gets the payment back sends it, nobody else ever does, and no other movement of the account begins until it is
    /// settled. Null when the payment changed meanwhile or another movement of the account is open.
    /// </summary>
    public async Task<Payment?> BeginSendingAsync(Payment payment, MovementPurpose purpose, CancellationToken cancellationToken)
    {
        if (PaymentMachine.Next(payment.Kind, payment.State, PaymentEvent.SendBegun) is not { } next)
        {
            return null;
        }

        try
        {
            return await database.WriteAsync(
                async session =>
                {
                    var changed = await ChangeAsync(session, payment, PaymentEvent.SendBegun, next, detail: null, providerReference: null);
                    if (changed is not null)
                    {
                        await session.ExecuteAsync(
                            """
                            insert into payment_movements (payment_id, broker_id, trader_login, purpose, amount, status, sent_at)
                            values (@Id, @BrokerId, @TraderLogin, @purpose, @amount, 1, @now)
                            """,
                            new
                            {
                                payment.Id, payment.BrokerId, payment.TraderLogin, purpose = (int)purpose,
                                amount = purpose == MovementPurpose.Debit ? -payment.Amount : payment.Amount, now = time.GetUtcNow(),
                            });
                    }

                    return changed;
                },
                cancellationToken);
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            return null; // another movement of the account is under way or unknown
        }
    }

    /// <summary>
    /// Writes down the balance that the open movement starts from: from now on the call counts as made. False when the movement was settled
    /// meanwhile: then it must not be sent.
    /// </summary>
    public async Task<bool> TryMarkSentAsync(Payment payment, long balanceBefore, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            session => session.ExecuteAsync(
                """
                update payment_movements set balance_before = @balanceBefore, sent_at = @now
                where payment_id = @Id and broker_id = @BrokerId and status = 1 and balance_before is null
                """,
                new { balanceBefore, now = time.GetUtcNow(), payment.Id, payment.BrokerId }),
            cancellationToken) == 1;

    /// <summary>The movement whose outcome is open, or null.</summary>
    public Task<Movement?> FindOpenMovementAsync(long paymentId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<Movement>(
                "select id, purpose, amount, balance_before, status, sent_at from payment_movements where payment_id = @paymentId and status in (1, 2)",
                new { paymentId }),
            cancellationToken);

    /// <summary>Writes down how the open movement ended, and lets the event happen. Null when somebody else did so before.</summary>
    /// <param name="id">The payment.</param>
    /// <param name="what">How it ended.</param>
    /// <param name="balanceHistoryId">The platform's number of the movement, if it told one.</param>
    /// <param name="evidence">What shows it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="also">What belongs to the same write; when it throws, nothing happens.</param>
    public async Task<Payment?> SettleAsync(
        long id, PaymentEvent what, long? balanceHistoryId, string? evidence, CancellationToken cancellationToken, Func<DbSession, Task>? also = null)
    {
        while (await FindAsync(id, cancellationToken) is { } payment && PaymentMachine.Next(payment.Kind, payment.State, what) is { } next)
        {
            var changed = await database.WriteAsync(
                async session =>
                {
                    var settled = await ChangeAsync(session, payment, what, next, evidence, providerReference: null);
                    if (settled is not null)
                    {
                        await session.ExecuteAsync(
                            """
                            update payment_movements set status = @status, balance_history_id = @balanceHistoryId,
                              evidence = case when evidence is null or evidence = @evidence then @evidence else evidence || coalesce('; ' || @evidence, '') end
                            where payment_id = @id and status in (1, 2)
                            """,
                            new { id, status = (int)StatusOf(what), balanceHistoryId, evidence });
                        if (also is not null)
                        {
                            await also(session);
                        }
                    }

                    return settled;
                },
                cancellationToken);
            if (changed is not null)
            {
                return changed;
            }
        }

        return null;
    }

    /// <summary>Writes down what was seen of an open movement.</summary>
    public Task NoteEvidenceAsync(Payment payment, Movement movement, string evidence, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "update payment_movements set evidence = @evidence where id = @Id and broker_id = @BrokerId", new { evidence, movement.Id, payment.BrokerId }),
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

    private TimeSpan PauseAfter(PaymentEvent what) => what switch
    {
        PaymentEvent.PlatformUnknown => options.Value.SettleAfter,
        PaymentEvent.PlatformNotReached => options.Value.RetryAfter,
        PaymentEvent.PayerAsked => options.Value.StatusAfter,
        _ => TimeSpan.Zero,
    };

    private static MovementStatus StatusOf(PaymentEvent what) => what switch
    {
        PaymentEvent.PlatformApplied or PaymentEvent.FoundApplied => MovementStatus.Applied,
        PaymentEvent.PlatformUnknown => MovementStatus.Unknown,
        _ => MovementStatus.DidNotHappen,
    };

    /// <summary>Null when the payment is no longer at the revision that the change was decided on.</summary>
    private async Task<Payment?> ChangeAsync(
        DbSession session, Payment payment, PaymentEvent what, PaymentState next, string? detail, string? providerReference)
    {
        var now = time.GetUtcNow();
        var changed = await session.FindAsync<Payment>(
            $"""
            update payments set state = @next, revision = revision + 1, updated_at = @now, provider_reference = coalesce(@providerReference, provider_reference)
            where id = @Id and broker_id = @BrokerId and revision = @Revision
            returning {Columns}
            """,
            new { next = (int)next, now, providerReference, payment.Id, payment.BrokerId, payment.Revision });
        if (changed is null)
        {
            return null;
        }

        await session.ExecuteAsync(
            """
            insert into payment_events (payment_id, name, from_state, to_state, detail, happened_at) values (@Id, @name, @from, @to, @detail, @now)
            """,
            new { payment.Id, name = what.ToString(), from = (int)payment.State, to = (int)next, detail, now });
        if (PaymentEvents.NameOf(next) is { } name && directory.Current.FindBroker(payment.BrokerId) is { } broker)
        {
            await events.AddAsync(session, broker, name, PaymentChanged.Of(changed), PaymentEventJson.Default.PaymentChanged);
        }

        foreach (var posting in LedgerPosting.Of(payment, next))
        {
            await LedgerStore.PostAsync(session, payment, posting, now);
        }

        // Whoever begins something goes on with it. If that stops, its job is taken by somebody else when its lease ends.
        if (!PaymentMachine.IsSettled(next) && what is not (PaymentEvent.SendBegun or PaymentEvent.PayoutBegun))
        {
            await jobs.EnqueueAsync(session, PaymentWorker.Request(payment.Id) with { RunAt = now + PauseAfter(what) });
        }

        return changed;
    }
}
