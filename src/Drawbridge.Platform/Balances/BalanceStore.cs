using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Market;
using Drawbridge.Platform.Positions;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Wire;
using Drawbridge.Storage;

namespace Drawbridge.Platform.Balances;

internal sealed class BalanceStore(PlatformDatabase database, Valuation valuation, TimeProvider time)
{
    /// <summary>
    /// Changes an amount and writes its history, in one transaction that holds the account: changes of one account follow one another,
    /// and each is decided on the state that the one before it left (null: there is no such account) and on what is open.
    /// </summary>
    /// <returns>The number in the history, or why nothing was changed.</returns>
    public Task<Outcome<long>> ChangeAsync(long login, Func<TraderRow?, AccountValue, Outcome<MoneyChange>> decide, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var trader = await TraderStore.HoldAsync(session, login);
                var now = time.GetUtcNow();
                var value = trader is null ? default : valuation.ValueOf(trader, await PositionStore.ListLotsAsync(session, login), now);
                return decide(trader, value) switch
                {
                    Outcome<MoneyChange>.Done { Value: var change } => (Outcome<long>)await ApplyAsync(session, trader!, change, value.Unrealised, now),
                    Outcome<MoneyChange>.Refused { Fault: var fault } => fault,
                    _ => throw new System.Diagnostics.UnreachableException(),
                };
            },
            cancellationToken);

    /// <summary>The latest changes of an account, the latest first.</summary>
    public Task<IReadOnlyList<MoneyHistoryRow>> ListAsync(long login, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<MoneyHistoryRow>(
                "select * from platform_money_history where login = @login order by history_id desc limit @limit", new { login, limit }),
            cancellationToken);

    private static async Task<long> ApplyAsync(DbSession session, TraderRow trader, MoneyChange change, long unrealised, DateTimeOffset now)
    {
        var id = await ApplyAsync(session, trader, change, now);
        var equity = trader.Total + unrealised;
        await DailyEquity.NoteAsync(session, trader, equity, equity + change.Units, now);
        return id;
    }

    /// <summary>Writes the new amount and the history as a part of the caller's write, which holds the account.</summary>
    public static async Task<long> ApplyAsync(DbSession session, TraderRow trader, MoneyChange change, DateTimeOffset now)
    {
        var (column, total) = change.Kind switch
        {
            MoneyKind.Balance => ("balance", trader.Balance + change.Units),
            MoneyKind.Credit => ("non_withdrawable_bonus", trader.NonWithdrawableBonus + change.Units),
            MoneyKind.Bonus => ("bonus", trader.Bonus + change.Units),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var id = await PlatformSequence.NextAsync(session, PlatformSequence.Money);
        await session.ExecuteAsync(
            $"update platform_trader set {column} = @total, updated_at = @now where login = @Login", new { total, now, trader.Login });
        await session.ExecuteAsync(
            """
            insert into platform_money_history (history_id, login, kind, type, amount, total_after, external_id, comment, external_note, source, changed_at)
            values (@id, @Login, @kind, @Type, @Units, @total, @ExternalId, @Comment, @ExternalNote, @Source, @now)
            """,
            new
            {
                id, trader.Login, kind = change.Kind.ToString(), change.Type, change.Units, total, change.ExternalId, change.Comment,
                change.ExternalNote, change.Source, now,
            });
        return id;
    }
}
