namespace Drawbridge.Conformance.Browsing;

/// <summary>What a tab looks like and leaves away.</summary>
internal sealed record TabOptions
{
    public int Width { get; init; } = 1280;

    public int Height { get; init; } = 800;

    /// <summary>The language that the browser prefers, which a screen must not need.</summary>
    public string Locale { get; init; } = "en-GB";

    /// <summary>Whether pictures and fonts are left away, because nobody looks.</summary>
    public bool Quick { get; init; }

    /// <summary>Cookies and storage to begin with, as another tab left them; null for none.</summary>
    public string? State { get; init; }

    /// <summary>How long the browser waits for one thing.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);
}
