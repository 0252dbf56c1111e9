using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;

namespace Drawbridge.IntegrationTests.Conformance.Harness;

/// <summary>Runs cases against mutations, and says how many of the cases have noticed what they are there to notice.</summary>
internal sealed class MutationRun(IReadOnlyList<ConformanceCase> cases)
{
    /// <summary>Makes more calls than all others of its area together.</summary>
    private const string Heavy = "api/4.2/64-at-once";

    /// <summary>How many cases that must not fail are run with those that must.</summary>
    private const int Others = 6;

    /// <summary>Every case of the same areas is run with <c>DRAWBRIDGE_MUTATIONS=all</c>, which takes a few minutes.</summary>
    private static readonly bool All = Environment.GetEnvironmentVariable("DRAWBRIDGE_MUTATIONS") == "all";

    private int _turn;
    private readonly HashSet<string> _killed = new(StringComparer.Ordinal);
    private readonly List<string> _wrong = [];

    /// <summary>Mutations whose failures were not exactly those that were expected.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    /// <summary>Cases that no mutation has made fail.</summary>
    public IReadOnlyList<string> Survived => [.. cases.Select(static one => one.Id).Where(id => !_killed.Contains(id))];

    public string KillRate => $"kill rate: {_killed.Count} of {cases.Count} ({100.0 * _killed.Count / cases.Count:0.0} %)";

    /// <summary>Runs the cases that a mutation must make fail and others of the same areas, and notes which do fail.</summary>
    public async Task TryAsync(ConformanceHost host, Mutation mutation)
    {
        var failed = (await host.RunAsync(Chosen(mutation), mutation)).Where(static one => one.Verdict is Verdict.Failed or Verdict.Warning).Select(static one => one.Case.Id).ToHashSet();
        if (failed.SetEquals(mutation.Fails))
        {
            _killed.UnionWith(failed);
            return;
        }

        _wrong.Add($"{mutation.Name}: survived [{string.Join(", ", mutation.Fails.Except(failed))}], fails besides [{string.Join(", ", failed.Except(mutation.Fails))}]");
    }

    /// <summary>In the order of the catalogue. Of the others, each mutation has its turn of some, unless all are asked for.</summary>
    private List<ConformanceCase> Chosen(Mutation mutation)
    {
        if (mutation.Within is { } within)
        {
            return [.. cases.Where(one => within.Any(pattern => CasePattern.Matches(pattern, one.Id)))];
        }

        var areas = mutation.Fails.Select(AreaOf).ToHashSet();
        var others = cases.Select(static one => one.Id).Where(id => areas.Contains(AreaOf(id)) && !mutation.Fails.Contains(id) && id != Heavy).ToList();
        var first = others.Count == 0 ? 0 : _turn++ * Others % others.Count;
        var chosen = All ? others.ToHashSet() : Enumerable.Range(first, Math.Min(Others, others.Count)).Select(i => others[i % others.Count]).ToHashSet();
        chosen.UnionWith(mutation.Fails);
        return [.. cases.Where(one => chosen.Contains(one.Id))];
    }

    private static string AreaOf(string id) => id[..id.LastIndexOf('/')];
}
