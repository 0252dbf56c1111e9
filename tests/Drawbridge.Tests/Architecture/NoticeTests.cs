using System.Xml.Linq;

namespace Drawbridge.Tests.Architecture;

/// <summary>Every package the repository may use is named with its licence.</summary>
public sealed class NoticeTests
{
    [Fact]
    public void Every_package_and_its_version_stand_in_the_notices()
    {
        var notices = File.ReadAllText(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.md"));

        XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => $"| {package.Attribute("Include")!.Value} | {package.Attribute("Version")!.Value} |")
            .Where(row => !notices.Contains(row, StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
