using Drawbridge.Conformance.Evidence;

namespace Drawbridge.Conformance.Browsing.Visits;

/// <summary>What was seen when a screen was opened. Cases ask it.</summary>
internal sealed record ScreenVisit
{
    public required ScreenView View { get; init; }

    /// <summary>The address that was opened.</summary>
    public required Uri Address { get; init; }

    /// <summary>Status of the document; 0 when the browser did not show it.</summary>
    public required int Status { get; init; }

    /// <summary>Headers of the document, names written small.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Everything that was asked for, the document first.</summary>
    public required IReadOnlyList<RequestSeen> Requests { get; init; }

    /// <summary>As servers sent them: name and attributes.</summary>
    public required IReadOnlyList<string> Cookies { get; init; }

    public required IReadOnlyList<string> Dialogs { get; init; }

    public required int PopUps { get; init; }

    /// <summary>Errors that the browser wrote down.</summary>
    public required IReadOnlyList<string> Complaints { get; init; }

    public required PageFacts Page { get; init; }

    /// <summary>What does not fit, by size; empty unless the view is measured.</summary>
    public IReadOnlyList<(ScreenSize Size, PageLayout Layout)> Layouts { get; init; } = [];

    /// <summary>What it looked like; several where it was measured.</summary>
    public IReadOnlyList<Picture> Pictures { get; init; } = [];

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>A request of a page.</summary>
/// <param name="Url">Its whole address.</param>
/// <param name="Kind">What the browser asked for: <c>document</c>, <c>script</c>, <c>image</c>, …</param>
/// <param name="Status">0 when there was no answer.</param>
/// <param name="Referrer">The address that the server was told; null for none.</param>
internal sealed record RequestSeen(Uri Url, string Kind, int Status, string? Referrer);
