using System.Text.RegularExpressions;
using Drawbridge.Conformance.Cases;
using Drawbridge.Tests.Architecture;

namespace Drawbridge.Tests.Conformance;

/// <summary>What holds for every case of the conformance runner, whatever it looks at.</summary>
public sealed partial class CatalogueTests
{
    private static readonly Dictionary<string, (Level Level, string Source)> Protocol = ReadProtocol();

    private static IEnumerable<ConformanceCase> All => Catalogue.Broker.Concat(Catalogue.Platform);

    [Fact]
    public void Each_case_has_an_identifier_of_its_own_made_of_area_section_and_what_is_tried()
    {
        All.GroupBy(static one => one.Id, StringComparer.OrdinalIgnoreCase).Where(static same => same.Count() > 1).Select(static same => same.Key).ShouldBeEmpty();
        All.Where(static one => !Identifier().IsMatch(one.Id)).Select(static one => one.Id).ShouldBeEmpty();
    }

    [Fact]
    public void Titles_and_remedies_are_sentences_for_people()
    {
        All.Where(static one => one.Title.Length < 15 || one.Title.EndsWith('.') || char.IsLower(one.Title[0]) && !one.Title.StartsWith("brokerName", StringComparison.Ordinal))
            .Select(static one => $"{one.Id}: {one.Title}").ShouldBeEmpty();
        All.Where(static one => one.Remedy.Length < 20 || !one.Remedy.EndsWith('.') && !one.Remedy.EndsWith(')')).Select(static one => $"{one.Id}: {one.Remedy}").ShouldBeEmpty();
    }

    [Fact]
    public void Each_names_requirements_of_the_protocol_and_none_as_more_binding_than_it_is_there() =>
        All.SelectMany(static one => one.Requirements.Select(requirement => (one.Id, Requirement: requirement)))
            .Where(static named => !Protocol.TryGetValue(named.Requirement.Id, out var known) || known.Level > named.Requirement.Level)
            .Select(static named => $"{named.Id}: {named.Requirement.Level} {named.Requirement.Id}").ShouldBeEmpty();

    [Fact]
    public void What_Drawbridge_alone_says_fails_nobody_who_did_not_ask_for_it() =>
        All.Where(static one => Protocol.GetValueOrDefault(one.Requirement.Id).Source == "ours" && one.Requirement.Basis == Basis.Published)
            .Select(static one => $"{one.Id}: {one.Requirement.Id} is not published by the vendor").ShouldBeEmpty();

    private static Dictionary<string, (Level, string)> ReadProtocol() => Directory.GetFiles(Path.Combine(Repository.Root, "docs", "protocol"), "*.md")
        .SelectMany(static file => Row().Matches(File.ReadAllText(file)))
        .ToDictionary(
            static row => row.Groups["id"].Value,
            static row => (Enum.Parse<Level>(row.Groups["level"].Value, ignoreCase: true), row.Groups["source"].Value.Trim()),
            StringComparer.Ordinal);

    [GeneratedRegex("^[a-z-]+/[A-Za-z0-9.-]+(/[A-Za-z0-9.-]+)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^\| (?<id>[A-Z0-9]+(?:-[A-Za-z0-9.]+)?-\d+) \| (?<level>MUST|SHOULD|MAY) \|.*\|(?<source>[^|]*)\|\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Row();
}
