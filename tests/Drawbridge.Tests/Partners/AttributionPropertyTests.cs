using Drawbridge.Broker.Partners.Attribution;
using FsCheck;
using FsCheck.Fluent;

namespace Drawbridge.Tests.Partners;

/// <summary>What holds for any ledger (INV-6).</summary>
public sealed class AttributionPropertyTests
{
    [Fact]
    public void The_same_ledger_gives_the_same_result_in_whatever_order_it_is_read() => Check(static ledger =>
    {
        var (first, second) = (ledger.Explain(), ledger.ExplainBackwards());
        return first.Steps.SequenceEqual(second.Steps) && first.PartnerId == second.PartnerId && first.ProtectedUntil == second.ProtectedUntil;
    });

    [Fact]
    public void The_result_of_a_time_never_changes_afterwards() => Check(static ledger =>
        Enumerable.Range(0, ledger.Events.Count).All(length =>
        {
            var then = ledger.Events.Take(length).ToList();
            if (then.Count == 0)
            {
                return true;
            }

            // Other lines and other rules came later, none of them into the past.
            var at = then[^1].RecordedAt;
            var known = AttributionLedger.Explain(ledger.Events.Where(line => line.RecordedAt <= at), ledger.Rules.Where(version => version.From <= at), at);
            var later = AttributionLedger.Explain(ledger.Events, ledger.Rules, at);
            return known.Steps.SequenceEqual(later.Steps) && (known.PartnerId, known.Since, known.EventId) == (later.PartnerId, later.Since, later.EventId);
        }));

    [Fact]
    public void Every_line_is_explained_and_the_deciding_one_is_the_owners() => Check(static ledger =>
    {
        var result = ledger.Explain();
        return result.Steps.Select(static step => step.Event.Id).SequenceEqual(ledger.Events.Select(static line => line.Id))
            && (result.PartnerId is null
                ? result.EventId is null && result.Deciding is null
                : result.Deciding is { Event: AttributionEvent.Claim claim, Verdict: AttributionVerdict.Attributed or AttributionVerdict.Reattributed }
                    && claim.PartnerId == result.PartnerId);
    });

    [Fact]
    public void Nothing_is_left_undecided_once_the_user_has_signed_up() => Check(static ledger =>
        !ledger.Events.OfType<AttributionEvent.SignUp>().Any() || ledger.Explain().Steps.All(static step => step.Verdict != AttributionVerdict.Noted));

    [Fact] // INV-21
    public void A_claim_that_comes_a_second_time_changes_nothing() => Check(static ledger =>
    {
        if (ledger.Events[^1] is not AttributionEvent.Claim { IsFromPlatform: true } last || !ledger.Events.OfType<AttributionEvent.SignUp>().Any())
        {
            return true;
        }

        var before = ledger.Explain();
        var after = AttributionLedger.Explain([.. ledger.Events, last with { Id = last.Id + 1 }], ledger.Rules, DateTimeOffset.MaxValue);
        return (before.PartnerId, before.Since, before.ProtectedUntil, before.EventId) == (after.PartnerId, after.Since, after.ProtectedUntil, after.EventId);
    });

    private static void Check(Func<Ledger, bool> property)
    {
        var line = from kind in Gen.Choose(0, 9)
                   from partner in Gen.Choose(1, 4)
                   from source in Gen.Elements(Enum.GetValues<AttributionSource>())
                   from findings in Gen.Frequency((6, Gen.Constant(0)), (1, Gen.Choose(1, 15)))
                   from days in Gen.Choose(0, 40)
                   from delay in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 50)))
                   select (kind, partner, source, findings, days, delay);
        var rules = from days in Gen.Choose(1, 30)
                    from model in Gen.Elements(TouchModel.FirstTouch, TouchModel.LastTouch)
                    from window in Gen.Choose(1, 60)
                    from protection in Gen.Choose(0, 90)
                    from flags in Gen.Choose(0, 15)
                    select (days, model, window, protection, flags);
        Prop.ForAll(
                Arb.From(from lines in Gen.NonEmptyListOf(line) from versions in Gen.ListOf(rules) select Ledger.Of([.. lines], [.. versions])),
                property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    /// <summary>A ledger as a server writes it: what comes later stands lower, what it tells may have happened long before.</summary>
    private sealed record Ledger(IReadOnlyList<AttributionEvent> Events, IReadOnlyList<AttributionRulesVersion> Rules)
    {
        public static Ledger Of(
            IReadOnlyList<(int Kind, int Partner, AttributionSource Source, int Findings, int Days, int Delay)> lines,
            IReadOnlyList<(int Days, TouchModel Model, int Window, int Protection, int Flags)> versions)
        {
            var events = new List<AttributionEvent>();
            var at = LedgerOfUser.Start;
            var signedUp = false;
            foreach (var line in lines)
            {
                at += TimeSpan.FromDays(line.Days);
                var (id, occurred) = (events.Count + 1, at - TimeSpan.FromDays(line.Delay));
                events.Add(line.Kind switch
                {
                    0 => new AttributionEvent.Release { Id = id, OccurredAt = at, RecordedAt = at },
                    1 or 2 when !signedUp => new AttributionEvent.SignUp { Id = id, OccurredAt = at, RecordedAt = at },
                    _ => new AttributionEvent.Claim
                    {
                        Id = id, OccurredAt = occurred, RecordedAt = at, PartnerId = line.Partner, Source = line.Source, Findings = (AttributionFinding)line.Findings,
                    },
                });
                signedUp |= events[^1] is AttributionEvent.SignUp;
            }

            var from = LedgerOfUser.Start;
            return new(events, [.. versions.Select(version => new AttributionRulesVersion(
                from += TimeSpan.FromDays(version.Days),
                new()
                {
                    Model = version.Model, Window = TimeSpan.FromDays(version.Window), ProtectedPeriod = TimeSpan.FromDays(version.Protection),
                    CodeOverLink = (version.Flags & 1) == 0, Reattribution = (version.Flags & 2) == 0,
                    SelfReferrals = (version.Flags & 4) != 0, Duplicates = (version.Flags & 8) != 0,
                }))]);
        }

        public AttributionResult Explain() => AttributionLedger.Explain(Events, Rules, DateTimeOffset.MaxValue);

        public AttributionResult ExplainBackwards() => AttributionLedger.Explain(Events.Reverse(), Rules.Reverse(), DateTimeOffset.MaxValue);
    }
}
