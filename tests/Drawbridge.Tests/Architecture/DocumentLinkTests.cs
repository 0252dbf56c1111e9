using System.Text;
using System.Text.RegularExpressions;

namespace Drawbridge.Tests.Architecture;

/// <summary>Every relative link of the documentation leads to a file that is there, and to a heading in it.</summary>
public sealed partial class DocumentLinkTests
{
    [Fact]
    public void Every_relative_link_resolves()
    {
        var broken =
            from document in Repository.TextFiles
            where document.Extension == ".md"
            from Match link in Link().Matches(Fence().Replace(document.Text(), ""))
            let target = link.Groups["target"].Value
            where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
            where !Resolves(document, target)
            select $"{document.Path}: {target}";

        broken.ShouldBeEmpty();
    }

    private static bool Resolves(RepositoryFile document, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? document.FullPath : Path.GetFullPath(Path.Combine(Repository.Root, document.Folder, parts[0]));
        if (parts.Length == 1)
        {
            return File.Exists(path) || Directory.Exists(path);
        }

        return File.Exists(path) && HeadingsOf(path).Contains(parts[1], StringComparer.Ordinal);
    }

    private static IEnumerable<string> HeadingsOf(string path) =>
        Heading().Matches(Fence().Replace(File.ReadAllText(path), "")).Select(heading => Anchor(heading.Groups["text"].Value));

    /// <summary>The anchor a heading gets where Markdown is shown: lower case, spaces as hyphens, no punctuation.</summary>
    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var letter in heading.Trim().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter) || letter is '-' or '_')
            {
                anchor.Append(letter);
            }
            else if (letter == ' ')
            {
                anchor.Append('-');
            }
        }

        return anchor.ToString();
    }

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline, 5000)]
    private static partial Regex Fence();
}
