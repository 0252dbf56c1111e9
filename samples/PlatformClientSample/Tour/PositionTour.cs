using Drawbridge.Client.Platform;

namespace PlatformClientSample.Tour;

/// <summary>Reports on positions.</summary>
internal static class PositionTour
{
    public static async Task RunAsync(PlatformClient client, long login, TextWriter output, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();

        // snippet: positions
        var open = await client.Positions.ListOpenAsync(login, cancellationToken).AnswerAsync();
        var closed = await client.Positions.ListClosedAsync(now.AddDays(-7), now, login, cancellationToken).AnswerAsync();
        decimal profit = closed.Sum(deal => deal.Pnl ?? 0);
        // end
        await output.WriteLineAsync($"{open.Count} positions are open, {closed.Count} deals closed some last week, with a profit of {profit}.");
    }
}
