using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Cases;

/// <summary>One sentence of the protocol that can be looked at from outside, and how.</summary>
public sealed record ConformanceCase
{
    /// <summary>Area, section of the protocol and what is tried, such as <c>api/6.1.2/invalid-code</c>. Never changes once it was published.</summary>
    public required string Id { get; init; }

    /// <summary>The sentence that is checked, as one that is true of an implementation that conforms.</summary>
    public required string Title { get; init; }

    /// <summary>The requirement that is broken when the case fails; its level decides whether that is a failure or a warning.</summary>
    public required Requirement Requirement { get; init; }

    /// <summary>Further requirements that the case touches.</summary>
    public IReadOnlyList<Requirement> Also { get; init; } = [];

    /// <summary>What a developer of a CRM, or of a platform, does when it fails.</summary>
    public required string Remedy { get; init; }

    public IReadOnlyList<Capability> Needs { get; init; } = [];

    public CaseKind Kind { get; init; } = CaseKind.Api;

    /// <summary>How long it lets time pass; zero for most. Cases that wait begin first.</summary>
    public TimeSpan Waits { get; init; }

    /// <summary>
    /// Looks. Returns when the sentence is true; <see cref="NonconformityException"/> says what was expected and received instead, <see cref="ConfigurationFaultException"/> that it
    /// could not be looked at.
    /// </summary>
    public required Func<CaseRun, CancellationToken, Task> RunAsync { get; init; }

    /// <summary>All requirements, the one that is broken first.</summary>
    public IEnumerable<Requirement> Requirements => Also.Prepend(Requirement);
}
