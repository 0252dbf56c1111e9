namespace Drawbridge.Client.Platform.Budget;

/// <summary>How writes keep under the platform's hourly limit, under <c>Drawbridge:PlatformClient:WriteBudget</c>.</summary>
public sealed class WriteBudgetOptions
{
    /// <summary>
    /// Writes of one manager in any 60 minutes by this process; 0 for no limit. 9,900, a little under the platform's 10,000, because some
    /// travel faster than others. Where several processes use one manager, each gets its share.
    /// </summary>
    public int WritesPerHour { get; set; } = 9_900;

    /// <summary>Writes that may go out at once after a quiet time; the rest of the hour's is spread evenly. 200.</summary>
    public int Burst { get; set; } = 200;

    /// <summary>The part of <see cref="Burst"/> that bulk work leaves to interactive calls. 100.</summary>
    public int InteractiveReserve { get; set; } = 100;

    /// <summary>Calls that may wait, of each priority. One more is not sent. 1,000.</summary>
    public int QueueLimit { get; set; } = 1_000;

    /// <summary>How long an interactive call waits at most. 5 seconds.</summary>
    public TimeSpan InteractiveWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a bulk call waits at most. 10 minutes.</summary>
    public TimeSpan BulkWait { get; set; } = TimeSpan.FromMinutes(10);

    internal TimeSpan WaitOf(CallTerms terms) => terms.LongestWait ?? (terms.Priority == WritePriority.Interactive ? InteractiveWait : BulkWait);

    internal void Check(Action<string, string> add)
    {
        if (WritesPerHour < 0)
        {
            add($"must not be below zero, but is {WritesPerHour}", nameof(WritesPerHour));
        }

        if (WritesPerHour > 0 && (Burst < 1 || Burst >= WritesPerHour))
        {
            add($"must be above zero and below {nameof(WritesPerHour)}, but is {Burst}", nameof(Burst));
        }

        if (InteractiveReserve < 0 || InteractiveReserve >= Burst)
        {
            add($"must not be below zero, and be below {nameof(Burst)}, but is {InteractiveReserve}", nameof(InteractiveReserve));
        }

        if (QueueLimit is < 0 or > 1_000_000)
        {
            add($"must be 0 to 1,000,000, but is {QueueLimit}", nameof(QueueLimit));
        }

        CheckWait(add, InteractiveWait, nameof(InteractiveWait));
        CheckWait(add, BulkWait, nameof(BulkWait));
    }

    private static void CheckWait(Action<string, string> add, TimeSpan value, string key)
    {
        if (value < TimeSpan.Zero || value > TimeSpan.FromHours(24))
        {
            add($"must not be below zero nor above a day, but is {value}", key);
        }
    }
}
