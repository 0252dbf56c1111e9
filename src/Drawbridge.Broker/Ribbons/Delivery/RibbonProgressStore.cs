using Drawbridge.Broker.Ribbons.Planning;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Ribbons.Delivery;

/// <summary>
/// What the platform has and what it is to have, by our own records: there is no call to ask it (B2P-3.9-17), so what it confirmed last is as good as what it shows.
/// </summary>
internal sealed class RibbonProgressStore(Database database, TimeProvider time)
{
    /// <summary>How far a campaign has come.</summary>
    public Task<RibbonProgress> OfCampaignAsync(long campaignId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                const string Holds = "in (select hash from ribbon_content_campaigns where campaign_id = @campaignId)";
                var progress = await session.GetAsync<RibbonProgress>(
                    $"""
                    select (select count(*) from ribbon_sets where planned_hash {Holds}) as planned,
                      (select count(*) from ribbon_sets where confirmed_hash {Holds}) as delivered,
                      (select count(*) from ribbon_sets where planned_hash {Holds} and due is not null) as waiting,
                      (select count(*) from ribbon_sets where confirmed_hash {Holds} and not planned_hash {Holds}) as leaving
                    """,
                    new { campaignId });
                var failures = await session.ListAsync<RibbonFailure>(
                    $"select failure as reason, count(*) as count from ribbon_sets where planned_hash {Holds} and failure is not null group by failure order by count(*) desc, failure limit 20",
                    new { campaignId });
                return progress with { Failures = failures };
            },
            cancellationToken);

    /// <summary>How what the platform confirmed compares to what is planned, over all users whose set a broker sends.</summary>
    public Task<RibbonComparison> CompareAsync(long brokerId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.GetAsync<RibbonComparison>(
                """
                select count(*) as users,
                  coalesce(sum(case when due is null and in_doubt = @no and failure is null then 1 else 0 end), 0) as in_step,
                  coalesce(sum(case when due is not null and (in_doubt = @no or claim is not null) then 1 else 0 end), 0) as waiting,
                  coalesce(sum(case when in_doubt = @yes and claim is null then 1 else 0 end), 0) as in_doubt,
                  coalesce(sum(case when failure is not null then 1 else 0 end), 0) as failed
                from ribbon_sets where broker_id = @brokerId
                """,
                new { brokerId, yes = true, no = false }),
            cancellationToken);

    /// <summary>What is on record of a user of the platform; null when there never was a ribbon.</summary>
    public Task<RibbonRecord?> FindAsync(long crmId, long ctraderUserId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<RibbonRecord>(
                """
                select s.planned_at, s.confirmed_at, s.in_doubt, s.claim is not null as is_sending, s.due, s.failure, s.next_attempt_at, p.ribbons as planned, c.ribbons as confirmed
                from ribbon_sets s join ribbon_contents p on p.hash = s.planned_hash left join ribbon_contents c on c.hash = s.confirmed_hash
                where s.crm_id = @crmId and s.ctrader_user_id = @ctraderUserId
                """,
                new { crmId, ctraderUserId }),
            cancellationToken);

    /// <summary>How far looking at all users of a broker has come; null when nothing was ever to be looked at.</summary>
    public Task<RibbonPass?> FindPassAsync(long brokerId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => RibbonPassStore.FindAsync(session, brokerId), cancellationToken);

    /// <summary>Sends a user the planned set once more, as if the platform had lost it, as a part of the caller's write. False when there is none.</summary>
    public async Task<bool> ResendAsync(DbSession session, long crmId, long ctraderUserId)
    {
        var due = await session.ExecuteAsync(
            $"""
            update ribbon_sets set due = coalesce(due, {RibbonPlanner.Due}), failure = null, attempts = 0, next_attempt_at = @now
            where crm_id = @crmId and ctrader_user_id = @ctraderUserId
            """,
            new { crmId, ctraderUserId, now = time.GetUtcNow() });
        await session.NotifyAsync(RibbonTouches.Channel, RibbonTouches.Send);
        return due == 1;
    }
}

/// <summary>How far a campaign has come, in users.</summary>
internal sealed record RibbonProgress
{
    /// <summary>Who is to have it.</summary>
    public long Planned { get; init; }

    /// <summary>Who has it: the platform has confirmed it.</summary>
    public long Delivered { get; init; }

    /// <summary>Who is to have it and waits for the call.</summary>
    public long Waiting { get; init; }

    /// <summary>Who has it still and is to lose it.</summary>
    public long Leaving { get; init; }

    /// <summary>Why calls failed, the most frequent first.</summary>
    public IReadOnlyList<RibbonFailure> Failures { get; init; } = [];
}

/// <summary>A reason and how often.</summary>
internal sealed record RibbonFailure
{
    /// <summary>Code of the platform, or HTTP status.</summary>
    public string Reason { get; init; } = "";

    public long Count { get; init; }
}

/// <summary>How records of users compare.</summary>
internal sealed record RibbonComparison
{
    /// <summary>All that ever had one planned.</summary>
    public long Users { get; init; }

    /// <summary>The platform has confirmed what is planned.</summary>
    public long InStep { get; init; }

    /// <summary>Something else is planned and waits for the call.</summary>
    public long Waiting { get; init; }

    /// <summary>A call got no usable answer; it is made again.</summary>
    public long InDoubt { get; init; }

    /// <summary>The platform refused.</summary>
    public long Failed { get; init; }
}

/// <summary>What is on record of a user.</summary>
internal sealed class RibbonRecord
{
    public DateTimeOffset PlannedAt { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    public bool InDoubt { get; init; }

    /// <summary>A call is under way.</summary>
    public bool IsSending { get; init; }

    public int? Due { get; init; }

    public string? Failure { get; init; }

    public DateTimeOffset NextAttemptAt { get; init; }

    /// <summary>JSON of the planned set.</summary>
    public string Planned { get; init; } = "";

    /// <summary>JSON of the confirmed set; null = none was ever.</summary>
    public string? Confirmed { get; init; }

    public RibbonSet PlannedSet => RibbonSet.Parse(Planned);

    public RibbonSet ConfirmedSet => Confirmed is null ? RibbonSet.Empty : RibbonSet.Parse(Confirmed);

    /// <summary>One word for how it stands.</summary>
    public string Status => Failure is not null ? "failed" : InDoubt && !IsSending ? "in-doubt" : Due is not null ? "waiting" : "in-step";
}
