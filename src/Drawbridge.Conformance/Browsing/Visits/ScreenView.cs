namespace Drawbridge.Conformance.Browsing.Visits;

/// <summary>One way of opening a screen. Two views that are equal are visited once.</summary>
/// <param name="Screen">Which.</param>
internal sealed record ScreenView(BrokerScreen Screen)
{
    /// <summary>What <c>lang</c> is; null leaves it away.</summary>
    public string? Lang { get; init; }

    /// <summary>What <c>theme</c> is; null leaves it away.</summary>
    public string? Theme { get; init; }

    /// <summary>What <c>source</c> is; null leaves it away.</summary>
    public string? Source { get; init; }

    /// <summary>Further parameters as they stand in an address, escaped.</summary>
    public string More { get; init; } = "";

    /// <summary>Whether it is opened in a frame of the application's origin, as the web application opens it.</summary>
    public bool Framed { get; init; }

    /// <summary>Whether the browser keeps no cookies of third parties; only with <see cref="Framed"/>.</summary>
    public bool WithoutThirdPartyCookies { get; init; }

    /// <summary>Whether it is measured at all usual sizes.</summary>
    public bool Measured { get; init; }

    /// <summary>What tells it from other views of a run.</summary>
    public string Key =>
        $"view {Screen.Id} {Lang} {Theme} {Source} {More} {(Framed ? "framed" : "")} {(WithoutThirdPartyCookies ? "no cookies" : "")} {(Measured ? "measured" : "")}";

    /// <summary>The usual sizes (SCR-60).</summary>
    public static IReadOnlyList<ScreenSize> Sizes { get; } =
    [
        new("a small phone", 360, 640), new("a phone", 390, 844), new("a phone held across", 844, 390), new("a tablet (4:3)", 1024, 768), new("a tablet held upright (3:4)", 768, 1024),
        new("a small laptop", 1280, 720), new("a desktop (16:9)", 1920, 1080),
    ];
}

/// <summary>A size of a window, in CSS pixels.</summary>
internal sealed record ScreenSize(string Name, int Width, int Height)
{
    public override string ToString() => $"{Name}, {Width}×{Height}";
}
