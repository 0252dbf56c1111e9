using Drawbridge.Broker.AccessTokens;
using Drawbridge.Broker.CrmApiTokens;
using Drawbridge.Broker.OneTimeTokens;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Hosting;

/// <summary>Removes the records of tokens that ended, so that the tables stay as large as the traffic of a day (DEC-16).</summary>
internal sealed class TokenCleanup(
    OneTimeTokenStore oneTimeTokens,
    AccessTokenStore accessTokens,
    CrmApiTokenStore crmApiTokens,
    TimeProvider time,
    IOptions<OneTimeTokenOptions> oneTimeOptions,
    IOptions<AccessTokenOptions> accessOptions,
    IOptions<BrokerHostOptions> hostOptions,
    ILogger<TokenCleanup> log) : BackgroundService
{
    /// <summary>One round; returns how many records went.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await oneTimeTokens.DeleteExpiredAsync(now - oneTimeOptions.Value.KeepExpired, cancellationToken)
            + await accessTokens.DeleteExpiredAsync(now - accessOptions.Value.KeepExpired, now, cancellationToken)
            + await crmApiTokens.DeleteExpiredAsync(now, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(hostOptions.Value.CleanupInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                HostingLog.Cleaned(log, await RunOnceAsync(stoppingToken));
            }
#pragma warning disable CA1031 // The next round tries again.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                HostingLog.CleanupFailed(log, e);
            }
        }
    }
}
