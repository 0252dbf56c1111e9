using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.IntegrationTests.Storage;

public sealed class SqliteJobQueueTests(SqliteFixture fixture) : JobQueueTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresJobQueueTests(PostgresFixture fixture) : JobQueueTests(fixture), IClassFixture<PostgresFixture>;

public abstract class JobQueueTests(DatabaseFixture fixture) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly string _queue = $"queue-{Guid.NewGuid():N}";

    private Database Database => fixture.Database;

    private JobQueue Jobs => new(Database, fixture.Clock);

    public async ValueTask InitializeAsync() => await new Migrator(Database).MigrateAsync(StorageMigrations.Set, None);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_job_exists_if_and_only_if_the_write_that_enqueued_it_is_committed()
    {
        await Should.ThrowAsync<InvalidDataException>(() => Database.WriteAsync(
            async session =>
            {
                await Jobs.EnqueueAsync(session, new JobRequest(_queue, "lost"));
                throw new InvalidDataException();
            },
            None));
        (await ClaimAsync()).ShouldBeEmpty();

        await Database.WriteAsync(session => Jobs.EnqueueAsync(session, new JobRequest(_queue, "kept")), None);
        (await ClaimAsync()).ShouldHaveSingleItem().Payload.ShouldBe("kept");
    }

    [Fact]
    public async Task Of_concurrent_claimers_each_job_is_taken_by_one()
    {
        await using var other = fixture.Open();
        await Database.WriteAsync(
            async session =>
            {
                for (var i = 0; i < 100; i++)
                {
                    await Jobs.EnqueueAsync(session, new JobRequest(_queue, $"{i}"));
                }
            },
            None);

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            () => new JobQueue(i % 2 == 0 ? Database : other, fixture.Clock).ClaimAsync(_queue, $"node {i}", 10, Lease, None))));
        var rest = await ClaimAsync(limit: 100);

        claims.ShouldAllBe(jobs => jobs.Count <= 10);
        claims.SelectMany(jobs => jobs).Concat(rest).Select(job => job.Id).ShouldBeUnique();
        (claims.Sum(jobs => jobs.Count) + rest.Count).ShouldBe(100);
    }

    [Fact]
    public async Task A_job_is_not_taken_before_its_time()
    {
        await Jobs.EnqueueAsync(new JobRequest(_queue, "later") { RunAt = fixture.Clock.GetUtcNow() + TimeSpan.FromSeconds(10) }, None);

        (await ClaimAsync()).ShouldBeEmpty();
        (await Jobs.FindNextRunAtAsync(_queue, None)).ShouldBe(fixture.Clock.GetUtcNow() + TimeSpan.FromSeconds(10));
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        (await ClaimAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_job_of_a_node_that_died_is_taken_again_when_its_lease_ends_and_no_longer_its_own()
    {
        await Jobs.EnqueueAsync(new JobRequest(_queue, "x"), None);
        var lost = (await ClaimAsync()).ShouldHaveSingleItem();

        (await ClaimAsync()).ShouldBeEmpty();
        fixture.Clock.Advance(Lease);
        var taken = (await ClaimAsync()).ShouldHaveSingleItem();

        taken.Id.ShouldBe(lost.Id);
        taken.Attempts.ShouldBe(2);
        (await Jobs.CompleteAsync(lost, None)).ShouldBeFalse();
        (await Jobs.RetryAsync(lost, TimeSpan.Zero, "late", None)).ShouldBeFalse();
        (await Jobs.FailAsync(lost, "late", None)).ShouldBeFalse();
        (await Jobs.CompleteAsync(taken, None)).ShouldBeTrue();
        (await Jobs.FindNextRunAtAsync(_queue, None)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_jobs_with_the_same_key_one_waits_at_the_earliest_time()
    {
        var now = fixture.Clock.GetUtcNow();

        (await EnqueueAsync("first", "key", now + TimeSpan.FromSeconds(5))).ShouldBeTrue();
        (await EnqueueAsync("second", "key", now)).ShouldBeFalse();
        (await EnqueueAsync("third", "key", now + TimeSpan.FromSeconds(9))).ShouldBeFalse();
        (await EnqueueAsync("other", "other key", now)).ShouldBeTrue();
        (await EnqueueAsync("none", null, now)).ShouldBeTrue();
        (await EnqueueAsync("none", null, now)).ShouldBeTrue();

        (await ClaimAsync()).Select(job => job.Payload).ShouldBe(["first", "other", "none", "none"]);
    }

    [Fact]
    public async Task What_is_enqueued_while_a_job_with_its_key_runs_runs_after_it()
    {
        await EnqueueAsync("first", "key", fixture.Clock.GetUtcNow());
        var running = (await ClaimAsync()).ShouldHaveSingleItem();

        (await EnqueueAsync("second", "key", fixture.Clock.GetUtcNow())).ShouldBeTrue();

        (await Jobs.CompleteAsync(running, None)).ShouldBeTrue();
        (await ClaimAsync()).ShouldHaveSingleItem().Payload.ShouldBe("second");
    }

    [Fact]
    public async Task A_job_to_be_tried_again_gives_way_to_a_newer_one_with_its_key()
    {
        await EnqueueAsync("first", "key", fixture.Clock.GetUtcNow());
        var running = (await ClaimAsync()).ShouldHaveSingleItem();
        await EnqueueAsync("second", "key", fixture.Clock.GetUtcNow());

        (await Jobs.RetryAsync(running, TimeSpan.Zero, "failed", None)).ShouldBeTrue();

        (await ClaimAsync()).ShouldHaveSingleItem().Payload.ShouldBe("second");
    }

    [Fact]
    public async Task A_job_to_be_tried_again_waits_as_long_as_it_was_told()
    {
        await EnqueueAsync("x", "key", fixture.Clock.GetUtcNow());
        var first = (await ClaimAsync()).ShouldHaveSingleItem();
        await Jobs.RetryAsync(first, TimeSpan.FromSeconds(3), "no answer", None);

        (await EnqueueAsync("y", "key", fixture.Clock.GetUtcNow() + TimeSpan.FromSeconds(9))).ShouldBeFalse();
        (await ClaimAsync()).ShouldBeEmpty();
        fixture.Clock.Advance(TimeSpan.FromSeconds(3));
        var second = (await ClaimAsync()).ShouldHaveSingleItem();

        second.Attempts.ShouldBe(2);
        second.LastError.ShouldBe("no answer");
    }

    [Fact]
    public async Task A_job_that_was_given_up_waits_for_an_operator()
    {
        await EnqueueAsync("x", "key", fixture.Clock.GetUtcNow());
        var job = (await ClaimAsync()).ShouldHaveSingleItem();

        (await Jobs.FailAsync(job, new string('e', 5000), None)).ShouldBeTrue();

        (await ClaimAsync()).ShouldBeEmpty();
        (await Jobs.FindNextRunAtAsync(_queue, None)).ShouldBeNull();
        var failed = (await Jobs.ListFailedAsync(100, None)).Single(failed => failed.Queue == _queue);
        failed.LastError!.Length.ShouldBe(1000);
        failed.FailedAt.ShouldBe(fixture.Clock.GetUtcNow());
        (await Jobs.ReviveAsync(failed.Id, None)).ShouldBeTrue();
        (await Jobs.ReviveAsync(failed.Id, None)).ShouldBeFalse();
        (await ClaimAsync()).ShouldHaveSingleItem().Attempts.ShouldBe(1);
    }

    private Task<bool> EnqueueAsync(string payload, string? key, DateTimeOffset runAt) =>
        Jobs.EnqueueAsync(new JobRequest(_queue, payload) { DedupeKey = key, RunAt = runAt }, None);

    private Task<IReadOnlyList<Job>> ClaimAsync(int limit = 10) => Jobs.ClaimAsync(_queue, "test", limit, Lease, None);
}
