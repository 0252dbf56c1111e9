using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Ribbons.Balances;
using Drawbridge.Broker.Ribbons.Schedules;
using Drawbridge.Broker.Screens;
using Drawbridge.Client.Platform;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Ribbons.Campaigns;

/// <summary>What a campaign would do: to whom, when, how readable, and how long the platform takes to get it.</summary>
internal sealed class CampaignPreviews(AudienceQueries audiences, BalanceStore balances, TimeProvider time, IOptions<PlatformClientOptions> client)
{
    private const int MostTurns = 12;

    /// <summary>Of a content without faults.</summary>
    public async Task<CampaignPreview> OfAsync(BrokerEntity broker, long campaignId, CampaignContent content, CancellationToken cancellationToken)
    {
        var count = await audiences.CountAsync(broker, campaignId, content, cancellationToken);
        var now = time.GetUtcNow();
        var contrast = Accent.TryParse(content.Color, out var color) ? RibbonContrast.Of(color) : 0;
        var (readAt, unread) = content.Audience.Accounts.AsksForBalance ? await BalancesOfAsync(broker, cancellationToken) : (null, null);
        return new(
            count, HoursFor(count), Math.Floor(contrast * 100) / 100, content.Schedule.ShowsAt(now), content.Schedule.TurnsAfter(now, MostTurns),
            unread ?? WarningOf(count, content.Schedule), readAt);
    }

    /// <summary>What was read when, and what to know of a count that goes by it.</summary>
    private async Task<(DateTimeOffset? ReadAt, string? Warning)> BalancesOfAsync(BrokerEntity broker, CancellationToken cancellationToken) =>
        await balances.FindAsync(broker.Id, cancellationToken) switch
        {
            { ReadAt: { } at, Fault: null } => (at, null),
            { Fault: { } fault } reading => (reading.ReadAt, $"The balances could not be read the last time; this goes by those of before: {fault}"),
            _ => (null, "No balance has been read yet: they are once the campaign is handed over for approval, and then again and again."),
        };

    /// <summary>Hours in which the platform takes so many writes of one manager (B2P-0-13), if nothing else is to be written; null = there is no limit.</summary>
    private double? HoursFor(long count) => client.Value.WriteBudget.WritesPerHour is > 0 and var limit ? Math.Ceiling(count * 10.0 / limit) / 10 : null;

    /// <summary>What turns on and off more often than it can be delivered is never right anywhere.</summary>
    private string? WarningOf(long count, RibbonSchedule schedule)
    {
        if (HoursFor(count) is not { } hours)
        {
            return null;
        }

        var shortest = schedule.From is { } from && schedule.Until is { } until ? (until - from).TotalHours : schedule.Alternates ? 24 : double.MaxValue;
        return hours * 2 > shortest
            ? FormattableString.Invariant($"It turns on and off faster than it can be delivered: {count:N0} traders take {hours:0.#} hours each way. Choose fewer traders or longer times.")
            : null;
    }
}

/// <summary>What a campaign would do.</summary>
/// <param name="Audience">Traders in the audience at this moment.</param>
/// <param name="HoursToDeliver">How long all of them take under the hourly limit; null = there is none.</param>
/// <param name="Contrast">Of the title, 1 to 21.</param>
/// <param name="ShowsNow">Whether the schedule shows it at this moment.</param>
/// <param name="Turns">The next times at which it begins or stops to show.</param>
/// <param name="Warning">What to think about; null = nothing.</param>
/// <param name="BalancesReadAt">When balances were read last; null where the audience does not ask for them, or never.</param>
internal sealed record CampaignPreview(long Audience, double? HoursToDeliver, double Contrast, bool ShowsNow, IReadOnlyList<ScheduleTurn> Turns, string? Warning,
    DateTimeOffset? BalancesReadAt);
