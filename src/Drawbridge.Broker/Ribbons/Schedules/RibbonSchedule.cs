using System.Text.Json.Serialization;

namespace Drawbridge.Broker.Ribbons.Schedules;

/// <summary>
/// When a campaign shows. Its times are on the clock of its own zone, changes to and from summer time included. It can say no more than when the
/// ribbon is in the set of a trader: the application shows a closed one again at the next launch (FLOW-RIBBON-6).
/// </summary>
internal sealed record RibbonSchedule
{
    /// <summary>IANA name, such as <c>Europe/Berlin</c>.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>From when on, on the clock of the zone; null = once approved.</summary>
    public DateTime? Start { get; init; }

    /// <summary>Until when, on the clock of the zone; null = until somebody ends it.</summary>
    public DateTime? End { get; init; }

    /// <summary>Days of the week on which it shows; empty = all.</summary>
    public IReadOnlyList<DayOfWeek> Weekdays { get; init; } = [];

    /// <summary>Time of day from which it shows; null = all day.</summary>
    [JsonConverter(typeof(TimeOfDayConverter))]
    public TimeOnly? From { get; init; }

    /// <summary>Time of day until which it shows; there if and only if <see cref="From"/> is, and later.</summary>
    [JsonConverter(typeof(TimeOfDayConverter))]
    public TimeOnly? Until { get; init; }

    /// <summary>Shows so many days, then not for <see cref="DaysOff"/>, and so on from the day of <see cref="Start"/>; null = every day.</summary>
    public int? DaysOn { get; init; }

    /// <summary>See <see cref="DaysOn"/>.</summary>
    public int? DaysOff { get; init; }

    /// <summary>A trader sees it on at most so many days in a row, counted from the day on which the platform got it first; null = no end.</summary>
    public int? DaysPerTrader { get; init; }

    /// <summary>The zone itself.</summary>
    [JsonIgnore]
    public TimeZoneInfo Zone => ZonedTime.Find(TimeZone) ?? TimeZoneInfo.Utc;

    /// <summary>Whether it turns on and off within its time.</summary>
    [JsonIgnore]
    public bool Alternates => Weekdays.Count > 0 || From is not null || DaysOn is not null;

    /// <summary>Whether it shows at a moment.</summary>
    public bool ShowsAt(DateTimeOffset now)
    {
        var zone = Zone;
        if ((Start is { } start && now < ZonedTime.At(start, zone)) || (End is { } end && now >= ZonedTime.At(end, zone)))
        {
            return false;
        }

        var local = ZonedTime.LocalAt(now, zone);
        return (Weekdays.Count == 0 || Weekdays.Contains(local.DayOfWeek))
            && IsDayOn(local)
            && (From is not { } from || Until is not { } until || (now >= ZonedTime.At(local.Date + from.ToTimeSpan(), zone) && now < ZonedTime.At(local.Date + until.ToTimeSpan(), zone)));
    }

    /// <summary>Whether it is over for good.</summary>
    public bool IsOverAt(DateTimeOffset now) => End is { } end && now >= ZonedTime.At(end, Zone);

    /// <summary>The next moment at which <see cref="ShowsAt"/> may change; null = never again.</summary>
    /// <param name="now">After this moment.</param>
    /// <param name="daily">Whether something else changes at midnight, such as how many days ago something was.</param>
    public DateTimeOffset? NextChangeAfter(DateTimeOffset now, bool daily = false)
    {
        if (IsOverAt(now))
        {
            return null;
        }

        var zone = Zone;
        var moments = new List<DateTimeOffset>();
        Add(Start);
        Add(End);
        if (daily || Alternates || DaysPerTrader is not null)
        {
            var today = ZonedTime.LocalAt(now, zone).Date;
            for (var day = today; day <= today.AddDays(1); day = day.AddDays(1))
            {
                Add(day);
                Add(day + From?.ToTimeSpan());
                Add(day + Until?.ToTimeSpan());
            }
        }

        return moments.Count == 0 ? null : moments.Min();

        void Add(DateTime? local)
        {
            if (local is { } wall && ZonedTime.At(wall, zone) is var moment && moment > now)
            {
                moments.Add(moment);
            }
        }
    }

    /// <summary>The times at which it turns on or off from a moment on, for people to look at.</summary>
    public IReadOnlyList<ScheduleTurn> TurnsAfter(DateTimeOffset now, int most)
    {
        var turns = new List<ScheduleTurn>();
        var shows = ShowsAt(now);
        var at = now;
        for (var steps = 0; steps < 500 && turns.Count < most && NextChangeAfter(at) is { } next; steps++)
        {
            at = next;
            if (ShowsAt(at) != shows)
            {
                shows = !shows;
                turns.Add(new(at, shows));
            }
        }

        return turns;
    }

    private bool IsDayOn(DateTime local)
    {
        if (DaysOn is not { } on || DaysOff is not { } off || Start is not { } start)
        {
            return true;
        }

        var day = (local.Date - start.Date).Days % (on + off);
        return day >= 0 && day < on;
    }
}

/// <summary>A moment at which a campaign begins or stops to show.</summary>
internal sealed record ScheduleTurn(DateTimeOffset At, bool Shows);
