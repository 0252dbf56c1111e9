using Drawbridge.Broker.Partners.Tree;
using FsCheck;
using FsCheck.Fluent;

namespace Drawbridge.Tests.Partners;

/// <summary>Partners under partners, over time (INV-3).</summary>
public sealed class PartnerTreeTests
{
    private static DateTimeOffset Day(int day) => LedgerOfUser.Day(day);

    [Fact] // INV-3
    public void A_tree_may_be_of_any_depth_and_is_read_as_of_any_time()
    {
        var moves = Enumerable.Range(2, 499).Select(id => new PartnerMove(id, id, id - 1, Day(0))).Append(new(1000, 500, 1, Day(5))).ToList();
        var tree = new PartnerTree(moves);

        tree.AncestorsOf(500, Day(4)).ShouldBe(Enumerable.Range(1, 499).Reverse().Select(static id => (long)id));
        tree.AncestorsOf(500, Day(5)).ShouldBe([1]);
        tree.AncestorsOf(500, Day(-1)).ShouldBeEmpty();
        tree.AncestorsOf(499, Day(9)).Count.ShouldBe(498);
    }

    [Fact]
    public void Whoever_moves_takes_the_network_along()
    {
        var tree = new PartnerTree([new(1, 2, 1, Day(0)), new(2, 3, 2, Day(0)), new(3, 2, null, Day(3))]);

        tree.AncestorsOf(3, Day(2)).ShouldBe([2, 1]);
        tree.AncestorsOf(3, Day(3)).ShouldBe([2]);
    }

    [Theory]
    [InlineData(1, 3, 1, 1)] // under one's own sub-partner
    [InlineData(1, 1, 1, 1)] // under oneself
    [InlineData(4, 3, 1, 6)] // 3 goes below 4 on day 6
    [InlineData(4, 2, 1, 6)] // 3 goes from 2 to 4 then, and 2 stands below 3 from day 6, too
    [InlineData(3, 1, 1, -1)]
    [InlineData(5, 3, 1, -1)]
    public void A_move_that_puts_a_partner_above_itself_at_any_time_is_found(long partner, long parent, int day, int from)
    {
        var tree = new PartnerTree([new(1, 2, 1, Day(0)), new(2, 3, 2, Day(0)), new(3, 3, 4, Day(6)), new(4, 2, 3, Day(6))]);

        tree.FindCircle(new(9, partner, parent, Day(day))).ShouldBe(from < 0 ? null : Day(from));
    }

    [Fact]
    public void Moves_that_are_let_in_never_make_a_circle_at_any_time()
    {
        var move = from partner in Gen.Choose(1, 8) from parent in Gen.Choose(0, 8) from day in Gen.Choose(0, 20) select (partner, parent, day);
        Prop.ForAll(Arb.From(Gen.ListOf(move)), tried =>
            {
                var moves = new List<PartnerMove>();
                foreach (var (partner, parent, day) in tried)
                {
                    var next = new PartnerMove(moves.Count + 1, partner, parent == 0 ? null : parent, Day(day));
                    if (new PartnerTree(moves).FindCircle(next) is null)
                    {
                        moves.Add(next);
                    }
                }

                var tree = new PartnerTree(moves);
                return Enumerable.Range(0, 21).All(day => Enumerable.Range(1, 8).All(partner => !tree.AncestorsOf(partner, Day(day)).Contains(partner)));
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}
