namespace Drawbridge.Conformance.Cases;

/// <summary>How binding a requirement is, as RFC 2119 says.</summary>
public enum Level
{
    /// <summary>Breaking it fails the run.</summary>
    Must,

    /// <summary>Breaking it is a warning.</summary>
    Should,

    /// <summary>An option: breaking what is said of it once it is offered is a warning.</summary>
    May,
}

/// <summary>Where the wording of a requirement comes from, which decides whether the vendor's testers can look for it.</summary>
public enum Basis
{
    /// <summary>The vendor has published it.</summary>
    Published,

    /// <summary>Drawbridge has drawn it from what is published, where that leaves a gap. Breaking it fails the run when the plan is strict, and is a warning otherwise.</summary>
    Inferred,
}

/// <summary>A requirement of the protocol.</summary>
/// <param name="Level">How binding it is.</param>
/// <param name="Id">Its identifier in <c>docs/protocol</c>, such as <c>P2B-4.2-8</c>.</param>
/// <param name="Basis">Where it comes from.</param>
public sealed record Requirement(Level Level, string Id, Basis Basis = Basis.Published)
{
    public static Requirement Must(string id) => new(Level.Must, id);

    public static Requirement Should(string id) => new(Level.Should, id);

    public static Requirement May(string id) => new(Level.May, id);

    /// <summary>The same, drawn by Drawbridge from what is published.</summary>
    public Requirement Inferred => this with { Basis = Basis.Inferred };

    /// <summary>As a report names it. Written here because the text that records make of themselves would go round in circles over <see cref="Inferred"/>.</summary>
    public override string ToString() => $"{Id} ({Level}, {Basis})";
}
