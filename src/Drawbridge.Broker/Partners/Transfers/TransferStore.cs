using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Transfers;

/// <summary>The SQL of transfers. Every statement names the broker (BID-44).</summary>
internal sealed class TransferStore(Database database)
{
    private const string Columns =
        "id, broker_id, from_partner_id, to_partner_id, takes_all, reason, created_at, created_by, total, moved, skipped, after_user_id, until_user_id, ended_at";

    public Task<PartnerTransfer?> FindAsync(long brokerId, long id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, brokerId, id), cancellationToken);

    /// <summary>Part of the caller's read or write.</summary>
    public static Task<PartnerTransfer?> FindAsync(DbSession session, long brokerId, long id) =>
        session.FindAsync<PartnerTransfer>($"select {Columns} from partner_transfers where broker_id = @brokerId and id = @id", new { brokerId, id });

    /// <summary>Those from and to a partner, the latest first.</summary>
    public Task<IReadOnlyList<PartnerTransfer>> ListAsync(long brokerId, long partnerId, long before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<PartnerTransfer>(
            $"""
            select {Columns} from partner_transfers
            where broker_id = @brokerId and (from_partner_id = @partnerId or to_partner_id = @partnerId) and id < @before
            order by id desc limit @limit
            """,
            new { brokerId, partnerId, before, limit }),
        cancellationToken);

    /// <summary>Whether traders of a partner are on their way. Part of the caller's write.</summary>
    public static async Task<bool> IsRunningAsync(DbSession session, long brokerId, long partnerId) =>
        await session.FindAsync<long?>(
            "select id from partner_transfers where broker_id = @brokerId and from_partner_id = @partnerId and ended_at is null limit 1", new { brokerId, partnerId }) is not null;

    /// <summary>How many traders a partner has, and the largest number among them. Part of the caller's write.</summary>
    public static Task<TraderExtent> MeasureAsync(DbSession session, long brokerId, long partnerId) => session.GetAsync<TraderExtent>(
        "select count(*) as traders, coalesce(max(user_id), 0) as last from attributions where broker_id = @brokerId and partner_id = @partnerId", new { brokerId, partnerId });

    /// <summary>Adds a transfer. Part of the caller's write.</summary>
    public static Task<long> AddAsync(DbSession session, PartnerTransfer transfer) => session.GetAsync<long>(
        """
        insert into partner_transfers
          (broker_id, from_partner_id, to_partner_id, takes_all, reason, created_at, created_by, total, moved, skipped, after_user_id, until_user_id)
        values (@BrokerId, @FromPartnerId, @ToPartnerId, @TakesAll, @Reason, @CreatedAt, @CreatedBy, @Total, 0, 0, 0, @UntilUserId)
        returning id
        """,
        transfer);

    /// <summary>Chooses a trader if he is the partner's. Part of the caller's write.</summary>
    public static async Task<bool> TryChooseAsync(DbSession session, long brokerId, long transferId, long partnerId, long userId) =>
        await session.ExecuteAsync(
            """
            insert into partner_transfer_traders (transfer_id, user_id, broker_id)
            select @transferId, user_id, broker_id from attributions where broker_id = @brokerId and user_id = @userId and partner_id = @partnerId
            on conflict do nothing
            """,
            new { transferId, brokerId, userId, partnerId }) == 1;

    /// <summary>How many there are and up to which one. Part of the caller's write.</summary>
    public static Task SetExtentAsync(DbSession session, long brokerId, long id, long total, long untilUserId) => session.ExecuteAsync(
        "update partner_transfers set total = @total, until_user_id = @untilUserId where broker_id = @brokerId and id = @id", new { brokerId, id, total, untilUserId });

    /// <summary>Locks a transfer that goes on; null when it has ended. Part of the caller's write.</summary>
    public static Task<PartnerTransfer?> LockAsync(DbSession session, long brokerId, long id) => session.FindAsync<PartnerTransfer>(
        $"update partner_transfers set moved = moved where broker_id = @brokerId and id = @id and ended_at is null returning {Columns}", new { brokerId, id });

    /// <summary>The next ones, in the order of their numbers, and whether they are still the partner's. Part of the caller's write.</summary>
    public static Task<IReadOnlyList<TransferredTrader>> ListNextAsync(DbSession session, PartnerTransfer transfer, int limit) => session.ListAsync<TransferredTrader>(
        transfer.TakesAll
            ? """
              select user_id, @yes as is_still_theirs from attributions
              where broker_id = @BrokerId and partner_id = @FromPartnerId and user_id > @AfterUserId and user_id <= @UntilUserId order by user_id limit @limit
              """
            : """
              select t.user_id, case when a.partner_id = @FromPartnerId then @yes else @no end as is_still_theirs
              from partner_transfer_traders t left join attributions a on a.user_id = t.user_id and a.broker_id = t.broker_id
              where t.transfer_id = @Id and t.broker_id = @BrokerId and t.user_id > @AfterUserId order by t.user_id limit @limit
              """,
        new { transfer.BrokerId, transfer.FromPartnerId, transfer.AfterUserId, transfer.UntilUserId, transfer.Id, limit, yes = true, no = false });

    /// <summary>How far it came. Part of the caller's write.</summary>
    public static Task AdvanceAsync(DbSession session, PartnerTransfer transfer) => session.ExecuteAsync(
        """
        update partner_transfers set moved = @Moved, skipped = @Skipped, after_user_id = @AfterUserId, ended_at = @EndedAt where broker_id = @BrokerId and id = @Id
        """,
        new { transfer.Moved, transfer.Skipped, transfer.AfterUserId, transfer.EndedAt, transfer.BrokerId, transfer.Id });
}

/// <summary>How many traders a partner has.</summary>
internal sealed record TraderExtent
{
    public long Traders { get; init; }

    public long Last { get; init; }
}

/// <summary>A trader whose turn it is.</summary>
internal sealed record TransferredTrader
{
    public long UserId { get; init; }

    public bool IsStillTheirs { get; init; }
}
