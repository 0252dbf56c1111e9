namespace Drawbridge.Broker.Ribbons.Schedules;

/// <summary>Times on the wall of a time zone.</summary>
internal static class ZonedTime
{
    /// <summary>
    /// The moment of a local time. One that the change to summer time leaves out is as much later as the clocks are put forward; of one that the change
    /// back makes twice, it is the first.
    /// </summary>
    public static DateTimeOffset At(DateTime local, TimeZoneInfo zone)
    {
        var wall = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var offset = zone.IsInvalidTime(wall) ? zone.GetUtcOffset(wall.AddDays(-1))
            : zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max()
            : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }

    /// <summary>What the clock on the wall shows.</summary>
    public static DateTime LocalAt(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).DateTime;

    /// <summary>The first moment of the day.</summary>
    public static DateTimeOffset StartOfDay(DateTimeOffset at, TimeZoneInfo zone) => At(LocalAt(at, zone).Date, zone);

    /// <summary>The zone of a name of the IANA database, such as <c>Europe/Berlin</c>; null when there is none.</summary>
    public static TimeZoneInfo? Find(string? name) =>
        name is { Length: > 0 and <= 64 } && (name == "UTC" || name.Contains('/', StringComparison.Ordinal)) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
