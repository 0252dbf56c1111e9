using System.Reflection;
using System.Text.RegularExpressions;

namespace Drawbridge.Tests.Architecture;

/// <summary>Migrations are numbered files in the assembly, forward-only: no number twice, none left out, none forgotten in the project file.</summary>
public sealed partial class MigrationTests
{
    private static readonly RepositoryFile[] Scripts =
        [.. Repository.Under("src/").Where(file => file.Extension == ".sql" && file.Path.Contains("/Migrations/", StringComparison.Ordinal))];

    [Fact]
    public void A_migration_is_named_by_number_and_purpose() =>
        Scripts.Where(script => !NumberAndPurpose().IsMatch(script.Name)).ShouldBeEmpty();

    [Fact]
    public void The_numbers_of_one_folder_are_unique_and_consecutive()
    {
        foreach (var folder in Scripts.GroupBy(script => script.Folder, StringComparer.Ordinal))
        {
            var numbers = folder.Select(script => int.Parse(NumberAndPurpose().Match(script.Name).Groups["number"].ValueSpan, provider: null)).Order();

            numbers.ShouldBe(Enumerable.Range(1, folder.Count()), folder.Key);
        }
    }

    [Fact]
    public void Every_migration_is_in_its_assembly()
    {
        foreach (var project in Scripts.GroupBy(script => script.Path.Split('/')[1], StringComparer.Ordinal))
        {
            var embedded = Assembly.Load(project.Key).GetManifestResourceNames();

            project.Where(script => !embedded.Any(name => name.EndsWith(script.Name, StringComparison.Ordinal))).ShouldBeEmpty();
        }
    }

    [GeneratedRegex(@"^(?<number>\d{3,4})[_-][a-z0-9_-]+(\.(sqlite|postgres|postgresql))?\.sql$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberAndPurpose();
}
