using System.Security.Cryptography;
using Drawbridge.Conformance.Crm;
using Drawbridge.Conformance.Crm.OneTimeTokens;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Tests.Conformance;

/// <summary>What the cases about calls look at together, and how they judge and alter tokens (CONF-0-2).</summary>
public sealed class CallCaseTests
{
    [Fact]
    public void Every_step_of_the_vendors_tests_of_calls_has_a_case()
    {
        string[] steps =
        [
            "CONF-6.1.1-1", "CONF-6.1.1-2", "CONF-6.1.2-1", "CONF-6.1.2-2", "CONF-6.1.2-3", "CONF-6.1.3-1", "CONF-6.1.3-2", "CONF-6.1.3-3", "CONF-6.1.4-1", "CONF-6.1.4-2", "CONF-6.1.4-3",
            "CONF-6.1.5-1", "CONF-6.1.5-2", "CONF-6.1.6-1", "CONF-6.1.6-2", "CONF-6.1.7-1", "CONF-6.1.7-2", "CONF-6.1.8-1", "CONF-6.1.8-2", "CONF-6.1.9-1",
        ];

        steps.Except(CrmCases.All.Select(static one => one.Requirement.Id)).ShouldBeEmpty();
    }

    [Fact]
    public void Tokens_are_judged_by_what_differs_in_them()
    {
        var random = Enumerable.Range(0, 64).Select(static _ => OneTimeToken.New().Reveal()).ToList();
        var hexadecimal = Enumerable.Range(0, 64).Select(static _ => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))).ToList();
        var counted = Enumerable.Range(0, 64).Select(static i => $"{new string('a', 40)}{i:D6}").ToList();
        var uuids = Enumerable.Range(0, 64).Select(static _ => Guid.NewGuid().ToString("N")).ToList();

        TokenEntropy.AtMost(random).ShouldBeGreaterThanOrEqualTo(240);
        TokenEntropy.AtMost(hexadecimal).ShouldBeGreaterThanOrEqualTo(128);
        TokenEntropy.AtMost(counted).ShouldBeLessThan(20);
        TokenEntropy.AtMost(uuids).ShouldBeLessThan(128); // 122 bits, and a place for the version
    }

    [Fact]
    public void An_altered_token_looks_like_the_real_one_and_is_another()
    {
        foreach (var token in new[] { OneTimeToken.New().Reveal(), "16chD7xeIxc3p387Cjdcnpax2er", Guid.NewGuid().ToString(), "aaaaaaaaaaaaaaaaaaaaaaaa", "---" })
        {
            var altered = Altered.TokenLike(token);

            altered.ShouldNotBe(token);
            altered.Length.ShouldBeInRange(token.Length, token.Length + 1);
            altered.Except(token).Except("A").ShouldBeEmpty();
        }
    }
}
