using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Rewards;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.Partners.Tree;
using FsCheck;
using FsCheck.Fluent;

namespace Drawbridge.Tests.Partners.Rewards;

/// <summary>What holds for any plan, tree and fact (INV-2).</summary>
public sealed class RewardPropertyTests
{
    private static readonly DateTimeOffset _start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Levels_together_never_get_more_than_there_is() => Prop.ForAll(
        Arb.From(from levels in Levels from amount in Amount from lots in Amount from commission in Amount from percent in Gen.Choose(1, 1_000_000) select (levels, amount, lots, commission, percent)),
        static one =>
        {
            var terms = new RewardTerms
            {
                Currency = "USD", Levels = one.levels, PerLot = new() { Amount = one.amount }, Cpa = new() { Amount = one.amount, MinimumLots = 1 },
                RevenueShare = new() { Percent = one.percent / 10_000m, Markup = new() { Amount = one.lots } },
            };
            if (RewardTermsValidator.FaultsOf(terms).Any(static fault => fault.StartsWith("levels", StringComparison.Ordinal)))
            {
                return one.levels.Sum() is > 100 or 0;
            }

            var version = new RewardPlanVersion(1, 1, 1, terms, _start, _start, "ann");
            var chain = new RewardChain([.. Enumerable.Range(1, one.levels.Count).Select(static id => new ChainLink(id))], 1);
            var trade = new TradeFact { Symbol = "EURUSD", Lots = RewardMoney.Cut(one.lots), Commission = RewardMoney.Cut(one.commission), DepositCurrency = "USD", ClosedAt = _start };
            var lines = RewardCalculator.OfTrade(trade, version, chain, []).Lines.Concat(RewardCalculator.OfQualification(version, chain).Lines).ToList();
            return lines.TrueForAll(static line => line.Amount > 0)
                && Sum(lines, RewardKind.PerLot) <= one.lots * one.amount
                && Sum(lines, RewardKind.Cpa) <= one.amount
                && Sum(lines, RewardKind.RevenueShare) <= (one.commission + (one.lots * one.lots)) * one.percent / 1_000_000m;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void The_same_facts_bring_the_same_in_whatever_order_they_are_given() => Prop.ForAll(
        Arb.From(from facts in Facts from deposit in Gen.Choose(0, 300) from lots in Gen.Choose(0, 4) select (facts, deposit, lots)),
        static one =>
        {
            var version = new RewardPlanVersion(
                1, 1, 1, new() { Currency = "USD", Cpa = new() { Amount = 1, MinimumDeposit = one.deposit, MinimumLots = one.lots, WithinDays = 30 } }, _start, _start, "ann");
            Fact? By(IEnumerable<Fact> facts) => Qualification.Find(_start, facts, _ => version, static _ => []).By;
            return By(one.facts) == By(one.facts.AsEnumerable().Reverse()) && By(one.facts) == By(one.facts.OrderBy(static fact => fact.Id * 7919 % 101));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Whose_a_trader_was_is_what_the_ledger_says_at_every_time() => Prop.ForAll(
        Arb.From(Gen.NonEmptyListOf(from partner in Gen.Choose(1, 4) from source in Gen.Elements(AttributionSource.Identifier, AttributionSource.Webhook, AttributionSource.Staff) from days in Gen.Choose(0, 60) select (partner, source, days))),
        static lines =>
        {
            var at = LedgerOfUser.Start;
            var events = new List<AttributionEvent>();
            foreach (var (partner, source, days) in lines)
            {
                at = at.AddDays(days);
                events.Add(events.Count == 1
                    ? new AttributionEvent.SignUp { Id = 2, OccurredAt = at, RecordedAt = at }
                    : new AttributionEvent.Claim { Id = events.Count + 1, OccurredAt = at, RecordedAt = at, PartnerId = partner, Source = source });
            }

            var timeline = OwnerTimeline.Of(events, []);
            return Enumerable.Range(-2, 120).All(step =>
            {
                var time = LedgerOfUser.Start.AddDays(step * 3);
                var (said, explained) = (timeline.At(time), AttributionLedger.Explain(events, [], time));
                return (said.PartnerId, said.EventId) == (explained.PartnerId, explained.EventId);
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void What_comes_later_never_changes_who_earned_before() => Prop.ForAll(
        Arb.From(Gen.ListOf(from kind in Gen.Choose(0, 2) from partner in Gen.Choose(1, 5) from other in Gen.Choose(1, 5) from day in Gen.Choose(1, 30) select (kind, partner, other, day))),
        static changes =>
        {
            // Everything that is changed holds from its day on, which is when it is done.
            RewardPeople PeopleAt(int day)
            {
                var done = changes.Where(change => change.day <= day).OrderBy(static change => change.day).ToList();
                var moves = new List<PartnerMove>();
                foreach (var change in done.Where(static change => change.kind == 0))
                {
                    var move = new PartnerMove(moves.Count + 1, change.partner, change.other, _start.AddDays(change.day));
                    if (change.partner != change.other && new PartnerTree(moves).FindCircle(move) is null)
                    {
                        moves.Add(move);
                    }
                }

                return new(
                    new(
                        done.Where(static change => change.kind == 1).Select((change, i) => new RewardPlanVersion(i + 1, 1, i + 1, new() { Currency = "USD", PerLot = new() { Amount = change.other } }, _start.AddDays(change.day), _start, "a"))
                            .Prepend(new(100, 1, 0, new() { Currency = "USD", Levels = [50, 30, 20], PerLot = new() { Amount = 1 } }, _start, _start, "a")),
                        [new(1, null, 1, _start)]),
                    new(moves),
                    Enumerable.Range(1, 5).Select(static id => new KnownPartner(id, 900 + id, PartnerStatus.Active)),
                    [
                        .. Enumerable.Range(1, 5).Select(static id => new StatusChange(id, PartnerStatus.Active, _start)),
                        .. done.Where(static change => change.kind == 2).Select(static change => new StatusChange(change.partner, change.other % 2 == 0 ? PartnerStatus.Suspended : PartnerStatus.Active, _start.AddDays(change.day))),
                    ],
                    [],
                    _start.AddDays(day));
            }

            string Of(RewardPeople people, int day)
            {
                var (at, owner) = (_start.AddDays(day), new Ownership(_start, (day % 5) + 1, 1));
                return people.Plans.Find(owner.PartnerId!.Value, at) is { } plan
                    ? string.Join(' ', RewardCalculator.OfTrade(new() { Symbol = "EURUSD", Lots = RewardMoney.Cut(1), ClosedAt = at }, plan, people.ChainOf(owner, 1, at), []).Lines
                        .Select(static line => $"{line.PartnerId}:{line.Level}:{line.Amount}:{line.Plan.Number}"))
                    : "";
            }

            var last = PeopleAt(40);
            return Enumerable.Range(0, 31).All(day => Of(PeopleAt(day), day) == Of(last, day));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static Gen<decimal> Amount => from units in Gen.Choose(0, 100_000_000) from digits in Gen.Choose(0, 8) select units / (decimal)Math.Pow(10, digits) is var value && value > 1000 ? 1000 : value;

    private static Gen<IReadOnlyList<decimal>> Levels => from levels in Gen.NonEmptyListOf(Gen.Choose(0, 600_000)) select (IReadOnlyList<decimal>)[.. levels.Take(10).Select(static level => level / 10_000m)];

    private static Gen<IReadOnlyList<Fact>> Facts => from facts in Gen.ListOf(from isTrade in Gen.Choose(0, 1) from day in Gen.Choose(0, 40) from size in Gen.Choose(1, 100) select (isTrade, day, size))
        select (IReadOnlyList<Fact>)[.. facts.Select((fact, i) => fact.isTrade == 1
            ? (Fact)new TradeFact { Id = i, Symbol = "EURUSD", Lots = RewardMoney.Cut(fact.size / 10m), ClosedAt = _start.AddDays(fact.day) }
            : new DepositFact { Id = i, Amount = fact.size * 100, MoneyDigits = 2, Currency = "USD", OccurredAt = _start.AddDays(fact.day) })];

    private static decimal Sum(IEnumerable<RewardLine> lines, RewardKind kind) => lines.Where(line => line.Kind == kind).Sum(static line => RewardMoney.Of(line.Amount));
}
