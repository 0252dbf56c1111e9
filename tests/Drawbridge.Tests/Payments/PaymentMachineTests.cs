using Drawbridge.Broker.Payments;
using static Drawbridge.Broker.Payments.PaymentEvent;
using static Drawbridge.Broker.Payments.PaymentState;

namespace Drawbridge.Tests.Payments;

/// <summary>
/// Every way that a payment can take, not a sample: the states are walked together with what really happened at platform and provider, of
/// which the events tell no lies but may tell late, twice or nothing.
/// </summary>
public sealed class PaymentMachineTests
{
    /// <summary>A payment, and the truth about its money.</summary>
    /// <param name="Kind">Which way the money goes.</param>
    /// <param name="State">Where we think it is.</param>
    /// <param name="Arrived">Whether the call under way has been carried out; null when none is open.</param>
    /// <param name="Credits">How often the platform has credited the account.</param>
    /// <param name="Debits">How often it has debited it.</param>
    /// <param name="Payouts">How often the provider has paid the trader.</param>
    /// <param name="Paid">Whether the trader has paid the provider.</param>
    private sealed record World(PaymentKind Kind, PaymentState State, bool? Arrived, int Credits, int Debits, int Payouts, bool Paid);

    private static readonly PaymentEvent[] All = Enum.GetValues<PaymentEvent>();

    [Fact] // B2P-3.5-13, FLOW-DEPOSIT-5
    public void No_way_credits_a_deposit_twice_or_without_payment()
    {
        var worlds = Explore(new(PaymentKind.Deposit, Created, null, 0, 0, 0, Paid: false));

        worlds.Select(static world => world.State).ShouldContain(Credited);
        worlds.ShouldAllBe(static world => world.Credits <= 1 && world.Debits == 0 && (world.Credits == 0 || world.Paid));
        worlds.Where(static world => world.State == Credited).ShouldAllBe(static world => world.Credits == 1);
        worlds.Where(static world => world.Arrived is null && world.State != Credited).ShouldAllBe(static world => world.Credits == 0);
    }

    [Fact] // B2P-3.5-12, FLOW-WITHDRAW-2, FLOW-WITHDRAW-4
    public void No_way_pays_out_what_the_account_has_not_given_or_gives_back_what_was_paid_out()
    {
        var worlds = Explore(new(PaymentKind.Withdrawal, AwaitingApproval, null, 0, 0, 0, Paid: false));

        worlds.Select(static world => world.State).ShouldContain(PaidOut);
        worlds.Select(static world => world.State).ShouldContain(Refunded);
        worlds.ShouldAllBe(static world => world.Debits <= 1 && world.Payouts <= world.Debits && world.Credits <= world.Debits);
        worlds.ShouldAllBe(static world => world.Payouts + world.Credits <= 1);
        worlds.Where(static world => world.State == PaidOut).ShouldAllBe(static world => world.Debits == 1 && world.Payouts == 1 && world.Credits == 0);
        worlds.Where(static world => world.State == Refunded).ShouldAllBe(static world => world.Debits == 1 && world.Payouts == 0 && world.Credits == 1);
        worlds.Where(static world => world.State is Declined or Cancelled).ShouldAllBe(static world => world.Debits == 0 && world.Payouts == 0);
    }

    [Fact]
    public void Money_that_came_is_never_lost()
    {
        // From wherever the trader has paid, the account can still get it.
        foreach (var world in Explore(new(PaymentKind.Deposit, Created, null, 0, 0, 0, Paid: false)).Where(static world => world.Paid))
        {
            Explore(world).ShouldContain(static later => later.State == Credited, world.ToString());
        }
    }

    [Fact]
    public void What_is_settled_stays_so_but_for_money_that_comes_late()
    {
        foreach (var state in Enum.GetValues<PaymentState>().Where(PaymentMachine.IsSettled))
        {
            All.Where(what => PaymentMachine.Next(PaymentKind.Deposit, state, what) is not null)
                .ShouldBe(state is Declined or Expired or Cancelled ? [ProviderConfirmed, ProviderMismatched] : [], state.ToString());
        }
    }

    private static HashSet<World> Explore(World start)
    {
        var seen = new HashSet<World> { start };
        var open = new Queue<World>(seen);
        while (open.TryDequeue(out var world))
        {
            foreach (var next in After(world).Where(seen.Add))
            {
                open.Enqueue(next);
            }
        }

        return seen;
    }

    /// <summary>Everything that can be next: what happens in the world, and what we are told.</summary>
    private static IEnumerable<World> After(World world)
    {
        if (world is { Paid: false, Arrived: null } && world.State is Created or AwaitingPayer or Declined or Expired or Cancelled)
        {
            yield return world with { Paid = true };
        }

        if (world.Arrived == false)
        {
            yield return Carry(world); // the call arrives, perhaps long after we gave up waiting for its answer
        }

        foreach (var what in All.Where(what => IsTrue(world, what)))
        {
            if (PaymentMachine.Next(world.Kind, world.State, what) is not { } next)
            {
                continue;
            }

            yield return what switch
            {
                SendBegun => world with { State = next, Arrived = false },
                PlatformUnknown => world with { State = next },
                PlatformApplied or PlatformRefused or PlatformNotReached or FoundApplied or FoundNotApplied => world with { State = next, Arrived = null },
                ProviderMismatched => world with { State = next, Paid = true }, // other money, but money
                PayoutConfirmed => world with { State = next, Payouts = world.Payouts + 1 },
                Approved when world.State == PayoutDisputed => world with { State = next, Payouts = world.Payouts + 1 },
                _ => world with { State = next },
            };
        }
    }

    /// <summary>Whether somebody can say so: nobody lies, and "not applied" is said of calls only that cannot arrive any more.</summary>
    private static bool IsTrue(World world, PaymentEvent what) => what switch
    {
        ProviderConfirmed => world.Paid,
        PlatformApplied or FoundApplied => world.Arrived == true,
        PlatformRefused or PlatformNotReached or FoundNotApplied => world.Arrived == false,
        _ => true,
    };

    private static World Carry(World world) => world.State is Debiting or DebitUnknown
        ? world with { Arrived = true, Debits = world.Debits + 1 }
        : world with { Arrived = true, Credits = world.Credits + 1 };
}
