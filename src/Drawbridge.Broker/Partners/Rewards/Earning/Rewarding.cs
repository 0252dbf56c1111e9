using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Rewards.Earning;

/// <summary>
/// Turns facts into rewards, some at a time: what is earned and that the fact has been looked at is one write, so that whatever stops it, nothing is
/// earned twice and nothing is lost.
/// </summary>
internal sealed class Rewarding(Database database, TimeProvider time)
{
    private const int Batch = 2000;

    private readonly record struct Earned(Fact Fact, RewardLine Line);

    /// <summary>Whether a broker has facts to look at.</summary>
    public Task<bool> HasFactsAsync(long brokerId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => RewardStore.HasFactsAsync(session, brokerId), cancellationToken);

    /// <summary>Takes the next facts of a broker. Returns how many there were; fewer than were asked for means that there are no more.</summary>
    /// <param name="brokerId">The broker.</param>
    /// <param name="people">Who earns by what; facts that happened after it was read wait.</param>
    /// <param name="known">Timelines that were read before, and those that are read now.</param>
    /// <param name="also">Part of the same write, with how many facts there were.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<int> StepAsync(
        long brokerId, RewardPeople people, Dictionary<long, OwnerTimeline> known, Func<DbSession, int, Task>? also, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var now = time.GetUtcNow();
            var trades = await RewardStore.TakeTradesAsync(session, brokerId, people.ReadAt, Batch);
            var deposits = await RewardStore.TakeDepositsAsync(session, brokerId, people.ReadAt, Batch);
            if (trades.Count + deposits.Count > 0)
            {
                var users = trades.Select(static fact => fact.UserId).Concat(deposits.Select(static fact => fact.UserId)).Distinct().ToArray();
                await ReadTimelinesAsync(session, brokerId, people, known, users);
                var rates = await FactStore.ListRatesAsync(session, brokerId);
                var lines = await OfTradesAsync(session, brokerId, people, known, trades, rates, now);
                lines.AddRange(await OfQualificationsAsync(session, brokerId, people, known, [.. trades, .. deposits], rates, now));
                await RewardStore.AddAsync(session, brokerId, lines.Select(static one => (one.Fact, one.Line)), now);
                await RewardStore.MarkAsync(session, "partner_trades", brokerId, [.. trades.Select(static fact => fact.Id)], now);
                await RewardStore.MarkAsync(session, "partner_deposits", brokerId, [.. deposits.Select(static fact => fact.Id)], now);
            }

            if (also is not null)
            {
                await also(session, trades.Count + deposits.Count);
            }

            return trades.Count + deposits.Count;
        },
        cancellationToken);

    private static async Task ReadTimelinesAsync(DbSession session, long brokerId, RewardPeople people, Dictionary<long, OwnerTimeline> known, long[] users)
    {
        var missing = users.Where(user => !known.ContainsKey(user)).ToArray();
        if (missing.Length > 0)
        {
            var ledgers = await AttributionStore.ListLedgersAsync(session, brokerId, missing);
            foreach (var user in missing)
            {
                known[user] = OwnerTimeline.Of([.. ledgers[user]], people.Rules);
            }
        }
    }

    private static async Task<List<Earned>> OfTradesAsync(
        DbSession session, long brokerId, RewardPeople people, Dictionary<long, OwnerTimeline> known, IReadOnlyList<TradeFact> trades, ILookup<long, GivenRate> rates, DateTimeOffset now)
    {
        var lines = new List<Earned>(trades.Count * 2);
        foreach (var trade in trades)
        {
            var owner = known[trade.UserId].At(trade.ClosedAt);
            if (owner.PartnerId is not { } partner || people.Plans.Find(partner, trade.ClosedAt) is not { } plan)
            {
                continue;
            }

            var outcome = RewardCalculator.OfTrade(trade, plan, people.ChainOf(owner, trade.UserId, trade.ClosedAt), [.. rates[FactStore.KeyOf(trade)]]);
            if (outcome.MissingRate is { } rate)
            {
                await RewardStore.HoldAsync(session, brokerId, trade, rate, now);
            }

            lines.AddRange(outcome.Lines.Select(line => new Earned(trade, line)));
        }

        return lines;
    }

    /// <summary>Traders with new facts who may have qualified by them.</summary>
    private static async Task<List<Earned>> OfQualificationsAsync(
        DbSession session, long brokerId, RewardPeople people, Dictionary<long, OwnerTimeline> known, IReadOnlyList<Fact> facts, ILookup<long, GivenRate> rates, DateTimeOffset now)
    {
        RewardPlanVersion? PlanAt(long user, DateTimeOffset at) => known[user].At(at).PartnerId is { } partner ? people.Plans.Find(partner, at) : null;

        var lines = new List<Earned>();
        var users = facts.Where(fact => PlanAt(fact.UserId, fact.At)?.Terms.Cpa is not null).Select(static fact => fact.UserId).Distinct().ToArray();
        if (users.Length == 0)
        {
            return lines;
        }

        var qualified = await RewardStore.ListQualifiedAsync(session, brokerId, users);
        var signUps = await RewardStore.ListSignUpsAsync(session, brokerId, users);
        foreach (var user in users.Where(user => !qualified.Contains(user) && signUps.ContainsKey(user)))
        {
            var within = TimeSpan.FromDays(facts.Where(fact => fact.UserId == user).Max(fact => PlanAt(user, fact.At)?.Terms.Cpa?.WithinDays ?? 0));
            if (facts.Where(fact => fact.UserId == user).Min(static fact => fact.At) > signUps[user] + within)
            {
                continue;
            }

            var all = await FactStore.ListOfTraderAsync(session, brokerId, user, people.ReadAt);
            var found = Qualification.Find(signUps[user], all, at => PlanAt(user, at), fact => [.. rates[FactStore.KeyOf(fact)]]);
            foreach (var (deposit, rate) in found.MissingRates)
            {
                await RewardStore.HoldAsync(session, brokerId, deposit, rate, now);
            }

            if (found.By is { } by && PlanAt(user, by.At) is { } plan)
            {
                await RewardStore.ReleaseDepositsAsync(session, brokerId, user, "the trader has qualified", now);
                lines.AddRange(RewardCalculator.OfQualification(plan, people.ChainOf(known[user].At(by.At), user, by.At)).Lines.Select(line => new Earned(by, line)));
            }
        }

        return lines;
    }
}
