using Drawbridge.Broker.Partners.Rewards;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.Partners.Rewards.Statements;

namespace Drawbridge.Tests.Partners.Rewards;

/// <summary>What a fact brings (INV-2).</summary>
public sealed class RewardCalculatorTests
{
    private static readonly DateTimeOffset _start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact] // INV-2
    public void A_lot_pays_by_its_group_and_is_split_up_the_tree()
    {
        var terms = new RewardTerms
        {
            Currency = "USD", Levels = [70, 20, 10], PerLot = new() { Amount = 5, Groups = [new() { Symbols = ["xau*"], Amount = 8 }] },
        };

        Amounts(terms, Trade("XAUUSD", 0.5m)).ShouldBe([2.8m, 0.8m, 0.4m]);
        Amounts(terms, Trade("EURUSD", 0.01m)).ShouldBe([0.035m, 0.01m, 0.005m]);
        Amounts(terms, Trade("EURUSD", 0.01m), links: 2).ShouldBe([0.035m, 0.01m]);
    }

    [Fact] // INV-2
    public void Who_is_suspended_earns_nothing_and_nobody_gets_more_by_it()
    {
        var terms = new RewardTerms { Currency = "USD", Levels = [70, 20, 10], PerLot = new() { Amount = 10 } };
        var chain = new RewardChain([new(1, "was suspended then"), new(2), new(3)], 7);

        var outcome = RewardCalculator.OfTrade(Trade("EURUSD", 1), Version(terms), chain, []);

        outcome.Lines.Select(static line => (line.PartnerId, line.Level, RewardMoney.Of(line.Amount))).ShouldBe([(2L, 2, 2m), (3L, 3, 1m)]);
        outcome.Silent.ShouldHaveSingleItem().ShouldBe(new(1, 1, "was suspended then"));
        outcome.Lines.ShouldAllBe(static line => line.AttributionEventId == 7);
    }

    [Fact] // INV-2
    public void Revenue_is_the_commission_and_the_markup_and_is_converted_by_the_rate_of_the_fact()
    {
        var terms = new RewardTerms { Currency = "EUR", RevenueShare = new() { Percent = 40, Markup = new() { Amount = 2 } } };

        Amounts(terms, Trade("EURUSD", 1.5m) with { Commission = RewardMoney.Cut(10), DepositCurrency = "EUR", UsdRate = "0.9" }, links: 1).ShouldBe([(9m + 3m) * 0.4m]);
        Amounts(terms, Trade("EURUSD", 1.5m) with { Commission = RewardMoney.Cut(-10), DepositCurrency = "EUR", UsdRate = "0.9" }, links: 1).ShouldBe([1.2m], "a rebate is no revenue");
    }

    [Fact] // INV-2
    public void Without_a_rate_nothing_is_guessed()
    {
        var terms = new RewardTerms { Currency = "GBP", PerLot = new() { Amount = 1 }, RevenueShare = new() { Percent = 40 } };
        var trade = Trade("EURUSD", 1) with { Commission = RewardMoney.Cut(10), DepositCurrency = "EUR", UsdRate = "0.9" };

        var held = RewardCalculator.OfTrade(trade, Version(terms), Chain(1), []);
        (held.MissingRate, held.Lines.Count).ShouldBe(("USD to GBP", 0));

        var given = RewardCalculator.OfTrade(trade, Version(terms), Chain(1), [new("USD", "GBP", 0.8m)]);
        given.Lines.Select(static line => (line.Kind, RewardMoney.Of(line.Amount))).ShouldBe([(RewardKind.PerLot, 1m), (RewardKind.RevenueShare, 3.2m)]);
    }

    [Fact] // INV-2
    public void What_is_finer_than_is_kept_is_cut_off()
    {
        var terms = new RewardTerms { Currency = "USD", Levels = [33.3333m, 33.3333m, 33.3334m], PerLot = new() { Amount = 0.00000001m } };

        Amounts(terms, Trade("EURUSD", 1)).ShouldBeEmpty();
        RewardMoney.CutTo(RewardMoney.Cut(1.23999999m), 2).ShouldBe(RewardMoney.Cut(1.23m));
        RewardMoney.CutTo(RewardMoney.Cut(-1.23999999m), 2).ShouldBe(RewardMoney.Cut(-1.23m));
    }

    [Theory] // INV-2
    [InlineData("70 20 10.0001", "together they are 100.0001 %")]
    [InlineData("101", "each must be 0 to 100 percent")]
    [InlineData("50.00001", "at most 4 decimals")]
    [InlineData("0", "somebody must get something")]
    [InlineData("", "1 to 20 levels")]
    public void Levels_that_cannot_be_are_told(string levels, string fault)
    {
        var terms = new RewardTerms
        {
            Currency = "USD", PerLot = new() { Amount = 1 },
            Levels = [.. levels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static level => decimal.Parse(level, System.Globalization.CultureInfo.InvariantCulture))],
        };

        RewardTermsValidator.FaultsOf(terms).ShouldHaveSingleItem().ShouldContain(fault);
    }

    [Fact] // INV-2
    public void Terms_tell_every_fault_at_once()
    {
        var faults = RewardTermsValidator.FaultsOf(new()
        {
            Currency = "usd", Levels = [60, 60], PerLot = new() { Groups = [new() { Symbols = ["a*b"], Amount = -1 }] }, Cpa = new() { WithinDays = 0 }, RevenueShare = new() { Commission = false },
        });

        foreach (var name in new[] { "currency", "levels", "perLot.groups.amount", "perLot.groups.symbols", "cpa.amount", "cpa:", "cpa.withinDays", "revenueShare.percent", "revenueShare:" })
        {
            faults.ShouldContain(fault => fault.StartsWith(name, StringComparison.Ordinal), name);
        }

        RewardTermsValidator.FaultsOf(new() { Currency = "USD" }).ShouldHaveSingleItem().ShouldContain("must pay something");
    }

    [Fact] // INV-2
    public void A_trader_qualifies_by_the_fact_that_makes_it_full_in_time()
    {
        var version = Version(new() { Currency = "USD", Cpa = new() { Amount = 100, MinimumDeposit = 250, MinimumLots = 2, WithinDays = 30 } });
        Fact[] facts =
        [
            Deposit(1, 5, 200), Trade("EURUSD", 1.5m, 6), Trade("EURUSD", 1, 10), Deposit(2, 20, 60), Deposit(3, 21, 1000),
        ];

        Find(version, facts).By.ShouldBe(facts[3]);
        Find(version, facts[..3]).By.ShouldBeNull();
        Find(version, [Deposit(1, 5, 250), Trade("EURUSD", 2, 31)]).By.ShouldBeNull("too late");
        Find(version, [Deposit(1, -1, 250), Trade("EURUSD", 2, 3)]).By.ShouldBeNull("before the signup");

        var euros = Deposit(9, 2, 250) with { Currency = "EUR" };
        Find(version, [euros, Trade("EURUSD", 2, 3)]).MissingRates.ShouldHaveSingleItem().Rate.ShouldBe("EUR to USD");
        Qualification.Find(_start, [euros, Trade("EURUSD", 2, 3)], _ => version, static fact => fact is DepositFact ? [new("EUR", "USD", 1.1m)] : []).By.ShouldNotBeNull();
    }

    [Fact] // INV-2
    public void A_plan_that_changes_leaves_what_was_before()
    {
        var (first, second) = (new RewardTerms { Currency = "USD", PerLot = new() { Amount = 5 } }, new RewardTerms { Currency = "USD", PerLot = new() { Amount = 9 } });
        var plans = new RewardPlans(
            [new(1, 10, 1, first, _start, _start, "ann"), new(2, 10, 2, second, _start.AddDays(10), _start.AddDays(3), "ann"), new(3, 20, 1, second, _start, _start, "ann")],
            [new(1, null, 10, _start), new(2, 7, 20, _start.AddDays(5)), new(3, 7, null, _start.AddDays(8))]);

        plans.Find(1, _start.AddDays(-1)).ShouldBeNull();
        plans.Find(1, _start)!.Id.ShouldBe(1);
        plans.Find(1, _start.AddDays(9.9))!.Id.ShouldBe(1);
        plans.Find(1, _start.AddDays(10))!.Id.ShouldBe(2);
        plans.Find(7, _start.AddDays(6))!.Id.ShouldBe(3);
        plans.Find(7, _start.AddDays(9))!.Id.ShouldBe(1, "its own was taken away");
        plans.Begin.ShouldBe(_start);
    }

    [Fact] // INV-2
    public void A_preview_shows_what_is_paid()
    {
        var terms = new RewardTerms { Currency = "EUR", Levels = [60, 30], PerLot = new() { Amount = 5 }, Cpa = new() { Amount = 200, MinimumLots = 1 }, RevenueShare = new() { Percent = 50 } };

        RewardPreview.Of(terms, new("EURUSD", 2, 4)).ShouldBe([new(1, 60, 7.2m, 120), new(2, 30, 3.6m, 60)]);
    }

    [Theory] // INV-2
    [InlineData(StatementPeriod.Weekly, "2026-11-23T00:00:00Z", "2026-11-16", "2026-11-23")]
    [InlineData(StatementPeriod.Weekly, "2026-11-22T23:59:00Z", "2026-11-09", "2026-11-16")]
    [InlineData(StatementPeriod.Monthly, "2027-01-31T10:00:00Z", "2026-12-01", "2027-01-01")]
    [InlineData(StatementPeriod.Monthly, "2026-03-01T00:30:00+01:00", "2026-01-01", "2026-02-01")]
    public void The_period_that_has_ended_last_is_due(StatementPeriod period, string now, string from, string until)
    {
        static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);

        DuePeriod.Of(period, At(now)).ShouldBe((At(from), At(until)));
        DuePeriod.Of(StatementPeriod.ByHand, At(now)).ShouldBeNull();
    }

    private static Qualification Find(RewardPlanVersion version, IEnumerable<Fact> facts) => Qualification.Find(_start, facts, _ => version, static _ => []);

    private static TradeFact Trade(string symbol, decimal lots, double day = 0) =>
        new() { Id = (long)(day * 100), Symbol = symbol, Lots = RewardMoney.Cut(lots), ClosedAt = _start.AddDays(day), DepositCurrency = "USD" };

    private static DepositFact Deposit(long id, double day, long amount) => new() { Id = id, Amount = amount * 100, MoneyDigits = 2, Currency = "USD", OccurredAt = _start.AddDays(day) };

    private static RewardPlanVersion Version(RewardTerms terms) => new(1, 1, 1, terms, _start, _start, "ann");

    private static RewardChain Chain(int links) => new([.. Enumerable.Range(1, links).Select(static id => new ChainLink(id))], 1);

    private static decimal[] Amounts(RewardTerms terms, TradeFact trade, int links = 5) =>
        [.. RewardCalculator.OfTrade(trade, Version(terms), Chain(links), []).Lines.Select(static line => RewardMoney.Of(line.Amount))];
}
