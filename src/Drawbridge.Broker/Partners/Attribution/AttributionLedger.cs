namespace Drawbridge.Broker.Partners.Attribution;

/// <summary>
/// Computes from the ledger of a user whose the user is (INV-6). The same ledger always gives the same result. As of any time only what was written
/// down by then counts, so that what comes in later, and rules that change later, never change the result of a time that has passed.
/// </summary>
internal static class AttributionLedger
{
    /// <summary>Whose the user is as of a time, and why.</summary>
    /// <param name="events">The ledger of one user, in any order.</param>
    /// <param name="versions">The rules of the broker over time; before the first the defaults hold.</param>
    /// <param name="asOf">The time.</param>
    public static AttributionResult Explain(IEnumerable<AttributionEvent> events, IEnumerable<AttributionRulesVersion> versions, DateTimeOffset asOf)
    {
        var rules = versions.OrderBy(static version => version.From).ToList();
        var run = new Run(at => rules.LastOrDefault(version => version.From <= at)?.Rules ?? new());
        foreach (var line in events.Where(line => line.RecordedAt <= asOf).OrderBy(static line => line.RecordedAt).ThenBy(static line => line.Id))
        {
            run.Take(line);
        }

        return run.Result;
    }

    /// <summary>The ledger read up to some line.</summary>
    private sealed class Run(Func<DateTimeOffset, AttributionRules> rulesAt)
    {
        private readonly List<AttributionStep> _steps = [];
        private readonly List<int> _touches = [];
        private AttributionEvent.SignUp? _signUp;
        private AttributionEvent.Claim? _owner;
        private DateTimeOffset? _since;
        private DateTimeOffset? _protectedUntil;

        public AttributionResult Result => new(_owner?.PartnerId, _since, _protectedUntil, _owner?.Source, _owner?.Id, _steps);

        public void Take(AttributionEvent line) => _steps.Add(line switch
        {
            AttributionEvent.SignUp signUp when _signUp is null => SignUp(signUp),
            AttributionEvent.SignUp => new(line, AttributionVerdict.Confirmed),
            AttributionEvent.Release => Release(line),
            AttributionEvent.Claim { IsDecision: true } claim => Decide(claim),
            AttributionEvent.Claim claim when _signUp is null => Note(claim),
            AttributionEvent.Claim { IsFromPlatform: true } claim => FromPlatform(claim, _signUp),
            AttributionEvent.Claim claim => new(claim, AttributionVerdict.Refused, AttributionReason.NotNew),
            _ => throw new System.Diagnostics.UnreachableException(),
        });

        /// <summary>Before the signup nothing is decided: it is only then that the rules and the window are known.</summary>
        private AttributionStep Note(AttributionEvent.Claim claim)
        {
            _touches.Add(_steps.Count);
            return new(claim, AttributionVerdict.Noted);
        }

        private AttributionStep SignUp(AttributionEvent.SignUp signUp)
        {
            _signUp = signUp;
            var rules = rulesAt(signUp.OccurredAt);
            var counting = new List<int>();
            foreach (var index in _touches)
            {
                var claim = ClaimOf(index);
                if (ObjectionTo(claim, rules) is { } reason)
                {
                    _steps[index] = new(claim, AttributionVerdict.Refused, reason);
                }
                else if (claim.OccurredAt < signUp.OccurredAt - rules.Window && !claim.IsFromPlatform)
                {
                    _steps[index] = new(claim, AttributionVerdict.Refused, AttributionReason.OutsideWindow, claim.OccurredAt + rules.Window);
                }
                else
                {
                    counting.Add(index);
                }
            }

            if (_owner is not null)
            {
                // Staff had decided before: touches do not undo that.
                Outdo(counting, AttributionReason.Decision);
                return new(signUp, AttributionVerdict.Confirmed, AttributionReason.Decision);
            }

            if (counting.Count == 0)
            {
                return new(signUp, AttributionVerdict.Unattributed);
            }

            var winner = counting.Aggregate((best, next) => GoesBefore(ClaimOf(next), ClaimOf(best), rules) ? next : best);
            var owner = ClaimOf(winner);
            foreach (var index in counting.Where(index => index != winner))
            {
                Outdo([index], WhyOutdone(ClaimOf(index), owner, rules));
            }

            _steps[winner] = Own(owner, signUp.OccurredAt, rules, AttributionVerdict.Attributed, AttributionReason.None);
            return new(signUp, AttributionVerdict.Attributed);
        }

        private AttributionStep FromPlatform(AttributionEvent.Claim claim, AttributionEvent.SignUp signUp)
        {
            var rules = rulesAt(claim.OccurredAt);
            if (_owner?.PartnerId == claim.PartnerId)
            {
                return new(claim, AttributionVerdict.Confirmed);
            }

            if (ObjectionTo(claim, rules) is { } reason)
            {
                return new(claim, AttributionVerdict.Refused, reason);
            }

            if (_owner is null)
            {
                var end = signUp.OccurredAt + rules.LateWindow;
                return claim.OccurredAt > end
                    ? new(claim, AttributionVerdict.Refused, AttributionReason.Late, end)
                    : Own(claim, claim.OccurredAt, rules, AttributionVerdict.Attributed, AttributionReason.None);
            }

            if (claim.OccurredAt < _protectedUntil)
            {
                return new(claim, AttributionVerdict.Refused, AttributionReason.Protected, _protectedUntil); // INV-42
            }

            return rules.Reattribution
                ? Own(claim, claim.OccurredAt, rules, AttributionVerdict.Reattributed, AttributionReason.None) // INV-19
                : new(claim, AttributionVerdict.Refused, AttributionReason.NoReattribution);
        }

        private AttributionStep Decide(AttributionEvent.Claim claim)
        {
            if (_owner?.PartnerId == claim.PartnerId)
            {
                return new(claim, AttributionVerdict.Confirmed, AttributionReason.Decision);
            }

            var verdict = _owner is null ? AttributionVerdict.Attributed : AttributionVerdict.Reattributed;
            return Own(claim, claim.OccurredAt, rulesAt(claim.OccurredAt), verdict, AttributionReason.Decision);
        }

        private AttributionStep Release(AttributionEvent line)
        {
            (_owner, _since, _protectedUntil) = (null, null, null);
            return new(line, AttributionVerdict.Released, AttributionReason.Decision);
        }

        private AttributionStep Own(
            AttributionEvent.Claim claim, DateTimeOffset since, AttributionRules rules, AttributionVerdict verdict, AttributionReason reason)
        {
            (_owner, _since) = (claim, since);
            _protectedUntil = since + rules.ProtectedPeriod;
            return new(claim, verdict, reason, _protectedUntil);
        }

        private void Outdo(IEnumerable<int> indices, AttributionReason reason)
        {
            foreach (var index in indices)
            {
                _steps[index] = _steps[index] with { Verdict = AttributionVerdict.Outdone, Reason = reason };
            }
        }

        private AttributionEvent.Claim ClaimOf(int index) => (AttributionEvent.Claim)_steps[index].Event;

        private static AttributionReason? ObjectionTo(AttributionEvent.Claim claim, AttributionRules rules) =>
            claim.Findings.HasFlag(AttributionFinding.PartnerInactive) ? AttributionReason.PartnerInactive
            : claim.Findings.HasFlag(AttributionFinding.NotOpened) ? AttributionReason.NotOpened
            : claim.Findings.HasFlag(AttributionFinding.SelfReferral) && !rules.SelfReferrals ? AttributionReason.SelfReferral
            : claim.Findings.HasFlag(AttributionFinding.Duplicate) && !rules.Duplicates ? AttributionReason.Duplicate
            : null;

        /// <summary>The platform's word, then a code, then links and identifiers; among equals the model decides.</summary>
        private static int RankOf(AttributionEvent.Claim claim, AttributionRules rules) =>
            claim.IsFromPlatform ? 2 : claim.Source == AttributionSource.Code && rules.CodeOverLink ? 1 : 0;

        private static bool GoesBefore(AttributionEvent.Claim claim, AttributionEvent.Claim best, AttributionRules rules)
        {
            var (rank, other) = (RankOf(claim, rules), RankOf(best, rules));
            if (rank != other)
            {
                return rank > other;
            }

            var order = (claim.OccurredAt, claim.Id).CompareTo((best.OccurredAt, best.Id));
            return rules.Model == TouchModel.FirstTouch ? order < 0 : order > 0;
        }

        private static AttributionReason WhyOutdone(AttributionEvent.Claim claim, AttributionEvent.Claim owner, AttributionRules rules) =>
            RankOf(claim, rules) == RankOf(owner, rules)
                ? rules.Model == TouchModel.FirstTouch ? AttributionReason.EarlierTouch : AttributionReason.LaterTouch
                : owner.IsFromPlatform ? AttributionReason.PlatformFirst : AttributionReason.CodeFirst;
    }
}
