using System.Text.RegularExpressions;

namespace Drawbridge.Tests.Architecture;

/// <summary>
/// Examples in the documentation are cut from the samples, which compile: between <c>// snippet: NAME</c> and <c>// end</c>. With
/// <c>UPDATE_GOLDEN=1</c> in the environment this writes them.
/// </summary>
public sealed partial class SnippetTests
{
    private static readonly Dictionary<string, string> Snippets = Repository.Under("samples/").Where(static file => file.Extension == ".cs")
        .SelectMany(static file => Cut(file.Lines())).ToDictionary(StringComparer.Ordinal);

    private static IEnumerable<RepositoryFile> Pages => Repository.Under("docs/").Where(static file => file.Extension == ".md");

    [Fact]
    public void An_example_is_what_the_sample_compiles()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            foreach (var page in Pages.Where(static page => Example().IsMatch(page.Text())))
            {
                File.WriteAllText(page.FullPath, Example().Replace(page.Text(), Written));
            }
        }

        var wrong =
            from page in Pages
            from Match example in Example().Matches(page.Text())
            where example.Value != Written(example)
            select $"{page.Path}: {example.Groups["name"].Value} (UPDATE_GOLDEN=1 writes it)";

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_example_on_the_client_is_cut_from_a_sample()
    {
        var pages = Pages.Where(static page => page.Path.StartsWith("docs/client", StringComparison.Ordinal)).ToList();

        foreach (var page in pages)
        {
            Fence().Count(page.Text()).ShouldBe(Example().Count(page.Text()), page.Path);
        }

        pages.SelectMany(static page => Example().Matches(page.Text()).Select(static example => example.Groups["name"].Value)).Order(StringComparer.Ordinal)
            .ShouldBe(Snippets.Keys.Order(StringComparer.Ordinal), "each snippet is shown once");
    }

    private static string Written(Match example) =>
        Snippets.TryGetValue(example.Groups["name"].Value, out var code)
            ? $"<!-- snippet: {example.Groups["name"].Value} -->\n```csharp\n{code}\n```\n"
            : $"there is no snippet {example.Groups["name"].Value}";

    /// <summary>The snippets of a file, moved to the left.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Cut(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (Begin().Match(lines[i]) is not { Success: true } begin)
            {
                continue;
            }

            var body = lines.Skip(i + 1).TakeWhile(static line => line.Trim() != "// end").ToList();
            var indent = begin.Groups["indent"].Length;
            yield return new(begin.Groups["name"].Value, string.Join('\n', body.Select(line => line.Length >= indent ? line[indent..] : line)));
        }
    }

    [GeneratedRegex(@"^(?<indent>\s*)// snippet: (?<name>[a-z-]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Begin();

    [GeneratedRegex("<!-- snippet: (?<name>[a-z-]+) -->\n```csharp\n(.*?\n)??```\n", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 5000)]
    private static partial Regex Example();

    [GeneratedRegex("^```csharp$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 5000)]
    private static partial Regex Fence();
}
