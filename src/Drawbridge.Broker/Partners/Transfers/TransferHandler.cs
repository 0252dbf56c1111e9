using System.Globalization;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Partners.Transfers;

/// <summary>
/// Carries out a transfer: some traders at a time, each with a line in its ledger, in one write with how far it came. So a node that dies loses at most the
/// batch it was at, which is then done once more and counts once.
/// </summary>
internal sealed class TransferHandler(AttributionStore attributions, Database database, JobQueue jobs, TimeProvider time) : IJobHandler
{
    private const string Name = "partner-transfer";
    private const int Batch = 100;

    /// <inheritdoc/>
    public string Queue => Name;

    public static JobRequest Request(PartnerTransfer transfer)
    {
        var payload = string.Create(CultureInfo.InvariantCulture, $"{transfer.BrokerId} {transfer.Id}");
        return new(Name, payload) { DedupeKey = payload };
    }

    /// <inheritdoc/>
    public Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var numbers = job.Payload.Split(' ').Select(static text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return database.WriteAsync(
            async session =>
            {
                if (await TransferStore.LockAsync(session, numbers[0], numbers[1]) is not { } transfer)
                {
                    return;
                }

                var traders = await TransferStore.ListNextAsync(session, transfer, Batch);
                foreach (var trader in traders.Where(static trader => trader.IsStillTheirs))
                {
                    await attributions.AddAsync(
                        session, transfer.BrokerId, trader.UserId,
                        new AttributionClaim(transfer.ToPartnerId, AttributionSource.Transfer, time.GetUtcNow()) { By = transfer.CreatedBy, Reason = transfer.Reason });
                }

                var moved = traders.Count(static trader => trader.IsStillTheirs);
                var next = transfer with
                {
                    Moved = transfer.Moved + moved,
                    Skipped = transfer.Skipped + traders.Count - moved,
                    AfterUserId = traders.Count == 0 ? transfer.AfterUserId : traders[^1].UserId,
                    EndedAt = traders.Count < Batch ? time.GetUtcNow() : null,
                };
                await TransferStore.AdvanceAsync(session, next);
                if (next.EndedAt is null)
                {
                    await jobs.EnqueueAsync(session, Request(next));
                }
            },
            cancellationToken);
    }
}
