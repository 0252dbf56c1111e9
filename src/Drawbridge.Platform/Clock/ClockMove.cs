using Drawbridge.Platform.Instrument;

namespace Drawbridge.Platform.Clock;

/// <summary>Where a clock is to be moved. What is null stays as it is.</summary>
internal sealed record ClockMove(TimeSpan? Offset, TimeSpan? CrmSkew)
{
    /// <summary>A hundred years: whoever adds a lifetime to a moved time still gets a time.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(36_525);

    /// <summary>Reads it; what is wrong is told to the fields.</summary>
    public static ClockMove Read(InstrumentFields fields, VirtualClock clock)
    {
        var seconds = Farthest.TotalSeconds;
        var (now, advance, offset, skew) = (
            fields.Time("now"), fields.Number("advanceSeconds", -seconds, seconds), fields.Number("offsetSeconds", -seconds, seconds), fields.Number("crmSkewSeconds", -seconds, seconds));
        var given = new[] { fields.Has("now"), fields.Has("advanceSeconds"), fields.Has("offsetSeconds") }.Count(static has => has);
        if (given > 1 || (given == 0 && !fields.Has("crmSkewSeconds")))
        {
            fields.Wrong("exactly one of now, advanceSeconds and offsetSeconds must be given, or crmSkewSeconds alone");
        }

        if (skew is not null && !clock.CrmFollows)
        {
            fields.Wrong("crmSkewSeconds must be left out, because the broker does not run in this process: move the platform's clock alone, and they differ by that");
        }

        TimeSpan? target = now is { } time ? time - clock.Real.GetUtcNow()
            : advance is { } by ? clock.Offset + TimeSpan.FromSeconds(by)
            : offset is { } from ? TimeSpan.FromSeconds(from)
            : null;
        if (target is { } t && t.Duration() > Farthest)
        {
            fields.Wrong("the clock must stay within a hundred years of the real time");
        }

        return new(target, skew is { } s ? TimeSpan.FromSeconds(s) : null);
    }

    public void Apply(VirtualClock clock)
    {
        clock.Offset = Offset ?? clock.Offset;
        clock.CrmSkew = CrmSkew ?? clock.CrmSkew;
    }
}
