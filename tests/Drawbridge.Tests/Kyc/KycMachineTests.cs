using Drawbridge.Broker.Kyc.Cases;
using static Drawbridge.Broker.Kyc.Cases.KycEvent;
using static Drawbridge.Broker.Kyc.Cases.KycState;

namespace Drawbridge.Tests.Kyc;

/// <summary>Every way that a verification can take, not a sample.</summary>
public sealed class KycMachineTests
{
    private static readonly KycEvent[] All = Enum.GetValues<KycEvent>();

    [Fact] // FLOW-KYC-2, FLOW-KYC-3
    public void Nothing_is_approved_that_was_not_sent_off_and_nothing_changes_that_is_being_decided()
    {
        var reached = new HashSet<KycState> { Draft };
        var open = new Queue<(KycState State, bool Sent)>([(Draft, false)]);
        var seen = new HashSet<(KycState, bool)>();
        while (open.TryDequeue(out var at))
        {
            foreach (var what in seen.Add(at) ? All : [])
            {
                if (KycMachine.Next(at.State, what) is not { } next)
                {
                    continue;
                }

                var sent = what == Submit || (at.Sent && what != Withdraw);
                (next is Approved or Rejected or Expired or InReview).ShouldBe(next is not Submitted and not Draft);
                if (next is Approved or Rejected or InReview or Expired)
                {
                    sent.ShouldBeTrue($"{at.State} {what}");
                }

                reached.Add(next);
                open.Enqueue((next, sent));
            }
        }

        reached.ShouldBe(Enum.GetValues<KycState>(), ignoreOrder: true);
        Enum.GetValues<KycState>().Where(KycMachine.IsOpen).ShouldBe([Draft, Rejected]);
    }

    [Fact] // MOD-33
    public void What_ran_out_is_proven_anew_and_never_revived() => All.ShouldAllBe(static what => KycMachine.Next(Expired, what) == null);

    [Fact]
    public void A_decision_is_made_once() =>
        new[] { Approve, Reject, BeginReview, Submit, Withdraw }.ShouldAllBe(static what => KycMachine.Next(Approved, what) == null);
}
