namespace Drawbridge.Bench;

/// <summary>How much is measured. What is compared is run in turns, and the median of the rounds counts.</summary>
internal sealed record Plan
{
    public required int Rounds { get; init; }

    public required TimeSpan Length { get; init; }

    public required TimeSpan WarmUp { get; init; }

    public required TimeSpan Calibration { get; init; }

    /// <summary>Logins are slow, so that few fit into a short run.</summary>
    public TimeSpan SignIn { get; } = TimeSpan.FromSeconds(10);

    public int Connections { get; init; } = 64;

    public static Plan Full { get; } = new()
    {
        Rounds = 7, Length = TimeSpan.FromSeconds(4), WarmUp = TimeSpan.FromSeconds(5), Calibration = TimeSpan.FromSeconds(3),
    };

    public static Plan Quick { get; } = new()
    {
        Rounds = 3, Length = TimeSpan.FromSeconds(2), WarmUp = TimeSpan.FromSeconds(3), Calibration = TimeSpan.FromSeconds(1),
    };
}
