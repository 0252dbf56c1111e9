using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Functions.Trips;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Functions;

/// <summary>How cases about functions are made.</summary>
internal static class TripCase
{
    private static readonly Capability[] Entry = [Capability.Browser, Capability.Sso];

    /// <summary>A case that asks one trip.</summary>
    public static ConformanceCase Of(
        string id, string title, Requirement requirement, string remedy, Func<CaseRun, CancellationToken, Task<Trip>> take, Action<Trip, CaseRun> look, params Capability[] needs) => Of(
        id,
        title,
        requirement,
        remedy,
        async (run, cancellationToken) => look(await take(run, cancellationToken), run),
        needs);

    /// <summary>A case that does something of its own.</summary>
    public static ConformanceCase Of(string id, string title, Requirement requirement, string remedy, Func<CaseRun, CancellationToken, Task> run, params Capability[] needs) => new()
    {
        Id = $"functions/{id}", Title = title, Requirement = requirement, Remedy = remedy, Kind = CaseKind.Browser, Needs = [.. Entry, .. needs], RunAsync = run,
    };
}
