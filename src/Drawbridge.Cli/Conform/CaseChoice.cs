using Drawbridge.Cli.CommandLine;
using Drawbridge.Conformance.Cases;

namespace Drawbridge.Cli.Conform;

/// <summary>Chooses cases by what was typed.</summary>
internal static class CaseChoice
{
    /// <summary>The cases that at least one pattern matches, in the order of the catalogue; all when there is no pattern.</summary>
    /// <exception cref="FaultException">A pattern matches nothing.</exception>
    public static IReadOnlyList<ConformanceCase> Of(IReadOnlyList<ConformanceCase> cases, IReadOnlyList<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (!cases.Any(one => Matches(pattern, one.Id)))
            {
                var meant = Suggestion.For(pattern, cases.Select(static one => one.Id));
                throw new FaultException($"no case is called '{pattern}'.", meant is null ? "'drawbridge conform list' lists them; * stands for anything." : $"Did you mean '{meant}'?");
            }
        }

        return patterns.Count == 0 ? cases : [.. cases.Where(one => patterns.Any(pattern => Matches(pattern, one.Id)))];
    }

    /// <summary>What cases begin with means all of them, too: <c>api</c>, <c>api/6.1.2</c>.</summary>
    private static bool Matches(string pattern, string id) => CasePattern.Matches(pattern, id) || CasePattern.Matches($"{pattern.TrimEnd('/')}/*", id);
}
