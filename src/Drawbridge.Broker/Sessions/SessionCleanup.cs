using Drawbridge.Broker.Console.SignIn;
using Drawbridge.Broker.EmailProofs;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Passkeys;
using Drawbridge.Broker.Throttling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Sessions;

/// <summary>Removes what ended: sessions, codes and counters. They are not valid before either; this only keeps the tables small.</summary>
internal sealed partial class SessionCleanup(
    SessionStore sessions, InAppSessionStore inApp, StaffSessionStore staff, EmailProofStore codes, ThrottleStore throttles, PasskeyChallenges challenges, TimeProvider time, ILogger<SessionCleanup> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await sessions.DeleteEndedAsync(time.GetUtcNow(), stoppingToken);
                await inApp.DeleteEndedAsync(time.GetUtcNow(), stoppingToken);
                await codes.DeleteEndedAsync(time.GetUtcNow(), stoppingToken);
                await staff.DeleteEndedAsync(time.GetUtcNow(), stoppingToken);
                await throttles.DeleteEndedAsync(time.GetUtcNow(), stoppingToken);
                await challenges.DeleteEndedAsync(time.GetUtcNow(), stoppingToken);
            }
#pragma warning disable CA1031 // Tried again in an hour.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Failed(log, e.GetType().Name);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Ended sessions, codes and counters could not be removed ({Error}); tried again in an hour")]
    private static partial void Failed(ILogger logger, string error);
}
