using Drawbridge.IntegrationTests.Hosting;
using FsCheck;
using FsCheck.Fluent;

namespace Drawbridge.IntegrationTests.Platform.Model;

public sealed class SqliteModelTests() : ModelTests(count: 40)
{
    protected override Task<string?> CreateDatabaseAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgresModelTests(PostgresCluster cluster) : ModelTests(count: 20)
{
    protected override async Task<string?> CreateDatabaseAsync() => await cluster.CreateDatabaseAsync();
}

/// <summary>Random sequences of calls against a platform in memory. A failure names the seed and the shortest sequence that still fails.</summary>
public abstract class ModelTests(int count) : IAsyncLifetime
{
    private const ulong Seed = 20261121;
    private const int LongestSequence = 80;

    private PlatformServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        var database = await CreateDatabaseAsync();
        _server = await PlatformServer.StartAsync(options =>
        {
            options.Database = database ?? options.Database;
            options.PasswordIterations = 10;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact] // WS-60, WS-62, WS-64, WS-65, WS-67..70, WS-86, WS-94, WS-96, B2P-3.4-10, B2P-3.5-9, B2P-3.5-10, B2P-3.6-9, B2P-3.8-3, B2P-3.10-5
    public Task Any_sequence_of_calls_leaves_what_a_simple_model_says()
    {
        var steps = Gen.Frequency([.. Weights()]).Zip(
            ArbMap.Default.GeneratorFor<(byte A, byte B, byte C, byte D)>(), static (kind, n) => new ModelStep(kind, n.A, n.B, n.C, n.D));
        var sequences = Gen.Choose(10, LongestSequence).SelectMany(length => steps.ListOf(length));
        var property = Prop.ForAll(Arb.From(sequences, static list => Shorter(list)), list => new ModelRun(_server).RunAsync(list));

        // Off the test's own context: FsCheck waits for each sequence on its thread.
        return Task.Run(() => property.Check(
            Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(Seed, 1)));
    }

    /// <summary>Null for the server's own SQLite file.</summary>
    protected abstract Task<string?> CreateDatabaseAsync();

    /// <summary>Money and positions more often than what ends or begins an account.</summary>
    private static IEnumerable<(int, Gen<StepKind>)> Weights() => Enum.GetValues<StepKind>().Select(static kind => (
        kind switch
        {
            StepKind.ChangeBalance or StepKind.OpenPosition or StepKind.ClosePosition => 5,
            StepKind.NewTrader or StepKind.NewUser or StepKind.Delete or StepKind.Move => 1,
            _ => 2,
        },
        Gen.Constant(kind)));

    /// <summary>Halves first, then without one step.</summary>
    private static IEnumerable<List<ModelStep>> Shorter(List<ModelStep> steps)
    {
        if (steps.Count > 1)
        {
            yield return steps[..(steps.Count / 2)];
            yield return steps[(steps.Count / 2)..];
        }

        for (var i = 0; i < steps.Count; i++)
        {
            yield return [.. steps[..i], .. steps[(i + 1)..]];
        }
    }
}
