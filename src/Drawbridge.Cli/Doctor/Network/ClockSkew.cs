namespace Drawbridge.Cli.Doctor.Network;

/// <summary>
/// How far a server's clock is from ours, as far as it can be told: its <c>Date</c> is in whole seconds, servers write it down once a second, and
/// it was read at some moment of the round trip. Several answers narrow it down.
/// </summary>
/// <param name="AtLeast">The server is ahead by at least this; below zero when it is behind.</param>
/// <param name="AtMost">And by at most this.</param>
internal readonly record struct ClockSkew(TimeSpan AtLeast, TimeSpan AtMost)
{
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(2);

    /// <summary>What is certain of it: zero when the clocks may agree.</summary>
    public TimeSpan Certain => AtLeast > TimeSpan.Zero ? AtLeast : AtMost < TimeSpan.Zero ? AtMost : TimeSpan.Zero;

    /// <summary>Null when no answer said what time it is.</summary>
    public static ClockSkew? Of(IEnumerable<Reply> replies)
    {
        ClockSkew? skew = null;
        foreach (var reply in replies)
        {
            if (reply.Date is { } date)
            {
                var one = new ClockSkew(date - reply.ReceivedAt, date + Resolution - reply.SentAt);
                skew = skew is { } so ? so.And(one) : one;
            }
        }

        return skew;
    }

    /// <summary>A clock that was set in between can contradict itself; then the later answer counts.</summary>
    private ClockSkew And(ClockSkew other)
    {
        var both = new ClockSkew(other.AtLeast > AtLeast ? other.AtLeast : AtLeast, other.AtMost < AtMost ? other.AtMost : AtMost);
        return both.AtLeast <= both.AtMost ? both : other;
    }
}
