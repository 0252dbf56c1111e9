namespace Drawbridge.Broker.Partners.Rewards.Statements;

/// <summary>Which period has ended last.</summary>
internal static class DuePeriod
{
    private const int DaysOfWeek = 7;

    /// <summary>The period that has ended last, in UTC; null = none ends by itself.</summary>
    public static (DateTimeOffset From, DateTimeOffset Until)? Of(StatementPeriod period, DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        switch (period)
        {
            case StatementPeriod.Weekly:
                var monday = today.AddDays(-(((int)today.DayOfWeek + DaysOfWeek - (int)DayOfWeek.Monday) % DaysOfWeek));
                return (monday.AddDays(-DaysOfWeek), monday);
            case StatementPeriod.Monthly:
                var first = today.AddDays(1 - today.Day);
                return (first.AddMonths(-1), first);
            default:
                return null;
        }
    }
}
