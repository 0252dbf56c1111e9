using Drawbridge.Conformance.Evidence;

namespace Drawbridge.IntegrationTests.Conformance.Running;

/// <summary>No secret gets into evidence (P2B-0-16, CONF-0-6).</summary>
public sealed class SecretsTests
{
    private readonly Secrets _secrets = new();

    [Fact]
    public void A_secret_has_the_same_label_wherever_it_stands()
    {
        _secrets.Learn("abcdef-one", "OT token");
        _secrets.Learn("abcdef-two", "OT token");
        _secrets.Learn("abcdef-one", "accessToken");

        _secrets.Mask("first abcdef-one, then abcdef-two, again abcdef-one").ShouldBe("first {OT token 1}, then {OT token 2}, again {OT token 1}");
    }

    [Fact]
    public void A_secret_that_holds_another_is_masked_whole()
    {
        _secrets.Learn("secret-part", "password");
        _secrets.Learn("the-secret-part-and-more", "OT token");

        _secrets.Mask("the-secret-part-and-more secret-part").ShouldBe("{OT token 1} {password 1}");
    }

    [Fact]
    public void A_secret_is_masked_as_addresses_write_it_too()
    {
        _secrets.Learn("with space & more", "password");

        _secrets.Mask("https://crm.example.test/?note=with%20space%20%26%20more").ShouldBe("https://crm.example.test/?note={password 1}");
    }

    [Fact]
    public void What_is_too_short_to_be_a_secret_is_left_alone()
    {
        _secrets.Learn("abc", "password");
        _secrets.Learn(null, "password");

        _secrets.Mask("abc").ShouldBe("abc");
    }

    [Theory]
    [InlineData("https://a.test/x?token=never-seen-before&brokerName=b", "https://a.test/x?token={masked}&brokerName=b")]
    [InlineData("https://a.test/x?brokerName=b&crmApiToken=never-seen-before", "https://a.test/x?brokerName=b&crmApiToken={masked}")]
    [InlineData("""{"accessToken":"never-seen-before","userId":7}""", """{"accessToken":"{masked}","userId":7}""")]
    [InlineData("""{ "password" : "never-seen-before" }""", """{ "password" : "{masked}" }""")]
    public void A_secret_that_nobody_noted_is_masked_by_where_it_stands(string text, string masked) => _secrets.Mask(text).ShouldBe(masked);

    [Fact]
    public void Labels_are_not_masked_again()
    {
        _secrets.Learn("abcdef-one", "OT token");

        _secrets.Mask("?token=abcdef-one").ShouldBe("?token={OT token 1}");
        _secrets.Mask(_secrets.Mask("""{"token":"abcdef-one"}""")).ShouldBe("""{"token":"{OT token 1}"}""");
    }

    [Fact]
    public async Task Cases_that_run_at_once_may_all_note_secrets()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), TestContext.Current.CancellationToken, (i, _) =>
        {
            _secrets.Learn($"secret-number-{i % 50:D3}", "OT token");
            _secrets.Mask($"secret-number-{i % 50:D3}").ShouldNotContain("secret-number");
            return ValueTask.CompletedTask;
        });

        Enumerable.Range(0, 50).Select(i => _secrets.Mask($"secret-number-{i:D3}")).Distinct().Count().ShouldBe(50);
    }
}
