using System.Text.RegularExpressions;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Crm;
using Drawbridge.Conformance.Crm.OneTimeTokens;

namespace Drawbridge.IntegrationTests.Conformance.Api;

/// <summary>What every case has, and what all of them together look at (CONF-0-2).</summary>
public sealed partial class CatalogueTests
{
    [Fact]
    public void Identifiers_are_unlike_each_other_and_can_be_typed()
    {
        var ids = Catalogue.Broker.Concat(Catalogue.Platform).Select(static one => one.Id).ToList();

        ids.ShouldBeUnique();
        ids.Where(static id => !Identifier().IsMatch(id)).ShouldBeEmpty();
    }

    [Fact]
    public void Titles_and_remedies_are_there()
    {
        foreach (var one in Catalogue.Broker.Concat(Catalogue.Platform))
        {
            one.Title.ShouldNotBeNullOrWhiteSpace(one.Id);
            one.Title.EndsWith('.').ShouldBeFalse(one.Id);
            one.Remedy.EndsWith('.').ShouldBeTrue(one.Id);
        }
    }

    [Fact]
    public void Every_requirement_of_a_case_stands_in_the_protocol()
    {
        var known = Directory.EnumerateFiles(Path.Combine(Root(), "docs", "protocol"), "*.md").SelectMany(static file => Row().Matches(File.ReadAllText(file)).Select(static row => row.Groups["id"].Value)).ToHashSet();

        Catalogue.Broker.Concat(Catalogue.Platform)
            .SelectMany(static one => one.Requirements.Select(requirement => (one.Id, Requirement: requirement.Id)))
            .Where(cited => !known.Contains(cited.Requirement)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_step_of_the_vendors_tests_of_calls_has_a_case()
    {
        string[] steps =
        [
            "CONF-6.1.1-1", "CONF-6.1.1-2", "CONF-6.1.2-1", "CONF-6.1.2-2", "CONF-6.1.2-3", "CONF-6.1.3-1", "CONF-6.1.3-2", "CONF-6.1.3-3", "CONF-6.1.4-1", "CONF-6.1.4-2", "CONF-6.1.4-3",
            "CONF-6.1.5-1", "CONF-6.1.5-2", "CONF-6.1.6-1", "CONF-6.1.6-2", "CONF-6.1.7-1", "CONF-6.1.7-2", "CONF-6.1.8-1", "CONF-6.1.8-2", "CONF-6.1.9-1",
        ];

        steps.Except(CrmCases.All.Select(static one => one.Requirement.Id)).ShouldBeEmpty();
        CrmCases.All.Count.ShouldBeGreaterThanOrEqualTo(150);
    }

    [Fact]
    public void Tokens_are_judged_by_what_differs_in_them()
    {
        var random = Enumerable.Range(0, 64).Select(_ => Protocol.Tokens.OneTimeToken.New().Reveal()).ToList();
        var hexadecimal = Enumerable.Range(0, 64).Select(_ => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16))).ToList();
        var counted = Enumerable.Range(0, 64).Select(i => $"{new string('a', 40)}{i:D6}").ToList();
        var uuids = Enumerable.Range(0, 64).Select(_ => Guid.NewGuid().ToString("N")).ToList();

        TokenEntropy.AtMost(random).ShouldBeGreaterThanOrEqualTo(240);
        TokenEntropy.AtMost(hexadecimal).ShouldBeGreaterThanOrEqualTo(128);
        TokenEntropy.AtMost(counted).ShouldBeLessThan(20);
        TokenEntropy.AtMost(uuids).ShouldBeLessThan(128); // 122 bits, and a place for the version
    }

    [Fact]
    public void An_altered_token_looks_like_the_real_one_and_is_another()
    {
        foreach (var token in new[] { Protocol.Tokens.OneTimeToken.New().Reveal(), "16chD7xeIxc3p387Cjdcnpax2er", Guid.NewGuid().ToString(), "aaaaaaaaaaaaaaaaaaaaaaaa", "---" })
        {
            var altered = Altered.TokenLike(token);

            altered.ShouldNotBe(token);
            altered.Length.ShouldBeInRange(token.Length, token.Length + 1);
            altered.Except(token).Except("A").ShouldBeEmpty();
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Drawbridge.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("^[a-z]+(/[A-Za-z0-9.-]+)+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^\|\s*(?<id>[A-Z0-9]+(-[A-Za-z0-9.]+)+)\s*\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Row();
}
