using System.Text.Json;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Attribution;

/// <summary>A line that is to be written into the ledger of a user.</summary>
/// <param name="PartnerId">The partner; null takes the user from whoever has it.</param>
/// <param name="Source">Who says so.</param>
/// <param name="OccurredAt">When it happened.</param>
internal sealed record AttributionClaim(long? PartnerId, AttributionSource Source, DateTimeOffset OccurredAt)
{
    public AttributionFinding Findings { get; init; }

    /// <summary>The campaign that the user came through; null = none.</summary>
    public long? LinkId { get; init; }

    /// <summary>Who of the staff; null for rules.</summary>
    public string? By { get; init; }

    /// <summary>Why, in their words.</summary>
    public string? Reason { get; init; }
}

/// <summary>The SQL of the ledger (INV-6). Lines are only ever added; the table of results follows in the same write. Every statement names the broker (BID-44).</summary>
internal sealed class AttributionStore(Database database, AttributionChanges changes, TimeProvider time)
{
    /// <summary>Numbers are stored.</summary>
    private enum LineKind
    {
        Claim = 1,
        Release = 2,
        SignUp = 3,
    }

    /// <summary>Adds lines to the ledger of a user and returns the result before and after. Those of one user are written one after the other. Part of the caller's write.</summary>
    public async Task<(AttributionResult Before, AttributionResult After)> AddAsync(
        DbSession session, long brokerId, long userId, params IReadOnlyList<AttributionClaim> claims)
    {
        // Locks the ledger of the user, and says when its last line was written: none is ever older than the one above it.
        var now = time.GetUtcNow();
        var last = await session.GetAsync<DateTimeOffset>(
            """
            insert into attributions (user_id, broker_id, recorded_at) values (@userId, @brokerId, @now)
            on conflict (user_id) do update set broker_id = attributions.broker_id
            returning recorded_at
            """,
            new { userId, brokerId, now });
        var recordedAt = last > now ? last : now;
        var (events, rules) = await ReadAsync(session, brokerId, userId);
        var before = AttributionLedger.Explain(events, rules, DateTimeOffset.MaxValue);
        foreach (var line in await OrderAsync(session, brokerId, userId, events, claims))
        {
            await session.ExecuteAsync(
                """
                insert into attribution_events (broker_id, user_id, kind, partner_id, link_id, source, findings, occurred_at, recorded_at, recorded_by, reason)
                values (@brokerId, @userId, @kind, @PartnerId, @LinkId, @source, @findings, @OccurredAt, @recordedAt, @By, @Reason)
                """,
                new
                {
                    brokerId, userId, kind = (int)line.Kind, line.Claim.PartnerId, line.Claim.LinkId, source = (int)line.Claim.Source, findings = (int)line.Claim.Findings,
                    line.Claim.OccurredAt, recordedAt, line.Claim.By, line.Claim.Reason,
                });
        }

        (events, rules) = await ReadAsync(session, brokerId, userId);
        var after = AttributionLedger.Explain(events, rules, DateTimeOffset.MaxValue);
        await session.ExecuteAsync(
            """
            update attributions set partner_id = @PartnerId, source = @source, since = @Since, protected_until = @ProtectedUntil, recorded_at = @recordedAt
            where user_id = @userId and broker_id = @brokerId
            """,
            new { after.PartnerId, source = (int?)after.Source, after.Since, after.ProtectedUntil, recordedAt, userId, brokerId });
        await changes.FollowAsync(session, brokerId, userId, before, after);
        return (before, after);
    }

    /// <summary>Whose user somebody is as of a time, with every step.</summary>
    public Task<AttributionResult> ExplainAsync(long brokerId, long userId, DateTimeOffset asOf, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var (events, rules) = await ReadAsync(session, brokerId, userId);
                return AttributionLedger.Explain(events, rules, asOf);
            },
            cancellationToken);

    /// <summary>
    /// What there is against a partner having brought a user. A mailbox that is both the partner's and the user's, or that the broker has twice, tells
    /// of one person.
    /// </summary>
    public static async Task<AttributionFinding> FindAsync(DbSession session, Partner partner, long userId, string normalizedEmail)
    {
        var findings = partner.Status == PartnerStatus.Active ? AttributionFinding.None : AttributionFinding.PartnerInactive;
        var mailbox = Mailbox.Of(normalizedEmail);
        var ofPartner = partner.UserId is { } partnerUser
            ? await session.FindAsync<string>("select normalized_email from users where broker_id = @BrokerId and id = @partnerUser", new { partner.BrokerId, partnerUser })
            : null;
        if (partner.UserId == userId || (ofPartner is not null && Mailbox.Of(ofPartner) == mailbox))
        {
            findings |= AttributionFinding.SelfReferral;
        }

        return await IsSecondAsync(session, partner.BrokerId, userId, mailbox, normalizedEmail) ? findings | AttributionFinding.Duplicate : findings;
    }

    /// <summary>Makes rules hold from now on, if they differ from those that hold. Part of the caller's write.</summary>
    public static async Task PutRulesAsync(DbSession session, long brokerId, AttributionRules rules, DateTimeOffset now)
    {
        var text = JsonSerializer.Serialize(rules, BrokerJsonReading.Options);
        var last = await session.FindAsync<RulesRow>(
            "select from_at, rules from attribution_rules where broker_id = @brokerId order by from_at desc limit 1", new { brokerId });
        if (last is null ? rules != new AttributionRules() : Read(last) != rules)
        {
            var from = last?.FromAt >= now ? last.FromAt.AddMilliseconds(1) : now;
            await session.ExecuteAsync(
                $"insert into attribution_rules (broker_id, from_at, rules) values (@brokerId, @from, {session.Dialect.Choose("cast(@text as jsonb)", "@text")})",
                new { brokerId, from, text });
        }
    }

    /// <summary>The ledgers of some users. Part of the caller's read or write.</summary>
    public static async Task<ILookup<long, AttributionEvent>> ListLedgersAsync(DbSession session, long brokerId, long[] userIds) => (await session.ListAsync<EventRow>(
        $"""
        select id, user_id, kind, partner_id, source, findings, occurred_at, recorded_at from attribution_events
        where broker_id = @brokerId and {session.Dialect.In("user_id", "@userIds")} order by id
        """,
        new { brokerId, userIds })).ToLookup(static row => row.UserId, static row => row.ToEvent());

    /// <summary>The rules of a broker over time. Part of the caller's read or write.</summary>
    public static async Task<IReadOnlyList<AttributionRulesVersion>> ListRulesAsync(DbSession session, long brokerId) =>
    [
        .. (await session.ListAsync<RulesRow>("select from_at, rules from attribution_rules where broker_id = @brokerId", new { brokerId }))
            .Select(static row => new AttributionRulesVersion(row.FromAt, Read(row))),
    ];

    private static async Task<bool> IsSecondAsync(DbSession session, long brokerId, long userId, string mailbox, string normalizedEmail)
    {
        var at = mailbox.LastIndexOf('@');
        if (at < 0)
        {
            return false;
        }

        // The tagged ones are those between "local+" and "local,", which is the next character.
        var characters = session.Dialect.Choose("collate \"C\"", "");
        var others = await session.ListAsync<string>(
            $"""
            select normalized_email from users where broker_id = @brokerId and normalized_email = @mailbox and id <> @userId
            union all
            select normalized_email from users
            where broker_id = @brokerId and normalized_email {characters} > @from and normalized_email {characters} < @to and id <> @userId
            """,
            new { brokerId, userId, mailbox, from = $"{mailbox[..at]}+", to = $"{mailbox[..at]}," });
        return others.Any(other => other != normalizedEmail && Mailbox.Of(other) == mailbox);
    }

    private static AttributionRules Read(RulesRow row) => JsonSerializer.Deserialize<AttributionRules>(row.Rules, BrokerJsonReading.Options)!;

    /// <summary>The first time that something is written, the signup is as well: behind what led to it, before what came later.</summary>
    private static async Task<IEnumerable<(LineKind Kind, AttributionClaim Claim)>> OrderAsync(
        DbSession session, long brokerId, long userId, IReadOnlyList<AttributionEvent> events, IReadOnlyList<AttributionClaim> claims)
    {
        var lines = claims.Select(static claim => (claim.PartnerId is null ? LineKind.Release : LineKind.Claim, claim)).ToList();
        if (events.Any(static line => line is AttributionEvent.SignUp))
        {
            return lines;
        }

        var at = await session.GetAsync<DateTimeOffset>("select created_at from users where broker_id = @brokerId and id = @userId", new { brokerId, userId });
        return
        [
            .. lines.Where(line => line.claim.OccurredAt <= at),
            (LineKind.SignUp, new AttributionClaim(null, default, at)),
            .. lines.Where(line => line.claim.OccurredAt > at),
        ];
    }

    private static async Task<(IReadOnlyList<AttributionEvent> Events, IReadOnlyList<AttributionRulesVersion> Rules)> ReadAsync(DbSession session, long brokerId, long userId)
    {
        var rows = await session.ListAsync<EventRow>(
            """
            select id, kind, partner_id, source, findings, occurred_at, recorded_at, recorded_by, reason from attribution_events
            where user_id = @userId and broker_id = @brokerId order by id
            """,
            new { brokerId, userId });
        return ([.. rows.Select(static row => row.ToEvent())], await ListRulesAsync(session, brokerId));
    }

    private sealed record EventRow
    {
        public long Id { get; init; }

        public long UserId { get; init; }

        public LineKind Kind { get; init; }

        public long? PartnerId { get; init; }

        public AttributionSource Source { get; init; }

        public AttributionFinding Findings { get; init; }

        public DateTimeOffset OccurredAt { get; init; }

        public DateTimeOffset RecordedAt { get; init; }

        public string? RecordedBy { get; init; }

        public string? Reason { get; init; }

        public AttributionEvent ToEvent() => Kind switch
        {
            LineKind.SignUp => new AttributionEvent.SignUp { Id = Id, OccurredAt = OccurredAt, RecordedAt = RecordedAt },
            LineKind.Release => new AttributionEvent.Release { Id = Id, OccurredAt = OccurredAt, RecordedAt = RecordedAt, By = RecordedBy, Reason = Reason },
            _ => new AttributionEvent.Claim
            {
                Id = Id, OccurredAt = OccurredAt, RecordedAt = RecordedAt, PartnerId = PartnerId!.Value, Source = Source, Findings = Findings, By = RecordedBy, Reason = Reason,
            },
        };
    }

    private sealed record RulesRow
    {
        public DateTimeOffset FromAt { get; init; }

        public string Rules { get; init; } = "";
    }
}
