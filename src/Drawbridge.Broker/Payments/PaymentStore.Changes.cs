using System.Data.Common;
using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.Broker.Payments.Ledger;
using Drawbridge.Broker.Payments.Work;
using Drawbridge.Broker.Ribbons;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Payments;

/// <summary>How payments change.</summary>
internal sealed partial class PaymentStore
{
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

        if (next is PaymentState.Credited or PaymentState.PaidOut)
        {
            await RibbonTouches.AddAsync(session, payment.BrokerId, payment.UserId);
        }

        if (next == PaymentState.Credited && directory.Current.FindBroker(payment.BrokerId) is { } where)
        {
            await PaymentFacts.NoteAsync(session, jobs, where, changed, now);
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
