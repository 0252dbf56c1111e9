using Drawbridge.Conformance.Cases;
using Drawbridge.Tests.Architecture;

namespace Drawbridge.Tests.Conformance;

/// <summary>
/// Plans skip cases by their identifiers and reports are compared by them, so none disappears or changes its name once it was published. New ones
/// need no entry until the list is rewritten: <c>UPDATE_GOLDEN=1</c>.
/// </summary>
public sealed class PublishedCaseTests
{
    private static readonly string List = Path.Combine(Repository.Root, "tests", "Drawbridge.Tests", "Conformance", "Golden", "cases.txt");

    [Fact]
    public async Task A_case_that_was_published_stays()
    {
        var ids = Catalogue.Broker.Concat(Catalogue.Platform).Select(static one => one.Id).ToList();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllLinesAsync(List, ids.Order(StringComparer.Ordinal), TestContext.Current.CancellationToken);
        }

        (await File.ReadAllLinesAsync(List, TestContext.Current.CancellationToken)).Except(ids).ShouldBeEmpty();
    }
}
