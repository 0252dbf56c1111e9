using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Onboarding;

/// <summary>Keeps a claim alive while its task is worked on, and stops the work when the claim is lost.</summary>
internal sealed class TaskLease : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;

    public TaskLease(OnboardingStore store, OnboardingTask task, TimeSpan length, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        _lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _renewing = RenewAsync(store, task, length, time, logger);
    }

    /// <summary>Cancelled when the claim is lost or the process stops.</summary>
    public CancellationToken Token => _lost.Token;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
        _lost.Dispose();
        _ended.Dispose();
    }

    private async Task RenewAsync(OnboardingStore store, OnboardingTask task, TimeSpan length, TimeProvider time, ILogger logger)
    {
        using var timer = new PeriodicTimer(length / 3, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                if (!await TryRenewAsync(store, task, time.GetUtcNow() + length, logger))
                {
                    await _lost.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The task is done.
        }
    }

    private async Task<bool> TryRenewAsync(OnboardingStore store, OnboardingTask task, DateTimeOffset expiresAt, ILogger logger)
    {
        try
        {
            return await store.RenewAsync(task, expiresAt, _ended.Token);
        }
#pragma warning disable CA1031 // While the database is away nobody else can claim it either; what is stored later depends on the claim.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            OnboardingLog.LeaseNotRenewed(logger, e, task.Id);
            return true;
        }
    }
}
