namespace Drawbridge.Broker.Funnel;

/// <summary>A step with how many reached it, and how many of those before.</summary>
/// <param name="Flow">Which flow.</param>
/// <param name="Step">What it is called.</param>
/// <param name="Visits">How many reached it.</param>
/// <param name="OfFirst">The share of those who began; null when nobody did.</param>
/// <param name="OfPrevious">The share of those who reached the step before it that everybody sees; null for the first.</param>
/// <param name="IsOptional">Whether some go on without seeing it.</param>
internal sealed record FunnelStage(string Flow, string Step, long Visits, double? OfFirst, double? OfPrevious, bool IsOptional)
{
    /// <summary>The steps of each flow that has counts, in order. Steps that the broker defined itself stand where most traders saw them.</summary>
    public static IReadOnlyList<FunnelStage> Of(IEnumerable<FunnelCount> counts) =>
    [
        .. from count in counts
           group count by count.Flow into flow
           orderby IndexOf(flow.Key)
           from stage in Of(flow.Key, flow)
           select stage,
    ];

    private static IEnumerable<FunnelStage> Of(string flow, IEnumerable<FunnelCount> counts)
    {
        var steps = counts.GroupBy(static count => count.Step, StringComparer.Ordinal)
            .Select(static step => (Name: step.Key, Position: step.MaxBy(static count => count.Visits)!.Position, Visits: step.Sum(static count => count.Visits)))
            .OrderBy(static step => step.Position).ThenBy(static step => step.Name, StringComparer.Ordinal);
        (long? first, long? previous) = (null, null);
        foreach (var step in steps)
        {
            var optional = FunnelStep.IsOptional(flow, step.Name);
            yield return new(flow, step.Name, step.Visits, Share(step.Visits, first ?? step.Visits), previous is null ? null : Share(step.Visits, previous), optional);
            first ??= step.Visits;
            previous = optional ? previous : step.Visits;
        }
    }

    private static double? Share(long part, long? whole) => whole is > 0 ? (double)part / whole.Value : null;

    private static int IndexOf(string flow) => FunnelStep.Flows.Contains(flow) ? FunnelStep.Flows.ToList().IndexOf(flow) : int.MaxValue;
}
