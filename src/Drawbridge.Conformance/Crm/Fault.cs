using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Crm;

/// <summary>One thing that is wrong with a request that would succeed otherwise, and the answer that it must get.</summary>
internal sealed record Fault
{
    public required CrmCall Call { get; init; }

    /// <summary>Identifier of the case.</summary>
    public required string Id { get; init; }

    /// <summary>What is wrong, as the end of "call 4.2 with …".</summary>
    public required string What { get; init; }

    public required Requirement Requirement { get; init; }

    public IReadOnlyList<Requirement> Also { get; init; } = [];

    public IReadOnlyList<Capability> Needs { get; init; } = [];

    public CaseKind Kind { get; init; } = CaseKind.Api;

    public required int Status { get; init; }

    /// <summary>Null where the protocol does not publish a code.</summary>
    public string? Code { get; init; }

    public required string Remedy { get; init; }

    /// <summary>Makes it wrong.</summary>
    public required Func<CaseRun, TargetRequest, CancellationToken, Task<TargetRequest>> MakeAsync { get; init; }

    /// <summary>The request has exactly this one fault, so whatever refuses it has seen it.</summary>
    public ConformanceCase ToCase() => new()
    {
        Id = Id,
        Title = $"Call {Call.Number} with {What} answers {Status}{(Code is null ? "" : $" {Code}")} and gives nothing",
        Requirement = Requirement,
        Also = [.. Also, Requirement.Must("P2B-0-12")],
        Needs = Needs,
        Kind = Kind,
        Remedy = Remedy,
        RunAsync = async (run, cancellationToken) =>
        {
            var request = await MakeAsync(run, await Call.RequestAsync(run, cancellationToken), cancellationToken);
            (await run.AskAsync($"calls {Call.Number} with {What}", request, cancellationToken)).MustBeRefused(Status, Code).MustGiveNothing();
        },
    };

    /// <summary>For faults that take no preparation.</summary>
    public static Func<CaseRun, TargetRequest, CancellationToken, Task<TargetRequest>> By(Func<TargetRequest, TargetRequest> change) => (_, request, _) => Task.FromResult(change(request));

    /// <summary>For faults that depend on the plan only.</summary>
    public static Func<CaseRun, TargetRequest, CancellationToken, Task<TargetRequest>> By(Func<CaseRun, TargetRequest, TargetRequest> change) =>
        (run, request, _) => Task.FromResult(change(run, request));
}
