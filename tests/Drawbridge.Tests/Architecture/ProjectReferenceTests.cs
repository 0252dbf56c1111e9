using System.Xml.Linq;

namespace Drawbridge.Tests.Architecture;

/// <summary>The arrows of docs/architecture.md. Broker and Platform never reference each other: they meet over HTTP only.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Drawbridge.Protocol"] = [],
        ["Drawbridge.Storage"] = [],
        ["Drawbridge.Client"] = ["Drawbridge.Protocol"],
        ["Drawbridge.Broker"] = ["Drawbridge.Client", "Drawbridge.Protocol", "Drawbridge.Storage"],
        ["Drawbridge.Platform"] = ["Drawbridge.Client", "Drawbridge.Protocol", "Drawbridge.Storage"],
        ["Drawbridge.Conformance"] = ["Drawbridge.Protocol"],
        [Sample] = ["Drawbridge.Client", "Drawbridge.Protocol"],
        [SampleBroker] = ["Drawbridge.Client", "Drawbridge.Protocol"],
        [FaultyBrokers] = [SampleBroker, "Drawbridge.Protocol"],
        ["Drawbridge.Bench"] = ["Drawbridge.Broker", "Drawbridge.Client", "Drawbridge.Platform", "Drawbridge.Protocol", "Drawbridge.Storage"],
    };

    private const string Sample = "PlatformClientSample";
    private const string SampleBroker = "DotnetBroker";
    private const string FaultyBrokers = "FaultyBrokers";

    private static readonly Dictionary<string, RepositoryFile> Projects =
        Repository.TextFiles.Where(file => file.Extension == ".csproj").ToDictionary(NameOf, StringComparer.Ordinal);

    private static readonly string[] Product =
        [.. Projects.Where(project => project.Value.Path.StartsWith("src/", StringComparison.Ordinal)).Select(project => project.Key).Order(StringComparer.Ordinal)];

    public static TheoryData<string> ProjectNames => [.. Projects.Keys];

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void A_project_references_exactly_what_it_may(string name)
    {
        string[] allowed = name switch
        {
            "Drawbridge.Cli" => [.. Product.Where(project => project != name)],
            "Drawbridge.IntegrationTests" => [SampleBroker, .. Product, FaultyBrokers, Sample], // which some of them run
            "Drawbridge.BrowserTests" => [SampleBroker, .. Product, FaultyBrokers],
            _ when Projects[name].Path.StartsWith("tests/", StringComparison.Ordinal) => Product,
            _ => Arrows[name],
        };

        References(name).Order(StringComparer.Ordinal).ShouldBe(allowed);
    }

    [Fact]
    public void The_protocol_knows_neither_packages_nor_the_web_server() =>
        ItemsOf("Drawbridge.Protocol", "PackageReference", "FrameworkReference").ShouldBeEmpty();

    [Fact]
    public void Only_storage_and_the_features_built_on_it_know_a_database_package() =>
        Product.Where(name => ItemsOf(name, "PackageReference").Any(package => package is "Npgsql" or "Microsoft.Data.Sqlite.Core"))
            .ShouldBe(["Drawbridge.Storage"]);

    [Fact]
    public void Every_project_is_part_of_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Drawbridge.slnx"));

        Projects.Values.Where(project => !solution.Contains($"\"{project.Path}\"", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Versions_of_packages_stand_in_one_file() =>
        Projects.Values.Where(project => XDocument.Load(project.FullPath).Descendants("PackageReference").Any(item => item.Attribute("Version") is not null))
            .ShouldBeEmpty();

    private static string NameOf(RepositoryFile project) => Path.GetFileNameWithoutExtension(project.Name);

    private static IEnumerable<string> References(string name) =>
        ItemsOf(name, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

    private static IEnumerable<string> ItemsOf(string name, params string[] kinds) =>
        XDocument.Load(Projects[name].FullPath).Descendants().Where(element => kinds.Contains(element.Name.LocalName))
            .Select(element => element.Attribute("Include")?.Value).OfType<string>();
}
