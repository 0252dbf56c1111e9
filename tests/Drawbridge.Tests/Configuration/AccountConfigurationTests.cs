using System.Text;
using System.Text.RegularExpressions;
using Drawbridge.Broker.Configuration;
using Drawbridge.Tests.Architecture;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Drawbridge.Tests.Configuration;

/// <summary>Settings of the accounts that traders can open, and of what they agree to.</summary>
public sealed class AccountConfigurationTests
{
    private const string Valid =
        """
        "MaximumAccounts": 5,
        "Demo": { "BaseUrl": "https://demo.example.com", "ManagerLogin": 7, "EnvironmentName": "demo" },
        "Accounts": [
          { "Id": "standard", "Name": { "en": "Standard" } },
          { "Id": "practice", "Name": { "en": "Practice" }, "IsDemo": true, "OpeningBalance": 1000000, "Currencies": ["EUR"], "LeveragesInCents": [3000], "AccountType": "NETTED" }
        ],
        "Agreements": [
          { "Id": "terms", "Title": { "en": "Terms" }, "Versions": [
            { "Version": "1", "Url": "https://broker.example.com/terms" },
            { "Version": "2", "Url": "https://broker.example.com/terms-2", "Urls": { "de": "https://broker.example.com/de/terms-2" }, "ValidFrom": "2027-01-01T00:00:00Z" } ] },
          { "Id": "risk", "Title": { "en": "Risk disclosure" }, "AskAgain": false, "Versions": [ { "Version": "1", "Url": "https://broker.example.com/risk" } ] }
        ]
        """;

    [Fact]
    public void Products_and_agreements_are_read()
    {
        var settings = BrokerConfigurationReader.Read(New(Valid))[0].Brokers[0].Settings;

        settings.Accounts[1].OpeningBalance.ShouldBe(1_000_000);
        settings.Demo!.EnvironmentName.ShouldBe("demo");
        settings.Agreements[0].At(new(2026, 12, 31, 0, 0, 0, TimeSpan.Zero))!.Version.ShouldBe("1");
        settings.Agreements[0].At(new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero))!.Version.ShouldBe("2");
    }

    [Theory] // B2P-3.3-2, B2P-3.3-3, B2P-3.3-9, B2P-3.4-6, CONF-6.3.1-2
    [InlineData("\"MaximumAccounts\": 5", "\"MaximumAccounts\": 0", "MaximumAccounts: must be at least 1")]
    [InlineData("\"practice\"", "\"standard\"", "Accounts: the id 'standard' is used twice")]
    [InlineData("\"practice\"", "\"Practice!\"", "Id: has 1 to 32 of a-z")]
    [InlineData("\"Name\": { \"en\": \"Practice\" }", "\"Name\": { \"de\": \"Probe\" }", "Accounts:practice:Name: needs a text in en")]
    [InlineData("\"Id\": \"standard\",", "\"Id\": \"standard\", \"IsDemo\": true,", "one of them live")]
    [InlineData("\"IsDemo\": true, ", "", "Accounts:practice:OpeningBalance: is play money")]
    [InlineData("[3000]", "[30]", "LeveragesInCents: 100 is 1:1")]
    [InlineData("NETTED", "NETTING", "AccountType: is one of HEDGED, NETTED, SPREAD_BETTING")]
    [InlineData("\"EnvironmentName\": \"demo\"", "\"EnvironmentName\": \"live\"", "Demo:EnvironmentName: must be another one")]
    [InlineData("https://demo.", "http://demo.", "Demo:BaseUrl: must be https://HOST:PORT")]
    [InlineData("\"risk\"", "\"terms\"", "Agreements: the id 'terms' is used twice")]
    [InlineData("\"Title\": { \"en\": \"Terms\" }", "\"Title\": { \"de\": \"Bedingungen\" }", "Agreements:terms:Title: needs a text in en")]
    [InlineData("\"Version\": \"2\"", "\"Version\": \"1\"", "the version '1' stands there twice")]
    [InlineData(", \"ValidFrom\": \"2027-01-01T00:00:00Z\"", "", "two versions have the same ValidFrom")]
    [InlineData("https://broker.example.com/risk", "http://broker.example.com/risk", "Agreements:risk:Versions: Url and Urls must be absolute https")]
    [InlineData("{ \"de\": \"https", "{ \"xx\": \"https", "'xx' is not among the CRM's Languages")]
    public void A_fault_is_told_with_its_key(string from, string to, string told)
    {
        Valid.ShouldContain(from);
        var faults = Should.Throw<OptionsValidationException>(() => BrokerConfigurationReader.Read(New(Valid.Replace(from, to, StringComparison.Ordinal)))).Failures.ToList();

        faults.ShouldContain(fault => fault.Contains(told, StringComparison.Ordinal), string.Join('\n', faults));
    }

    [Fact]
    public void The_examples_of_the_documentation_are_valid()
    {
        var examples = Regex.Matches(
                File.ReadAllText(Path.Combine(Repository.Root, "docs", "accounts.md")), "```json\n(?<text>.*?)```", RegexOptions.Singleline, TimeSpan.FromSeconds(1))
            .Select(static match => match.Groups["text"].Value.Trim());

        var settings = BrokerConfigurationReader.Read(New(
            string.Join(",\n", examples.Append("""
            "Demo": { "BaseUrl": "https://demo.example.com", "ManagerLogin": 7, "EnvironmentName": "demo" }
            """))))[0].Brokers[0].Settings;

        settings.Accounts.Count.ShouldBe(3);
        settings.Agreements.ShouldHaveSingleItem().Versions.Count.ShouldBe(2);
    }

    [Fact]
    public void A_demo_product_needs_a_place_where_it_is_opened()
    {
        var faults = Should.Throw<OptionsValidationException>(
            () => BrokerConfigurationReader.Read(New("\"Accounts\": [ { \"Name\": { \"en\": \"S\" } }, { \"Id\": \"d\", \"Name\": { \"en\": \"D\" }, \"IsDemo\": true } ]"))).Failures;

        faults.ShouldContain(static fault => fault.Contains("Accounts:d:IsDemo: name under Settings:Demo where", StringComparison.Ordinal));
    }

    private static IConfiguration New(string settings) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(
            $$"""
            { "Drawbridge": { "Crms": [ { "Name": "tradingtech", "Password": "0123456789abcdef", "Brokers": [ { "Name": "PrestigeFx", "ManagerPassword": "secret",
              "Settings": { "DisplayName": "P", "LegalEntity": "P", "Jurisdiction": "P", "SuccessUrls": [ { "Url": "https://app.example.com/callback" } ],
                "Platform": { "BaseUrl": "https://platform.example.com", "ManagerLogin": 1 }, {{settings}} } } ] } ] } }
            """)))
        .Build();
}
