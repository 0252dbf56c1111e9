using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Partners.Transfers;

/// <summary>A transfer that is asked for.</summary>
/// <param name="FromPartnerId">Whose traders go.</param>
/// <param name="ToPartnerId">To whom.</param>
/// <param name="Traders">Only these; null = all.</param>
/// <param name="By">Who decided.</param>
/// <param name="Reason">Why.</param>
internal sealed record NewTransfer(long FromPartnerId, long ToPartnerId, IReadOnlyList<long>? Traders, string By, string Reason);

/// <summary>Begins transfers; <see cref="TransferHandler"/> carries them out.</summary>
internal sealed class TransferService(Database database, JobQueue jobs, TimeProvider time)
{
    /// <summary>Most traders that can be chosen one by one.</summary>
    public const int MostChosen = 1000;

    /// <summary>Begins a transfer. One of a partner goes on at a time.</summary>
    public async Task<TransferOutcome> BeginAsync(BrokerEntity broker, NewTransfer asked, Func<DbSession, PartnerTransfer, Task>? also, CancellationToken cancellationToken)
    {
        if (asked.FromPartnerId == asked.ToPartnerId)
        {
            return new TransferOutcome.SamePartner();
        }

        try
        {
            return await database.WriteAsync(
                async session =>
                {
                    // Two at the same time would wait here for each other.
                    await session.ExecuteAsync("update partners set id = id where broker_id = @brokerId and id = @id", new { brokerId = broker.Id, id = asked.FromPartnerId });
                    if (await PartnerStore.FindAsync(session, broker.Id, asked.FromPartnerId) is null || await PartnerStore.FindAsync(session, broker.Id, asked.ToPartnerId) is not { } to)
                    {
                        return new TransferOutcome.NotFound();
                    }

                    if (to.Status != PartnerStatus.Active)
                    {
                        return new TransferOutcome.NotActive();
                    }

                    if (await TransferStore.IsRunningAsync(session, broker.Id, asked.FromPartnerId))
                    {
                        return new TransferOutcome.Running();
                    }

                    return await AddAsync(session, broker.Id, asked, also);
                },
                cancellationToken);
        }
        catch (NobodyException)
        {
            return new TransferOutcome.NoTraders();
        }
    }

    private async Task<TransferOutcome> AddAsync(DbSession session, long brokerId, NewTransfer asked, Func<DbSession, PartnerTransfer, Task>? also)
    {
        var extent = await TransferStore.MeasureAsync(session, brokerId, asked.FromPartnerId);
        var transfer = new PartnerTransfer
        {
            BrokerId = brokerId, FromPartnerId = asked.FromPartnerId, ToPartnerId = asked.ToPartnerId, TakesAll = asked.Traders is null, Reason = asked.Reason,
            CreatedAt = time.GetUtcNow(), CreatedBy = asked.By, Total = extent.Traders, UntilUserId = extent.Last,
        };
        transfer = transfer with { Id = await TransferStore.AddAsync(session, transfer) };
        if (asked.Traders is { } chosen)
        {
            var count = 0;
            foreach (var userId in chosen)
            {
                count += await TransferStore.TryChooseAsync(session, brokerId, transfer.Id, asked.FromPartnerId, userId) ? 1 : 0;
            }

            transfer = transfer with { Total = count };
            await TransferStore.SetExtentAsync(session, brokerId, transfer.Id, count, extent.Last);
        }

        if (transfer.Total == 0)
        {
            throw new NobodyException();
        }

        await jobs.EnqueueAsync(session, TransferHandler.Request(transfer));
        if (also is not null)
        {
            await also(session, transfer);
        }

        return new TransferOutcome.Begun(transfer);
    }

    /// <summary>Takes back what the write did already.</summary>
    private sealed class NobodyException() : Exception("There is nobody to transfer.");
}
