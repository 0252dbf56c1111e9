using System.Collections.Concurrent;
using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Client.Calls;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Client.Failover;

/// <summary>One of two connections to the platform dies while many calls are under way.</summary>
public sealed class FailoverLoadTests(CallsServer server) : IClassFixture<CallsServer>
{
    private const int Readers = 8;
    private const int Writers = 4;
    private const int Rounds = 25;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    [Fact] // CONN-6, B2P-3.5-13
    public async Task When_a_connection_is_cut_reads_go_on_at_once_and_no_write_happens_twice()
    {
        // Time stands still: whatever goes on does so without waiting for anything.
        await using var cables = await TwoCables.StartAsync(server, new ManualTimeProvider());
        var load = new Load(cables);
        await load.RunAsync(Rounds);

        var during = load.RunAsync(Rounds * 2);
        await load.EachHasReadAsync(Rounds + 5);
        cables.First.Cut();
        await during;

        load.Reads.ShouldAllBe(static read => read is PlatformResult<TraderEntity>.Answered);
        await load.NoWriteHappenedTwiceAsync();
        cables.Log.All.ShouldContain(static line => line.Contains("is down", StringComparison.Ordinal));
    }

    [Fact] // CONN-6, B2P-3.5-13
    public async Task When_a_connection_falls_silent_reads_go_on_and_no_write_happens_twice()
    {
        await using var cables = await TwoCables.StartAsync(server, TimeProvider.System, static options =>
        {
            options.Timeout = TimeSpan.FromSeconds(8);
            options.Failover.HedgeAfter = TimeSpan.FromMilliseconds(150);
            options.Failover.ProbeInterval = TimeSpan.FromMilliseconds(300);
        });
        var load = new Load(cables);
        await load.RunAsync(Rounds);
        var isThereAgain = cables.Log.FirstAsync(static line => line.Contains("is there again", StringComparison.Ordinal));

        var during = load.RunAsync(Rounds * 2);
        await load.EachHasReadAsync(Rounds + 5);
        cables.First.FallSilent();
        await during;
        cables.First.Revive(); // what was sent into the silence arrives now
        await isThereAgain;
        var before = cables.First.Carried;
        await load.RunAsync(Rounds);

        load.Reads.ShouldAllBe(static read => read is PlatformResult<TraderEntity>.Answered);
        load.Writes.Values.ShouldContain(static write => write is PlatformResult<long?>.Ambiguous, "no write was under way in the silence");
        await load.NoWriteHappenedTwiceAsync();
        cables.First.Carried.ShouldBeGreaterThan(before, "calls did not come back");
    }

    [Fact] // CONN-6: within a second, on the client's clock
    public async Task In_silence_reads_wait_less_than_a_second_and_later_ones_not_at_all()
    {
        var time = new ManualTimeProvider();
        await using var cables = await TwoCables.StartAsync(server, time, static options => options.ConnectTimeout = TimeSpan.FromMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => cables.ReadAsync()));
        var began = time.GetUtcNow();
        cables.First.FallSilent();

        var reads = Enumerable.Range(0, 16).Select(_ => cables.ReadAsync()).ToList();
        await cables.First.HoldsAsync(16);
        time.Advance(TimeSpan.FromMilliseconds(400));
        var answers = await Task.WhenAll(reads).WaitAsync(Deadline);
        var later = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => cables.ReadAsync())).WaitAsync(Deadline);

        answers.Concat(later).ShouldAllBe(static read => read is PlatformResult<TraderEntity>.Answered);
        (time.GetUtcNow() - began).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    /// <summary>Many who read and write, round after round.</summary>
    private sealed class Load(TwoCables cables)
    {
        private readonly int[] _read = new int[Readers];
        private readonly ConcurrentBag<(int Count, TaskCompletionSource Reached)> _awaited = [];
        private int _written;

        public ConcurrentQueue<PlatformResult<TraderEntity>> Reads { get; } = new();

        public ConcurrentDictionary<string, PlatformResult<long?>> Writes { get; } = new(StringComparer.Ordinal);

        /// <summary>Each reader reads so often; the writers write as long as they do.</summary>
        public async Task RunAsync(int rounds)
        {
            var readers = Task.WhenAll(Enumerable.Range(0, Readers).Select(reader => ReadAsync(reader, rounds)));
            var writers = Enumerable.Range(0, Writers).Select(async _ =>
            {
                do
                {
                    var reference = $"w{Interlocked.Increment(ref _written)}";
                    Writes[reference] = await cables.DepositAsync(reference);
                }
                while (!readers.IsCompleted);
            }).ToList();
            await Task.WhenAll([readers, .. writers]).WaitAsync(Deadline);
        }

        public async Task EachHasReadAsync(int count)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((count, reached));
            TellAwaited();
            await reached.Task.WaitAsync(Deadline);
        }

        /// <summary>What was answered happened once, what is in doubt at most once, what was not sent not at all (B2P-3.5-13).</summary>
        public async Task NoWriteHappenedTwiceAsync()
        {
            var done = await cables.DepositsAsync();
            foreach (var (reference, result) in Writes)
            {
                var times = done.GetValueOrDefault(reference);
                switch (result)
                {
                    case PlatformResult<long?>.Answered: times.ShouldBe(1, reference); break;
                    case PlatformResult<long?>.Ambiguous: times.ShouldBeLessThanOrEqualTo(1, reference); break;
                    default: times.ShouldBe(0, $"{reference} {result}"); break;
                }
            }

            done.Keys.Except(Writes.Keys, StringComparer.Ordinal).ShouldBeEmpty();
            Writes.Values.Count(static result => result is PlatformResult<long?>.Answered).ShouldBeGreaterThan(Writers);
        }

        private async Task ReadAsync(int reader, int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                Reads.Enqueue(await cables.ReadAsync());
                Interlocked.Increment(ref _read[reader]);
                TellAwaited();
            }
        }

        private void TellAwaited()
        {
            foreach (var (count, reached) in _awaited)
            {
                if (_read.All(read => Volatile.Read(ref read) >= count))
                {
                    reached.TrySetResult();
                }
            }
        }
    }
}
