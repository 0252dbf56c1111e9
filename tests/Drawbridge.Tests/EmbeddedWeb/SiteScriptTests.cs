using System.Text;
using System.Text.RegularExpressions;
using Drawbridge.Broker.EmbeddedWeb.Sites;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Tests.Architecture;

namespace Drawbridge.Tests.EmbeddedWeb;

public sealed partial class SiteScriptTests
{
    private const int Most = 10_000;

    private static string Text => Encoding.UTF8.GetString(SiteScript.Current.Content);

    [Fact] // SCR-67
    public void It_is_small() => SiteScript.Current.Content.Length.ShouldBeLessThan(Most);

    [Fact]
    public void It_does_nothing_that_a_strict_policy_of_a_site_forbids() =>
        Regex.Matches(Text, @"\beval\b|new Function|innerHTML|insertAdjacentHTML|document\.write|setAttribute\('style|import\(", RegexOptions.None, TimeSpan.FromSeconds(5)).ShouldBeEmpty();

    [Fact] // SCR-45
    public void It_speaks_every_language() => TextCatalogue.Languages.ShouldAllBe(language => Text.Contains($"{language}:[\"", StringComparison.Ordinal));

    [Fact] // UPDATE_GOLDEN=1 rewrites it
    public void The_guide_names_what_is_in_this_release()
    {
        var file = Path.Combine(Repository.Root, "docs", "embedding.md");
        var guide = File.ReadAllText(file);
        var newest = Integrity().Replace(Pinned().Replace(guide, SiteScript.Current.PinnedPath), $"integrity=\"{SiteScript.Current.Integrity}\"");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, newest);
            guide = newest;
        }

        guide.ShouldContain(SiteScript.Current.PinnedPath);
        guide.ShouldContain($"integrity=\"{SiteScript.Current.Integrity}\"");
    }

    [GeneratedRegex(@"/embed/v1\.[0-9a-f]+\.js", RegexOptions.None, 5000)]
    private static partial Regex Pinned();

    [GeneratedRegex("integrity=\"sha384-[^\"]*\"", RegexOptions.None, 5000)]
    private static partial Regex Integrity();
}
