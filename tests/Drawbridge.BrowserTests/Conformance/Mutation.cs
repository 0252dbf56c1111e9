using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>Keeps count of which cases notice that their rule is broken.</summary>
internal sealed class KillRate
{
    private readonly HashSet<string> _all = new(StringComparer.Ordinal);
    private readonly HashSet<string> _killed = new(StringComparer.Ordinal);
    private readonly List<string> _wrong = [];

    /// <summary>Mutations that were not noticed by exactly the cases that should have.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    public double Rate => _all.Count == 0 ? 0 : (double)_killed.Count / _all.Count;

    public IEnumerable<string> Survivors => _all.Except(_killed).Order(StringComparer.Ordinal);

    public void Count(IEnumerable<ConformanceCase> cases) => _all.UnionWith(cases.Select(one => one.Id));

    /// <summary>Holds the failures of a run against those that a mutation is meant to bring about.</summary>
    /// <param name="name">What was broken.</param>
    /// <param name="results">What came of it.</param>
    /// <param name="fails">Patterns of the cases that must fail; all others must not.</param>
    public void Judge(string name, IReadOnlyList<CaseResult> results, params string[] fails)
    {
        var failed = results.Where(result => result.Verdict is Verdict.Failed or Verdict.Warning).ToList();
        var meant = results.Where(result => fails.Any(pattern => CasePattern.Matches(pattern, result.Case.Id))).Select(result => result.Case.Id).ToHashSet(StringComparer.Ordinal);
        _killed.UnionWith(failed.Select(result => result.Case.Id).Where(id => meant.Contains(id) && _all.Contains(id)));
        var survived = meant.Except(failed.Select(result => result.Case.Id)).ToList();
        var others = failed.Where(result => !meant.Contains(result.Case.Id)).Select(Mutation.Words).ToList();
        if (survived.Count > 0 || others.Count > 0 || meant.Count == 0)
        {
            _wrong.Add($"{name}: not noticed by [{string.Join(", ", survived.Select(id => Mutation.Words(results.First(result => result.Case.Id == id))))}], noticed by [{string.Join(", ", others)}] besides");
        }
    }

    public override string ToString() => $"kill rate: {_killed.Count} of {_all.Count} ({Rate:P0})";
}

internal static class Mutation
{
    public static string Words(CaseResult result) => $"{result.Case.Id}: {result.Verdict}: expected {result.Expected}, received {result.Received} {result.Reason}";
}
