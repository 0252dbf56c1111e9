using System.Diagnostics;
using System.Globalization;

namespace Drawbridge.IntegrationTests.Payments.Proof;

/// <summary>
/// Deposits and withdrawals between real processes: calls and answers get lost on both sides of the broker, notifications come twice, late and in
/// any order, the broker is killed in the middle of its calls, and the database is stopped as by a power cut. In the end ledger, provider and
/// platform agree to the smallest unit, and whatever waits for a person says why. MONEY_PROOF_PAYMENTS sets how many, MONEY_PROOF_SEED what
/// happens to them.
/// </summary>
public sealed class WholeMoneyProofTests
{
    private const int Few = 24;

    private static readonly int Count = Number("MONEY_PROOF_PAYMENTS", Few);
    private static readonly int Seed = Number("MONEY_PROOF_SEED", 20261121);

    /// <summary>Moves time instead of waiting for it.</summary>
    private static readonly bool IsShort = Count <= 1000;

    private static readonly int Kills = IsShort ? 1 : Count / 600;
    private static readonly int Restarts = IsShort ? 1 : Count / 3000;
    private static readonly int Window = IsShort ? Count : 1200;
    private static readonly TimeSpan LongestStandstill = IsShort ? TimeSpan.FromMinutes(2) : TimeSpan.FromMinutes(10);

    [Fact] // B2P-3.5-12, B2P-3.5-13, FLOW-DEPOSIT-3, FLOW-DEPOSIT-5, FLOW-WITHDRAW-2..4
    public async Task Ledger_provider_and_platform_agree_whatever_is_killed()
    {
        var plan = new ProofPlan(Seed);
        await using var world = await ProofWorld.StartAsync(plan, retryAfter: IsShort ? TimeSpan.FromSeconds(0.3) : TimeSpan.FromSeconds(2));
        await using var driver = await ProofDriver.StartAsync(world, plan, accounts: Math.Clamp(Count / 20, Few, 1000));

        // Each payment takes about one and a half calls that move money.
        world.LetThingsGoWrong(killEvery: Math.Max(1, Count * 5 / 4 / (Kills + 1)));
        var begun = Stopwatch.GetTimestamp();
        await RunAsync(world, driver);
        var took = Stopwatch.GetElapsedTime(begun);

        var books = new ProofBooks(world, driver, await driver.ListAsync());
        await books.CheckAsync();
        world.Kills.ShouldBeGreaterThan(0);
        world.DatabaseRestarts.ShouldBe(Restarts);
        TestContext.Current.SendDiagnosticMessage($"seed {Seed}\n{await books.SummarizeAsync(took)}");
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>Until every payment is at its end or waits for a person.</summary>
    private static async Task RunAsync(ProofWorld world, ProofDriver driver)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var patience = TimeSpan.FromSeconds(1.5);
        var (begun, before, still, told) = (0, -1L, Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        while (true)
        {
            await timer.WaitForNextTickAsync();
            var open = await driver.CountOpenAsync();
            if (begun == Count && open == 0)
            {
                return;
            }

            if (await driver.CountChangesAsync() is var changes && changes != before)
            {
                (before, still) = (changes, Stopwatch.GetTimestamp());
            }

            if (Stopwatch.GetElapsedTime(told) > TimeSpan.FromSeconds(30))
            {
                told = Stopwatch.GetTimestamp();
                TestContext.Current.SendDiagnosticMessage($"{begun} begun, {open} open, {world.Kills} kills, {world.DatabaseRestarts} restarts");
            }

            Stopwatch.GetElapsedTime(still).ShouldBeLessThan(LongestStandstill, $"nothing happens any more: {open} open");
            if (IsShort && Stopwatch.GetElapsedTime(still) > patience)
            {
                world.Kills.ShouldBeLessThan(40, $"it does not end: {open} open");
                await world.KillBrokerAsync(); // everybody waits: let the time pass, which takes a broker that is down
                patience *= 1.5; // or it is slow on a busy machine
            }

            if (world.IsBrokerDown)
            {
                await StartAgainAsync(world, driver);
                still = Stopwatch.GetTimestamp();
            }

            var more = (int)Math.Min(Math.Min(Window - open, 200), Count - begun);
            if (more > 0)
            {
                await Parallel.ForEachAsync(
                    Enumerable.Range(begun, more), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) => await driver.BeginAsync(number));
                begun += more;
            }

            if (world.DatabaseRestarts < Restarts && (begun - open) * (Restarts + 1L) > Count * (world.DatabaseRestarts + 1L))
            {
                await world.RestartDatabaseAsync();
            }
        }
    }

    private static async Task StartAgainAsync(ProofWorld world, ProofDriver driver)
    {
        await world.WaitForCallsAsync();
        if (IsShort)
        {
            await driver.ForwardAsync(TimeSpan.FromMinutes(3));
        }

        await world.StartBrokerAsync();
    }
}
