using System.Threading.Channels;
using Drawbridge.Storage;

namespace Drawbridge.IntegrationTests.Storage;

public sealed class RequestCombinerTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task What_waits_while_a_batch_runs_becomes_the_next_batch_in_order()
    {
        var gate = new Gate();
        await using var combiner = new RequestCombiner<int, int>(gate.RunAsync, new() { Workers = 1, MaxBatch = 4 });

        var answers = new List<Task<int>> { combiner.RunAsync(0, None) };
        var first = await gate.NextAsync();
        answers.AddRange(Enumerable.Range(1, 6).Select(i => combiner.RunAsync(i, None)));
        first.Open();
        var second = await gate.NextAsync();
        second.Open();
        var third = await gate.NextAsync();
        third.Open();

        (await Task.WhenAll(answers)).ShouldBe([0, 10, 20, 30, 40, 50, 60]);
        first.Requests.ShouldBe([0]);
        second.Requests.ShouldBe([1, 2, 3, 4]);
        third.Requests.ShouldBe([5, 6]);
    }

    [Fact]
    public async Task As_many_batches_run_at_once_as_there_are_workers()
    {
        var gate = new Gate();
        await using var combiner = new RequestCombiner<int, int>(gate.RunAsync, new() { Workers = 2, MaxBatch = 1 });

        var answers = Enumerable.Range(1, 3).Select(i => combiner.RunAsync(i, None)).ToList();
        var running = new[] { await gate.NextAsync(), await gate.NextAsync() };

        gate.IsIdle.ShouldBeTrue();
        running[0].Open();
        (await gate.NextAsync()).Open();
        running[1].Open();
        (await Task.WhenAll(answers)).ShouldBe([10, 20, 30]);
    }

    [Fact]
    public async Task A_request_that_is_cancelled_while_it_waits_does_not_happen()
    {
        var gate = new Gate();
        await using var combiner = new RequestCombiner<int, int>(gate.RunAsync, new() { Workers = 1 });
        using var cancellation = new CancellationTokenSource();

        var running = combiner.RunAsync(1, cancellation.Token);
        var first = await gate.NextAsync();
        var dropped = combiner.RunAsync(2, cancellation.Token);
        var kept = combiner.RunAsync(3, None);
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => dropped);
        first.Open();
        (await running).ShouldBe(10);
        var second = await gate.NextAsync();
        second.Open();
        (await kept).ShouldBe(30);
        second.Requests.ShouldBe([3]);
    }

    [Fact]
    public async Task A_batch_that_fails_fails_each_of_its_requests_and_no_other()
    {
        var gate = new Gate();
        await using var combiner = new RequestCombiner<int, int>(gate.RunAsync, new() { Workers = 1 });

        var before = combiner.RunAsync(1, None);
        var first = await gate.NextAsync();
        var failed = new[] { combiner.RunAsync(2, None), combiner.RunAsync(3, None) };
        first.Open();
        (await gate.NextAsync()).Fail(new InvalidDataException());

        (await before).ShouldBe(10);
        await Should.ThrowAsync<InvalidDataException>(() => failed[0]);
        await Should.ThrowAsync<InvalidDataException>(() => failed[1]);
        var after = combiner.RunAsync(4, None);
        (await gate.NextAsync()).Open();
        (await after).ShouldBe(40);
    }

    [Fact]
    public async Task One_by_one_a_poisoned_request_fails_alone()
    {
        var gate = new Gate();
        await using var combiner = new RequestCombiner<int, int>(gate.RunAsync, new() { Workers = 1, RetryFailedBatchOneByOne = true });

        var before = combiner.RunAsync(1, None);
        var first = await gate.NextAsync();
        var good = combiner.RunAsync(2, None);
        var poisoned = combiner.RunAsync(3, None);
        first.Open();
        (await gate.NextAsync()).Fail(new InvalidDataException());
        (await gate.NextAsync()).Open();
        (await gate.NextAsync()).Fail(new InvalidDataException());

        await before;
        (await good).ShouldBe(20);
        await Should.ThrowAsync<InvalidDataException>(() => poisoned);
    }

    [Fact]
    public async Task Too_few_results_fail_the_batch()
    {
        await using var combiner = new RequestCombiner<int, int>((_, _) => Task.FromResult<IReadOnlyList<int>>([]));

        await Should.ThrowAsync<InvalidOperationException>(() => combiner.RunAsync(1, None));
    }

    [Fact]
    public async Task A_full_queue_refuses_and_takes_again_once_there_is_room()
    {
        var gate = new Gate();
        await using var combiner = new RequestCombiner<int, int>(gate.RunAsync, new() { Workers = 1, QueueLimit = 2 });

        var answers = new List<Task<int>> { combiner.RunAsync(1, None) };
        var first = await gate.NextAsync();
        answers.Add(combiner.RunAsync(2, None));
        answers.Add(combiner.RunAsync(3, None));
        await Should.ThrowAsync<StorageBusyException>(() => combiner.RunAsync(4, None));

        first.Open();
        (await gate.NextAsync()).Open();
        (await Task.WhenAll(answers)).ShouldBe([10, 20, 30]);
        answers.Add(combiner.RunAsync(5, None));
        (await gate.NextAsync()).Open();
        (await answers[^1]).ShouldBe(50);
    }

    [Fact]
    public async Task Disposal_waits_for_what_was_taken_and_refuses_the_rest()
    {
        var gate = new Gate();
        var combiner = new RequestCombiner<int, int>(gate.RunAsync, new() { Workers = 1 });
        var running = combiner.RunAsync(1, None);
        var first = await gate.NextAsync();
        var waiting = combiner.RunAsync(2, None);

        var disposal = combiner.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => combiner.RunAsync(3, None));
        disposal.IsCompleted.ShouldBeFalse();
        first.Open();
        (await gate.NextAsync()).Open();
        await disposal;

        (await running).ShouldBe(10);
        (await waiting).ShouldBe(20);
    }

    [Fact]
    public async Task Many_concurrent_requests_each_get_their_own_result()
    {
        await using var combiner = new RequestCombiner<int, int>(
            async (requests, _) =>
            {
                await Task.Yield();
                return [.. requests.Select(request => request * 10)];
            },
            new() { QueueLimit = 100_000 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 20_000).Select(i => Task.Run(() => combiner.RunAsync(i, None))));

        answers.ShouldBe(Enumerable.Range(0, 20_000).Select(i => i * 10));
    }

    /// <summary>Holds each batch until the test lets it through.</summary>
    private sealed class Gate
    {
        private readonly Channel<Held> _arrived = Channel.CreateUnbounded<Held>();

        public bool IsIdle => !_arrived.Reader.TryPeek(out _);

        public ValueTask<Held> NextAsync() => _arrived.Reader.ReadAsync();

        public async Task<IReadOnlyList<int>> RunAsync(IReadOnlyList<int> requests, CancellationToken cancellationToken)
        {
            var held = new Held([.. requests]);
            await _arrived.Writer.WriteAsync(held, cancellationToken);
            return await held.Results.Task;
        }
    }

    private sealed record Held(IReadOnlyList<int> Requests)
    {
        public TaskCompletionSource<IReadOnlyList<int>> Results { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => Results.SetResult([.. Requests.Select(request => request * 10)]);

        public void Fail(Exception e) => Results.SetException(e);
    }
}
