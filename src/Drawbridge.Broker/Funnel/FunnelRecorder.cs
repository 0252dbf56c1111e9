using System.Threading.Channels;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Funnel;

/// <summary>
/// Takes steps from requests without making one wait, and writes a few seconds' steps together. What does not fit into the queue is dropped; a
/// node that is killed forgets what waited. Neither counts anything twice.
/// </summary>
internal sealed class FunnelRecorder(FunnelStore store, TimeProvider time, ILogger<FunnelRecorder> log)
    : DelayedWriter("Steps of the funnel", TimeSpan.FromSeconds(5), time, log)
{
    private const int Longest = 20_000;
    private const int MostAtOnce = 500;

    private readonly Channel<FunnelVisit> _waiting = Channel.CreateBounded<FunnelVisit>(new BoundedChannelOptions(Longest) { FullMode = BoundedChannelFullMode.DropWrite });
    private DateOnly _forgottenOn;

    public void Add(FunnelVisit visit) => _waiting.Writer.TryWrite(visit);

    /// <summary>Writes down what waits now. What cannot be written waits again.</summary>
    public override async Task WriteAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);
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
