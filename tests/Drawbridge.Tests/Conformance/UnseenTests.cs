using Drawbridge.Conformance.Cases;
using Drawbridge.Tests.Architecture;
using Drawbridge.Tests.Requirements;

namespace Drawbridge.Tests.Conformance;

/// <summary>Each MUST of the protocol has a conformance case, or a reason why it cannot have one.</summary>
public sealed class UnseenTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "protocol");

    [Fact] // CONF-0-2
    public void Every_must_has_a_case_or_a_reason_why_not()
    {
        var specification = new Specification(
            Directory.GetFiles(Folder, "*.md").Where(file => Path.GetFileName(file) is not ("areas.md" or "unseen.md")).Select(file => (file, File.ReadAllText(file))));
        var seen = Catalogue.Broker.Concat(Catalogue.Platform).SelectMany(one => one.Requirements).Select(requirement => requirement.Id).ToHashSet(StringComparer.Ordinal);

        new UnseenList(File.ReadAllText(Path.Combine(Folder, "unseen.md")), specification, seen).Faults.ShouldBeEmpty();
    }
}
