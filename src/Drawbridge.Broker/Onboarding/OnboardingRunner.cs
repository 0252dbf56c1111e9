using System.Security.Cryptography;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Onboarding.Steps;
using Drawbridge.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Onboarding;

/// <summary>Runs a task under a claim, so that it runs once at a time among all nodes, and stores what becomes of it.</summary>
internal sealed class OnboardingRunner(
    Database database,
    OnboardingStore store,
    NextStep nextStep,
    OnboardingNode node,
    BrokerDirectory directory,
    WakeUp wakeUp,
    TimeProvider time,
    IOptions<OnboardingOptions> options,
    ILogger<OnboardingRunner> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Task<bool>> _running = [];

    /// <summary>True while this process works on the task.</summary>
    public bool IsRunning(long taskId)
    {
        lock (_gate)
        {
            return _running.ContainsKey(taskId);
        }
    }

    /// <summary>
    /// Runs the task as far as it goes now. Callers in this process who want the same task share one run. False when it was not due or
    /// another node has it. Never throws.
    /// </summary>
    public Task<bool> RunAsync(long taskId)
    {
        lock (_gate)
        {
            if (!_running.TryGetValue(taskId, out var run))
            {
                _running[taskId] = run = RunAndForgetAsync(taskId);
            }

            return run;
        }
    }

    /// <summary>Gives up what runs, leaving it to be continued, and waits until it is put down.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        Task[] running;
        lock (_gate)
        {
            running = [.. _running.Values];
        }

        await Task.WhenAll(running);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private async Task<bool> RunAndForgetAsync(long taskId)
    {
        // Outside the lock from here on.
        await Task.Yield();
        try
        {
            var now = time.GetUtcNow();
            var claimId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            var row = await store.TryClaimAsync(taskId, node.Id, claimId, now, now + options.Value.Lease, _stopping.Token);
            if (row is null)
            {
                return false;
            }

            await WorkAsync(row);
            return true;
        }
#pragma warning disable CA1031 // The claim ends by itself, and then the task goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_stopping.IsCancellationRequested)
            {
                OnboardingLog.RunFailed(logger, e, taskId);
            }

            return false;
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(taskId);
            }

            wakeUp.Set();
        }
    }

    private async Task WorkAsync(OnboardingTask row)
    {
        if (directory.Current.FindBroker(row.BrokerId) is not { } broker)
        {
            // Removed from the configuration, or not loaded yet.
            var attempts = row.Attempts + 1;
            var next = time.GetUtcNow() + Backoff.PauseAfter(options.Value, row.Id, attempts);
            await store.PostponeAsync(row, next, attempts, "the broker is not configured", CancellationToken.None);
            return;
        }

        using var scope = BrokerLogScope.Begin(logger, broker);
        var task = new ClaimedTask(database, row, broker);
        try
        {
            await StoreAsync(task, await StepAsync(task));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            await task.ReleaseAsync(time.GetUtcNow(), time.GetUtcNow() + options.Value.AmbiguitySettleTime, CancellationToken.None);
        }
        catch (Exception e) when (e is ClaimLostException or OperationCanceledException)
        {
            OnboardingLog.ClaimLost(logger, row.Id, broker.Name.Value, broker.Crm.Name.Value);
        }
    }

    private async Task<StepOutcome> StepAsync(ClaimedTask task)
    {
        await using var lease = new TaskLease(store, task.Row, options.Value.Lease, time, logger, _stopping.Token);
        try
        {
            StepOutcome outcome;
            do
            {
                outcome = await nextStep.RunAsync(task, lease.Token);
            }
            while (outcome is StepOutcome.Again);
            return outcome;
        }
#pragma warning disable CA1031 // A fault of ours or of the surroundings: the task waits, as after any other failure.
        catch (Exception e) when (e is not (OperationCanceledException or ClaimLostException))
#pragma warning restore CA1031
        {
            OnboardingLog.StepFailed(logger, e, task.Row.Id, task.Broker.Name.Value, task.Broker.Crm.Name.Value);
            return new StepOutcome.Later($"internal error ({e.GetType().Name})");
        }
    }

    private async Task StoreAsync(ClaimedTask task, StepOutcome outcome)
    {
        var (id, broker, crm) = (task.Row.Id, task.Broker.Name.Value, task.Broker.Crm.Name.Value);
        switch (outcome)
        {
            case StepOutcome.Done:
                OnboardingLog.TaskDone(logger, task.Row.Kind, id, task.Row.UserId, broker, crm);
                break;
            case StepOutcome.NeedsProof:
                OnboardingLog.ProofNeeded(logger, id, task.Row.UserId, broker, crm);
                break;
            case StepOutcome.NotBefore notBefore:
                var earliest = task.Row.Attempts > 1 ? time.GetUtcNow() + Backoff.PauseAfter(options.Value, id, task.Row.Attempts) : notBefore.At;
                await task.EndAsync(
                    ProgressStatus.Pending, Later(earliest, notBefore.At), task.Row.Attempts, notBefore.Error, stuckCode: null, CancellationToken.None);
                break;
            case StepOutcome.Later later:
                var attempts = task.Row.Attempts + 1;
                var pause = Backoff.PauseAfter(options.Value, id, attempts);
                var next = time.GetUtcNow() + (later.RetryAfter > pause ? later.RetryAfter.Value : pause);
                await task.EndAsync(ProgressStatus.Pending, next, attempts, later.Error, stuckCode: null, CancellationToken.None);
                OnboardingLog.TaskPostponed(logger, task.Row.Kind, id, task.Row.UserId, broker, crm, later.Error, next);
                break;
            case StepOutcome.Stuck stuck:
                await task.EndAsync(ProgressStatus.Stuck, nextAttemptAt: null, task.Row.Attempts, stuck.Error, stuck.Code, CancellationToken.None);
                OnboardingLog.TaskStuck(logger, task.Row.Kind, id, task.Row.UserId, broker, crm, stuck.Code, stuck.Error);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
