using System.Text.RegularExpressions;

namespace Drawbridge.Tests.Requirements;

/// <summary>Which tests prove a requirement: those that cite it, before their name or inside. A citation in a helper proves nothing.</summary>
internal sealed partial class ProofList
{
    private readonly Dictionary<Requirement, List<string>> _tests = [];

    public ProofList(IEnumerable<(string Path, string Text)> files, Specification specification)
    {
        foreach (var (path, text) in files)
        {
            var starts = Start().Matches(text).Select(match => (match.Index, Name: $"{Path.GetFileNameWithoutExtension(path)}.{match.Groups["name"].Value}")).ToList();
            foreach (var (index, requirements) in CitationList.In(text, specification))
            {
                if (starts.FindLast(start => start.Index <= index) is { Name: { } test })
                {
                    requirements.ToList().ForEach(requirement => Add(requirement, test));
                }
            }
        }
    }

    /// <summary>Their names, <c>Class.Method</c>; none when nothing proves it.</summary>
    public IReadOnlyList<string> TestsOf(Requirement requirement) => _tests.GetValueOrDefault(requirement) ?? [];

    private void Add(Requirement requirement, string test)
    {
        if (!_tests.TryGetValue(requirement, out var tests))
        {
            _tests[requirement] = tests = [];
        }

        if (!tests.Contains(test))
        {
            tests.Add(test);
        }
    }

    /// <summary>The attribute of a test, up to the name of its method.</summary>
    [GeneratedRegex(@"^ *\[(Fact|Theory|Property)\b[\s\S]*?^ *public [^\n(]*?\b(?<name>[A-Za-z0-9_]+)\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10000)]
    private static partial Regex Start();
}
