namespace Drawbridge.Client.Platform.Lines;

/// <summary>How calls go over to the other of two endpoints and come back, under <c>Drawbridge:PlatformClient:Failover</c>.</summary>
public sealed class FailoverOptions
{
    /// <summary>A read without an answer after this time is asked at the other endpoint too. 400 milliseconds.</summary>
    public TimeSpan HedgeAfter { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How often an endpoint that is down is looked at. 2 seconds.</summary>
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// So many answers in a row that came late, broken, or from a gateway that cannot reach the platform, and the endpoint counts as down.
    /// One refused connection is enough. 3.
    /// </summary>
    public int Strikes { get; set; } = 3;

    /// <summary>
    /// How often a call may be tried in all, where that does no harm: reads, writes that bring about the same state, and what surely was not
    /// sent. What may have happened is not tried again. 3.
    /// </summary>
    public int Attempts { get; set; } = 3;

    /// <summary>The pause before an endpoint is asked again by the same call; each further one is twice as long. 200 milliseconds.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(200);

    internal void Check(Action<string, string> add)
    {
        CheckTime(add, HedgeAfter, nameof(HedgeAfter));
        CheckTime(add, ProbeInterval, nameof(ProbeInterval));
        CheckTime(add, Pause, nameof(Pause));
        CheckCount(add, Strikes, nameof(Strikes));
        CheckCount(add, Attempts, nameof(Attempts));
    }

    private static void CheckTime(Action<string, string> add, TimeSpan value, string key)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromMinutes(1))
        {
            add($"must be above zero and at most a minute, but is {value}", key);
        }
    }

    private static void CheckCount(Action<string, string> add, int value, string key)
    {
        if (value is < 1 or > 10)
        {
            add($"must be 1 to 10, but is {value}", key);
        }
    }
}
