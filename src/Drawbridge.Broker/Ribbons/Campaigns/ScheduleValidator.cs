using Drawbridge.Broker.Ribbons.Schedules;

namespace Drawbridge.Broker.Ribbons.Campaigns;

/// <summary>What can be wrong with the times of a campaign.</summary>
internal static class ScheduleValidator
{
    private const int MostDays = 365;

    public static IEnumerable<CampaignFault> FaultsOf(RibbonSchedule schedule)
    {
        if (ZonedTime.Find(schedule.TimeZone) is not { } zone)
        {
            yield return new("schedule.timeZone", "Give the time zone by its IANA name, such as Europe/Berlin, or UTC.");
            yield break;
        }

        if (schedule is { Start: { } start, End: { } end } && ZonedTime.At(end, zone) <= ZonedTime.At(start, zone))
        {
            yield return new("schedule.end", "The end must be later than the start.");
        }

        if (new[] { schedule.Start, schedule.End }.Any(static one => one is { Year: < 2000 or > 2100 } or { Kind: not DateTimeKind.Unspecified }))
        {
            yield return new("schedule.start", "Give start and end in the years 2000 to 2100 as the clock of the time zone shows them, such as 2026-12-24T08:00, without Z or an offset.");
        }

        if (schedule.From is null != schedule.Until is null || (schedule is { From: { } from, Until: { } until } && until <= from))
        {
            yield return new("schedule.until", "Give both times of the day, the later one second; for a night make two campaigns.");
        }

        if (schedule.DaysOn is null != schedule.DaysOff is null
            || schedule.DaysOn is < 1 or > MostDays || schedule.DaysOff is < 1 or > MostDays || (schedule.DaysOn is not null && schedule.Start is null))
        {
            yield return new("schedule.daysOn", $"Give both numbers of days, 1 to {MostDays}, and the start from which they are counted.");
        }

        if (schedule.DaysPerTrader is < 1 or > MostDays)
        {
            yield return new("schedule.daysPerTrader", $"The days for each trader go from 1 to {MostDays}.");
        }

        if (schedule.Weekdays.Distinct().Count() != schedule.Weekdays.Count || !schedule.Weekdays.All(Enum.IsDefined))
        {
            yield return new("schedule.weekdays", "Name each day of the week once, in English, such as Monday.");
        }
    }
}
