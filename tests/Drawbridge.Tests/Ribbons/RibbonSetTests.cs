using Drawbridge.Broker.Ribbons.Planning;
using Drawbridge.Protocol.Platform;
using FsCheck;
using FsCheck.Fluent;

namespace Drawbridge.Tests.Ribbons;

/// <summary>How the set of a user is made of what the user could have.</summary>
public sealed class RibbonSetTests
{
    private const int Shown = 3;

    [Fact] // B2P-3.9-17
    public void The_same_candidates_give_the_same_set_in_whatever_order_they_come() => Prop.ForAll(
        Candidates().ToArbitrary(),
        Gen.Choose(0, 1_000_000).ToArbitrary(),
        static (candidates, seed) =>
        {
            var shuffled = candidates.OrderBy(one => HashCode.Combine(seed, one.Planned.Campaign, one.Planned.Group)).ToList();
            var (one, other) = (RibbonSet.Of(candidates, Shown), RibbonSet.Of(shuffled, Shown));
            return one.Key == other.Key && one.Json == other.Json && RibbonSet.Parse(one.Json).Key == one.Key;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact] // B2P-3.9-5
    public void The_greatest_priorities_stay_and_no_session_shows_more_than_it_may() => Prop.ForAll(
        Candidates().ToArbitrary(),
        static candidates =>
        {
            var set = RibbonSet.Of(candidates, Shown);
            var priorities = candidates.ToDictionary(static one => (one.Planned.Campaign, one.Planned.Group), static one => one.Priority);
            var order = set.Ribbons.Select(one => priorities[(one.Campaign, one.Group)]).ToList();
            var left = candidates.Where(one => set.Ribbons.All(kept => kept.Campaign != one.Planned.Campaign || kept.Group != one.Planned.Group));
            return set.Ribbons.Count <= RibbonSet.Most
                && set.Ribbons.GroupBy(static one => one.Group).All(static group => group.Count() <= Shown)
                && order.SequenceEqual(order.OrderDescending())
                && left.All(one => set.Ribbons.Count == RibbonSet.Most
                    || set.Ribbons.Where(kept => kept.Group == one.Planned.Group).Min(kept => priorities[(kept.Campaign, kept.Group)]) >= one.Priority);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Another_campaign_with_the_same_words_is_another_set()
    {
        RibbonSet.Of([Candidate(1, 50, null)], Shown).Key.ShouldNotBe(RibbonSet.Of([Candidate(2, 50, null)], Shown).Key);
        RibbonSet.Of([], Shown).ShouldBeSameAs(RibbonSet.Empty);
    }

    private static Gen<List<RibbonCandidate>> Candidates() => Candidate()
        .ListOf()
        .Select(static all => all.DistinctBy(static one => (one.Planned.Campaign, one.Planned.Group)).ToList());

    private static Gen<RibbonCandidate> Candidate() =>
        from campaign in Gen.Choose(1, 60)
        from priority in Gen.Choose(0, 100)
        from account in Gen.Elements<string?>(null, "7", "8", "9")
        select Candidate(campaign, priority, account);

    private static RibbonCandidate Candidate(long campaign, int priority, string? account) => new(
        priority,
        new(campaign, new Ribbon { Color = "#1d4ed8", Title = "Title", Enabled = true, Closable = true, Action = new() { UrlExternal = "https://example.com/" }, BrokerName = account is null ? "main" : null, CtidTraderAccountId = account }));
}
