using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Ribbons.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Drawbridge.Tests.Ribbons;

/// <summary>When a campaign shows, on the clock of its zone.</summary>
public sealed class ScheduleTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-03-29T01:59", "2026-03-29T00:59")]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:30")] // there is no half past two: an hour later by the clock
    [InlineData("2026-03-29T03:00", "2026-03-29T01:00")]
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30")] // the first of two
    [InlineData("2026-10-25T03:00", "2026-10-25T02:00")]
    [InlineData("2026-07-01T12:00", "2026-07-01T10:00")]
    public void A_local_time_is_one_moment_when_the_clocks_change_too(string local, string utc) =>
        ZonedTime.At(Wall(local), Berlin).ShouldBe(Moment(utc));

    [Fact]
    public void A_daily_window_keeps_its_hours_over_the_change_to_summer_time()
    {
        var schedule = new RibbonSchedule { TimeZone = "Europe/Berlin", From = new(9, 0), Until = new(17, 0) };
        schedule.ShowsAt(Moment("2026-03-28T08:00")).ShouldBeTrue();
        schedule.ShowsAt(Moment("2026-03-29T07:00")).ShouldBeTrue("nine o'clock is an hour earlier now");
        schedule.ShowsAt(Moment("2026-03-29T06:59")).ShouldBeFalse();
        schedule.ShowsAt(Moment("2026-03-29T15:00")).ShouldBeFalse();
        schedule.TurnsAfter(Moment("2026-03-28T20:00"), 2).ShouldBe([new(Moment("2026-03-29T07:00"), true), new(Moment("2026-03-29T15:00"), false)]);
    }

    [Fact]
    public void Days_of_the_week_and_days_on_and_off_are_those_of_the_zone()
    {
        var weekdays = new RibbonSchedule { TimeZone = "America/New_York", Weekdays = [DayOfWeek.Monday] };
        weekdays.ShowsAt(Moment("2026-11-23T04:59")).ShouldBeFalse("it is still Sunday in New York");
        weekdays.ShowsAt(Moment("2026-11-23T05:00")).ShouldBeTrue();
        weekdays.ShowsAt(Moment("2026-11-24T05:00")).ShouldBeFalse();

        var rhythm = new RibbonSchedule { Start = Wall("2026-11-01T10:00"), DaysOn = 2, DaysOff = 3 };
        Enumerable.Range(1, 7).Select(day => rhythm.ShowsAt(new(2026, 11, day, 12, 0, 0, TimeSpan.Zero))).ShouldBe([true, true, false, false, false, true, true]);
        rhythm.ShowsAt(Moment("2026-11-01T09:59")).ShouldBeFalse();
    }

    /// <summary>Nothing changes between two moments that are told: who looks at those misses nothing.</summary>
    [Fact]
    public void It_changes_only_at_moments_that_are_told() => Prop.ForAll(
        Schedules().ToArbitrary(),
        Gen.Choose(0, 60 * 24 * 400).ToArbitrary(),
        (schedule, minutes) =>
        {
            var at = Moment("2026-01-01T00:00").AddMinutes(minutes);
            var next = schedule.NextChangeAfter(at);
            var until = next ?? at.AddDays(30);
            for (var between = at; between < until && between < at.AddDays(3); between = between.AddMinutes(30))
            {
                if (schedule.ShowsAt(between) != schedule.ShowsAt(at))
                {
                    return false;
                }
            }

            return next is null || next > at;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void What_cannot_be_is_told_with_what_to_do()
    {
        ScheduleValidator.FaultsOf(new() { TimeZone = "Mars" }).ShouldHaveSingleItem().Field.ShouldBe("schedule.timeZone");
        ScheduleValidator.FaultsOf(new() { TimeZone = "CET" }).ShouldNotBeEmpty("not a name of a place");
        ScheduleValidator.FaultsOf(new() { Start = Wall("2026-11-02T00:00"), End = Wall("2026-11-01T00:00") }).ShouldHaveSingleItem().Field.ShouldBe("schedule.end");
        ScheduleValidator.FaultsOf(new() { From = new(22, 0), Until = new(6, 0) }).ShouldHaveSingleItem().Field.ShouldBe("schedule.until");
        ScheduleValidator.FaultsOf(new() { DaysOn = 2, DaysOff = 2 }).ShouldHaveSingleItem().Field.ShouldBe("schedule.daysOn");
        ScheduleValidator.FaultsOf(new() { TimeZone = "Asia/Tokyo", Start = Wall("2026-11-01T00:00"), DaysOn = 2, DaysOff = 2, DaysPerTrader = 5 }).ShouldBeEmpty();
    }

    private static Gen<RibbonSchedule> Schedules() =>
        from zone in Gen.Elements("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
        from start in Gen.Choose(0, 400)
        from length in Gen.Choose(0, 60)
        from @from in Gen.Choose(0, 12)
        from days in Gen.Choose(0, 3)
        let begin = Wall("2026-01-01T09:30").AddDays(start)
        select new RibbonSchedule
        {
            TimeZone = zone,
            Start = begin,
            End = length == 0 ? null : begin.AddDays(length),
            From = @from == 0 ? null : new TimeOnly(@from, 0),
            Until = @from == 0 ? null : new TimeOnly(@from + 7, 30),
            DaysOn = days == 0 ? null : days,
            DaysOff = days == 0 ? null : 2,
            Weekdays = days == 3 ? [DayOfWeek.Saturday, DayOfWeek.Sunday] : [],
        };

    private static DateTime Wall(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static DateTimeOffset Moment(string text) => new(Wall(text), TimeSpan.Zero);
}
