using System.Data.Common;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Positions;
using Drawbridge.Platform.Snapshots;
using Drawbridge.Platform.Users;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage;
using Drawbridge.Storage.Bulk;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Seeding;

/// <summary>Writes what a seed grew into, in one transaction.</summary>
internal sealed class SeedStore(PlatformDatabase database, IOptions<PlatformOptions> options)
{
    private static readonly PlatformFault Sown = PlatformFault.Invalid(
        "Users of that seed are there already: take another seed, or remove them with a reset or by restoring a snapshot.") with { Status = 409 };

    /// <summary>Who is interrupted leaves everything as it was.</summary>
    public async Task<Outcome<SeededView>> AddAsync(SeedWish wish, SeedHarvest harvest, string passwordHash, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(session => AddAsync(session, wish, harvest, passwordHash), cancellationToken);
        }
        catch (DbException e) when (database.Database.Dialect.IsUniqueViolation(e))
        {
            return Sown;
        }
    }

    private async Task<SeededView> AddAsync(DbSession session, SeedWish wish, SeedHarvest harvest, string passwordHash)
    {
        await StateTables.HoldAsync(session);
        var (users, traders) = (harvest.Users, harvest.Traders);
        var firstUser = await PlatformSequence.TakeAsync(session, PlatformSequence.User, users.Count);
        var firstTrader = await PlatformSequence.TakeAsync(session, PlatformSequence.Trader, traders.Count);
        var firstLink = await PlatformSequence.TakeAsync(session, PlatformSequence.Link, traders.Count);
        var numbered = traders.Select((trader, i) => (Login: firstTrader + i, Trader: trader)).ToList();
        long UserId(SeededUser user) => firstUser + user.Number - 1;

        await session.InsertManyAsync(
            "platform_user",
            ["user_id", "broker_crm_name", "email", "email_key", "nickname", "nickname_key", "first_name", "preferred_language", "agreement_accepted_at", "created_at", "sso"],
            users.Select(user => new object?[]
            {
                UserId(user), wish.Broker.BrokerCrmName.Value, user.Email, UserStore.KeyOf(user.Email), Nickname.Of(UserId(user)), Nickname.KeyOf(Nickname.Of(UserId(user))),
                user.FirstName, user.Language, user.CreatedAt, user.CreatedAt, true,
            }));
        await session.InsertManyAsync(
            "platform_trader",
            [
                "login", "broker_name", "group_name", "deposit_currency", "money_digits", "access_rights", "account_type", "balance", "bonus", "non_withdrawable_bonus",
                "leverage_in_cents", "total_margin_calculation_type", "contact_details", "name", "last_name", "description", "limited_risk", "send_own_statement",
                "send_statement_to_broker", "swap_free", "password_hash", "registered_at", "updated_at", "connected_at", "last_deal_at", "open_positions",
            ],
            numbered.Select(one => new object?[]
            {
                one.Login, wish.Broker.BrokerName.Value, wish.GroupName, wish.Asset.Name, (long)wish.Asset.MoneyDigits, "FULL_ACCESS", "HEDGED",
                one.Trader.Operations.Count > 0 ? one.Trader.Operations[^1].TotalAfter : wish.Balance, 0L, 0L,
                10_000L, "MAX", "{}", one.Trader.User.FirstName, one.Trader.User.LastName, $"seed {wish.Seed}", false, false,
                false, false, passwordHash, one.Trader.RegisteredAt, one.Trader.UpdatedAt, 0L, one.Trader.LastDealAt, (long)one.Trader.Positions.Count,
            }));
        await session.InsertManyAsync(
            "platform_link",
            ["ctid_trader_account_id", "trader_login", "user_id", "broker_name", "environment_name", "linked_at"],
            numbered.Select((one, i) => new object?[]
            {
                firstLink + i, one.Login, UserId(one.Trader.User), wish.Broker.BrokerName.Value, options.Value.EffectiveEnvironments[0], one.Trader.RegisteredAt,
            }));
        await AddTradingAsync(session, wish, numbered);
        var logins = numbered.ToLookup(static one => one.Trader.User.Number, static one => one.Login);
        return new([.. users.Select(user => new SeededUserView(UserId(user), user.Email, [.. logins[user.Number]]))]);
    }

    private static async Task AddTradingAsync(DbSession session, SeedWish wish, IReadOnlyList<(long Login, SeededTrader Trader)> traders)
    {
        var history = await PlatformSequence.TakeAsync(session, PlatformSequence.Money, traders.Sum(static one => (long)one.Trader.Operations.Count));
        await session.InsertManyAsync(
            "platform_money_history",
            ["history_id", "login", "kind", "type", "amount", "total_after", "comment", "changed_at"],
            traders.SelectMany(static one => one.Trader.Operations, static (one, operation) => (one.Login, Operation: operation)).Select((row, i) => new object?[]
            {
                history + i, row.Login, nameof(Balances.MoneyKind.Balance), row.Operation.Units < 0 ? BalanceChangeType.Withdraw : BalanceChangeType.Deposit, row.Operation.Units,
                row.Operation.TotalAfter, $"seed {wish.Seed}", row.Operation.At,
            }));
        var position = await PlatformSequence.TakeAsync(session, PlatformSequence.Position, traders.Sum(static one => (long)one.Trader.Positions.Count));
        await session.InsertManyAsync(
            "platform_position",
            ["position_id", "login", "symbol", "direction", "volume", "entry_price", "opened_at"],
            traders.SelectMany(static one => one.Trader.Positions, static (one, lot) => (one.Login, Lot: lot)).Select((row, i) => new object?[]
            {
                position + i, row.Login, row.Lot.Symbol.Name, row.Lot.IsBuy ? "BUY" : "SELL", PositionRow.VolumeUnits(row.Lot.Volume),
                PositionRow.PriceUnits(row.Lot.EntryPrice), row.Lot.OpenedAt,
            }));
    }
}
