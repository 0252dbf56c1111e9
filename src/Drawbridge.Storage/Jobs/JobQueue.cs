using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Drawbridge.Storage.Jobs;

/// <summary>
/// Durable jobs, done at least once: a job whose node dies is taken by another when its lease ends, so handlers must bear being run
/// twice. Needs <see cref="StorageMigrations"/>.
/// </summary>
public sealed class JobQueue(Database database, TimeProvider time)
{
    /// <summary>The channel that tells of new jobs. The payload is the queue.</summary>
    public const string Channel = "jobs";

    private const int LongestError = 1000;

    private const string Mine = "id = @Id and claimed_by = @ClaimedBy and attempts = @Attempts and failed_at is null";

    /// <summary>
    /// Adds a job as a part of the caller's write: it exists if and only if that is committed. False when one with the same key waits
    /// already; that one then stands for both, at the earlier of the two times.
    /// </summary>
    public async Task<bool> EnqueueAsync(DbSession session, JobRequest job)
    {
        // The update, and not "do nothing", because it locks the waiting job: nobody can take it before what this write changed is
        // visible to its handler.
        var enqueued = await session.GetAsync<long>(
            """
            insert into jobs (queue, dedupe_key, payload, run_at, created_at)
            values (@Queue, @DedupeKey, @Payload, @runAt, @now)
            on conflict (queue, dedupe_key) where claimed_by is null and failed_at is null
            do update set
              enqueued = jobs.enqueued + 1,
              run_at = case when excluded.run_at < jobs.run_at then excluded.run_at else jobs.run_at end
            returning enqueued
            """,
            new { job.Queue, job.DedupeKey, job.Payload, runAt = job.RunAt ?? time.GetUtcNow(), now = time.GetUtcNow() });
        await session.NotifyAsync(Channel, job.Queue);
        return enqueued == 1;
    }

    /// <summary>The same as a write of its own.</summary>
    public Task<bool> EnqueueAsync(JobRequest job, CancellationToken cancellationToken) =>
        database.WriteAsync(session => EnqueueAsync(session, job), cancellationToken);

    /// <summary>
    /// Takes up to <paramref name="limit"/> jobs that are due, the longest due first. No two callers get the same job, until
    /// <paramref name="lease"/> has passed: then whoever comes first gets it, as its next attempt.
    /// </summary>
    public async Task<IReadOnlyList<Job>> ClaimAsync(string queue, string owner, int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var jobs = await database.WriteAsync(
            session => session.ListAsync<Job>(
                $"""
                with due as (
                  select id from jobs
                  where queue = @queue and failed_at is null and run_at <= @now
                  order by run_at, id
                  limit @limit
                  {session.Dialect.ForUpdateSkipLocked}
                )
                update jobs set claimed_by = @owner, attempts = attempts + 1, run_at = @until
                where id in (select id from due)
                returning id, queue, dedupe_key, payload, attempts, last_error, claimed_by
                """,
                new { queue, owner, limit, now, until = now + lease }),
            cancellationToken);
        return [.. jobs.OrderBy(job => job.Id)];
    }

    /// <summary>
    /// Removes a job that is done, as a part of the caller's write. False when its lease ended and somebody else has taken it: then
    /// it is done again.
    /// </summary>
    [SuppressMessage("Performance", "CA1822", Justification = "Called beside EnqueueAsync, on the queue.")]
    public async Task<bool> CompleteAsync(DbSession session, Job job) =>
        await session.ExecuteAsync($"delete from jobs where {Mine}", Claim(job)) == 1;

    /// <summary>The same as a write of its own.</summary>
    public Task<bool> CompleteAsync(Job job, CancellationToken cancellationToken) =>
        database.WriteAsync(session => CompleteAsync(session, job), cancellationToken);

    /// <summary>
    /// Lets a job wait for its next attempt. Dropped instead when one with the same key has been enqueued meanwhile, which stands for
    /// it. False when it was no longer the caller's.
    /// </summary>
    public async Task<bool> RetryAsync(Job job, TimeSpan delay, string error, CancellationToken cancellationToken)
    {
        try
        {
            return await RetryOnceAsync(job, delay, error, cancellationToken);
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            // It was enqueued again between our look and our update. Now we see it.
            return await RetryOnceAsync(job, delay, error, cancellationToken);
        }
    }

    /// <summary>Gives a job up. It stays, for an operator. False when it was no longer the caller's.</summary>
    public Task<bool> FailAsync(Job job, string error, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session => await session.ExecuteAsync(
                $"update jobs set failed_at = @now, claimed_by = null, last_error = @error where {Mine}",
                new { job.Id, job.ClaimedBy, job.Attempts, error = Shorten(error), now = time.GetUtcNow() }) == 1,
            cancellationToken);

    /// <summary>When the next job of a queue is due, or the next lease ends. Null when there is none.</summary>
    public Task<DateTimeOffset?> FindNextRunAtAsync(string queue, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<DateTimeOffset?>(
                "select run_at from jobs where queue = @queue and failed_at is null order by run_at limit 1", new { queue }),
            cancellationToken);

    /// <summary>The jobs that were given up, the latest first.</summary>
    public Task<IReadOnlyList<FailedJob>> ListFailedAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<FailedJob>(
                """
                select id, queue, dedupe_key, payload, attempts, last_error, created_at, failed_at
                from jobs where failed_at is not null order by failed_at desc, id desc limit @limit
                """,
                new { limit }),
            cancellationToken);

    /// <summary>Enqueues a job that was given up once more. False when there is none with this number.</summary>
    public Task<bool> ReviveAsync(long id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var job = await session.FindAsync<FailedJob>(
                    "delete from jobs where id = @id and failed_at is not null returning id, queue, dedupe_key, payload", new { id });
                if (job is not null)
                {
                    await EnqueueAsync(session, new JobRequest(job.Queue, job.Payload) { DedupeKey = job.DedupeKey });
                }

                return job is not null;
            },
            cancellationToken);

    private static object Claim(Job job) => new { job.Id, job.ClaimedBy, job.Attempts };

    private static string Shorten(string error) => error.Length <= LongestError ? error : error[..LongestError];

    private Task<bool> RetryOnceAsync(Job job, TimeSpan delay, string error, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var dropped = await session.ExecuteAsync(
                    $"""
                    delete from jobs where {Mine} and exists (
                      select 1 from jobs waiting
                      where waiting.queue = jobs.queue and waiting.dedupe_key = jobs.dedupe_key
                        and waiting.claimed_by is null and waiting.failed_at is null)
                    """,
                    Claim(job));
                if (dropped == 1)
                {
                    return true;
                }

                var waits = await session.ExecuteAsync(
                    $"update jobs set claimed_by = null, run_at = @runAt, last_error = @error where {Mine}",
                    new { job.Id, job.ClaimedBy, job.Attempts, error = Shorten(error), runAt = time.GetUtcNow() + delay });
                await session.NotifyAsync(Channel, job.Queue);
                return waits == 1;
            },
            cancellationToken);
}
