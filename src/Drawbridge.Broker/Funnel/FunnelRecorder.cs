using System.Threading.Channels;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Funnel;

/// <summary>
/// Takes steps from requests without making one wait, and writes a few seconds' steps together. What does not fit into the queue is dropped; a
/// node that is killed forgets what waited. Neither counts anything twice.
/// </summary>
internal sealed partial class FunnelRecorder(FunnelStore store, TimeProvider time, ILogger<FunnelRecorder> log) : BackgroundService
{
    private const int Longest = 20_000;
    private const int MostAtOnce = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Channel<FunnelVisit> _waiting = Channel.CreateBounded<FunnelVisit>(new BoundedChannelOptions(Longest) { FullMode = BoundedChannelFullMode.DropWrite });
    private DateOnly _forgottenOn;

    public void Add(FunnelVisit visit) => _waiting.Writer.TryWrite(visit);

    /// <summary>Writes down what waits now. What cannot be written waits again.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var visits = new List<FunnelVisit>(MostAtOnce);
        do
        {
            visits.Clear();
            while (visits.Count < MostAtOnce && _waiting.Reader.TryRead(out var visit))
            {
                visits.Add(visit);
            }

            try
            {
                if (visits.Count > 0)
                {
                    await store.AddAsync(visits, cancellationToken);
                }
            }
            catch
            {
                visits.ForEach(Add);
                throw;
            }
        }
        while (visits.Count == MostAtOnce);

        if (_forgottenOn != today)
        {
            await store.ForgetAsync(today, cancellationToken);
            _forgottenOn = today;
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryWriteAsync(stoppingToken);
        }
    }

    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Tried again with the next ones.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Failed(log, e.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Steps of the funnel could not be written down ({Error}); tried again in a few seconds")]
    private static partial void Failed(ILogger logger, string error);
}

/// <summary>Counts a step where it is reached.</summary>
internal static class FunnelRequests
{
    /// <summary>A browser that is not signed in. One that keeps no cookies looks like another at every load.</summary>
    public static void Reached(this HttpContext context, FunnelStep step) => Add(context, step, "browser " + context.GetScreen().FormKey);

    /// <summary>A user, once in a few weeks.</summary>
    /// <param name="context">The request.</param>
    /// <param name="step">The step.</param>
    /// <param name="user">Who.</param>
    /// <param name="walk">What the user can walk through apart from others of the same flow; null = there is one.</param>
    public static void Reached(this HttpContext context, FunnelStep step, BrokerUser user, string? walk = null) =>
        Add(context, step, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"user {user.Id} {walk}"));

    /// <summary>An in-app screen from its opening to its end, once.</summary>
    public static void Reached(this HttpContext context, FunnelStep step, InAppSession session) =>
        Add(context, step, "session " + Convert.ToHexString(session.Token.Fingerprint().ToBytes()));

    private static void Add(HttpContext context, FunnelStep step, string traveller)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        context.RequestServices.GetRequiredService<FunnelRecorder>().Add(new(
            context.GetBroker().Id, step, traveller, FunnelOrigin.Of(context.GetScreen().Parameters), DateOnly.FromDateTime(now.UtcDateTime)));
    }
}
