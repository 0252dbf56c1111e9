using System.Threading.Channels;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Drawbridge.IntegrationTests.Storage;

public sealed class SqliteJobWorkerTests(SqliteFixture fixture) : JobWorkerTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresJobWorkerTests(PostgresFixture fixture) : JobWorkerTests(fixture), IClassFixture<PostgresFixture>;

public abstract class JobWorkerTests(DatabaseFixture fixture) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Handler _handler = new($"queue-{Guid.NewGuid():N}", fixture.Clock);
    private readonly JobWorkerOptions _options = new();
    private JobWorker? _worker;

    private ManualTimeProvider Clock => fixture.Clock;

    private JobQueue Jobs => new(fixture.Database, Clock);

    public async ValueTask InitializeAsync() => await new Migrator(fixture.Database).MigrateAsync(StorageMigrations.Set, None);

    public async ValueTask DisposeAsync() => await StopAsync();

    [Fact]
    public async Task A_job_is_done_as_soon_as_it_is_enqueued()
    {
        await StartAsync();

        await EnqueueAsync("1");
        var first = await _handler.NextAsync();
        first.Succeed();
        await EnqueueAsync("2");
        var second = await _handler.NextAsync();
        second.Succeed();

        first.Job.Payload.ShouldBe("1");
        second.Job.Payload.ShouldBe("2");
        await StopAsync();
        (await Jobs.FindNextRunAtAsync(_handler.Queue, None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_job_that_fails_is_tried_again_after_pauses_that_double_up_to_a_limit()
    {
        _options.LongestRetry = TimeSpan.FromSeconds(3);
        await StartAsync();
        await EnqueueAsync("x");

        var begun = new List<DateTimeOffset>();
        foreach (var pause in new[] { 1, 2, 3, 3 }.Select(seconds => TimeSpan.FromSeconds(seconds)))
        {
            var attempt = await _handler.NextAsync();
            begun.Add(attempt.BegunAt);
            attempt.Fail(new InvalidDataException());
            await WhenWaitingUntilAsync(Clock.GetUtcNow() + pause);
            Clock.Advance(pause);
        }

        var last = await _handler.NextAsync();
        begun.Add(last.BegunAt);
        last.Succeed();
        last.Job.Attempts.ShouldBe(5);
        last.Job.LastError.ShouldStartWith(nameof(InvalidDataException));
        begun.Zip(begun.Skip(1), (one, next) => (next - one).TotalSeconds).ShouldBe([1, 2, 3, 3]);
    }

    [Fact]
    public async Task A_job_is_given_up_after_the_last_attempt()
    {
        _options.MaxAttempts = 2;
        await StartAsync();
        await EnqueueAsync("x");

        (await _handler.NextAsync()).Fail(new InvalidDataException());
        await WhenWaitingUntilAsync(Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        Clock.Advance(TimeSpan.FromSeconds(1));
        (await _handler.NextAsync()).Fail(new InvalidDataException());

        await StopAsync();
        (await FailedAsync()).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_job_that_its_handler_calls_hopeless_is_given_up_at_once()
    {
        await StartAsync();
        await EnqueueAsync("x");

        (await _handler.NextAsync()).Fail(new JobFailedException("gone"));

        await StopAsync();
        (await FailedAsync()).LastError!.ShouldContain("gone");
    }

    [Fact]
    public async Task A_job_of_a_node_that_died_is_done_when_its_lease_ends()
    {
        await EnqueueAsync("x");
        var lease = TimeSpan.FromSeconds(20);
        (await Jobs.ClaimAsync(_handler.Queue, "dead node", 1, lease, None)).ShouldHaveSingleItem();
        await StartAsync();

        await WhenWaitingUntilAsync(Clock.GetUtcNow() + lease);
        Clock.Advance(lease);

        var attempt = await _handler.NextAsync();
        attempt.Succeed();
        attempt.Job.Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_job_that_takes_too_long_is_cancelled_and_tried_again()
    {
        _options.HandlerTimeout = TimeSpan.FromSeconds(5);
        await StartAsync();
        await EnqueueAsync("x");

        var stuck = await _handler.NextAsync();
        Clock.Advance(TimeSpan.FromSeconds(5));
        await stuck.WhenCancelledAsync();
        await WhenWaitingUntilAsync(Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        Clock.Advance(TimeSpan.FromSeconds(1));

        (await _handler.NextAsync()).Succeed();
    }

    [Fact]
    public async Task A_node_that_stops_gives_its_jobs_back()
    {
        await StartAsync();
        await EnqueueAsync("x");
        var stopped = await _handler.NextAsync();

        await StopAsync();

        await stopped.WhenCancelledAsync();
        (await Jobs.ClaimAsync(_handler.Queue, "another node", 1, TimeSpan.FromMinutes(1), None)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task No_more_jobs_run_at_once_than_may()
    {
        _options.MaxParallelism = 2;
        foreach (var i in Enumerable.Range(0, 6))
        {
            await EnqueueAsync($"{i}");
        }

        await StartAsync();
        var running = new Queue<Attempt>([await _handler.NextAsync(), await _handler.NextAsync()]);
        for (var i = 2; i < 6; i++)
        {
            _handler.Running.ShouldBe(2);
            running.Dequeue().Succeed();
            running.Enqueue(await _handler.NextAsync());
        }

        while (running.TryDequeue(out var attempt))
        {
            attempt.Succeed();
        }

        _handler.MostRunning.ShouldBe(2);
    }

    private async Task StartAsync()
    {
        _worker = new JobWorker(fixture.Database, Jobs, [_handler], Options.Create(_options), Clock, NullLogger<JobWorker>.Instance);
        await _worker.StartAsync(None);
    }

    private async Task StopAsync()
    {
        if (_worker is { } worker)
        {
            _worker = null;
            await worker.StopAsync(None);
            worker.Dispose();
        }
    }

    private Task<bool> EnqueueAsync(string payload) => Jobs.EnqueueAsync(new JobRequest(_handler.Queue, payload), None);

    private Task WhenWaitingUntilAsync(DateTimeOffset time) => Clock.WhenTimerIsArmedAsync(within: time - Clock.GetUtcNow());

    private async Task<FailedJob> FailedAsync() => (await Jobs.ListFailedAsync(100, None)).Single(job => job.Queue == _handler.Queue);

    /// <summary>Holds each attempt until the test says how it ends.</summary>
    private sealed class Handler(string queue, TimeProvider clock) : IJobHandler
    {
        private readonly Channel<Attempt> _begun = Channel.CreateUnbounded<Attempt>();
        private int _running;
        private int _mostRunning;

        public string Queue => queue;

        public int Running => Volatile.Read(ref _running);

        public int MostRunning => Volatile.Read(ref _mostRunning);

        public ValueTask<Attempt> NextAsync() => _begun.Reader.ReadAsync();

        public async Task HandleAsync(Job job, CancellationToken cancellationToken)
        {
            var running = Interlocked.Increment(ref _running);
            if (running > MostRunning)
            {
                Volatile.Write(ref _mostRunning, running);
            }

            var attempt = new Attempt(job, clock.GetUtcNow());
            await using var registration = cancellationToken.Register(attempt.Cancel);
            try
            {
                await _begun.Writer.WriteAsync(attempt, None);
                await attempt.Outcome;
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        }
    }

    private sealed class Attempt(Job job, DateTimeOffset begunAt)
    {
        private readonly TaskCompletionSource _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Job Job => job;

        public DateTimeOffset BegunAt => begunAt;

        public Task Outcome => _outcome.Task;

        public void Succeed() => _outcome.SetResult();

        public void Fail(Exception e) => _outcome.SetException(e);

        public void Cancel() => _outcome.TrySetCanceled();

        public Task<OperationCanceledException> WhenCancelledAsync() => Should.ThrowAsync<OperationCanceledException>(() => Outcome);
    }
}
