using System.Text;
using System.Text.Json;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Drawbridge.Tests.Configuration;

public sealed class BrokerConfigurationReaderTests
{
    private const string Broker =
        """
        "Name": "one_main", "ManagerPassword": "secret of the manager", "Settings": {
          "DisplayName": "One", "LegalEntity": "One Ltd", "Jurisdiction": "Nowhere", "SuccessUrls": [{ "Url": "https://crm.example.com/done" }],
          "Platform": { "BaseUrl": "https://platform.example.com", "ManagerLogin": 1 } }
        """;

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var crm = BrokerConfigurationReader.Read(Configuration($$"""{ "Name": "one_crm", "Password": "0123456789abcdef", "Brokers": [{ {{Broker}} }] }""")).ShouldHaveSingleItem();

        crm.Settings.Languages.ShouldBe(["en", "de", "es", "ar", "fr", "it", "pt", "pl", "cs", "tr", "ru", "zh", "ja", "vi"]);
        var settings = crm.Brokers.ShouldHaveSingleItem().Settings;
        settings.Enabled.ShouldBeTrue();
        settings.AccentColor.ShouldBe("#2563eb");
        settings.Accounts.ShouldHaveSingleItem().Currencies.ShouldNotBeEmpty();
        settings.Platform.EnvironmentName.ShouldBe("live");
    }

    [Fact]
    public void What_is_stored_is_read_back()
    {
        var settings = new CrmSettings { Identification = IdentificationMode.Optional, IssueInAppTokens = true };

        var text = JsonSerializer.Serialize(settings, BrokerJson.Default.CrmSettings);

        JsonSerializer.Serialize(JsonSerializer.Deserialize<CrmSettings>(text, BrokerJsonReading.Options)!, BrokerJson.Default.CrmSettings).ShouldBe(text);
        text.ShouldContain("Optional");
    }

    [Theory]
    [InlineData("""{ "Name": "one_crm", "Brokers": [{ BROKER }] }""", "Drawbridge:Crms:0: lacks password")]
    [InlineData("""{ "Name": "one_crm", "Password": "0123456789abcdef", "Brokers": [{ BROKER, "Colour": "hush" }] }""", "Drawbridge:Crms:0:Brokers:0:Colour: has no setting 'Colour'")]
    [InlineData("""{ "Name": "one_crm", "Password": "0123456789abcdef", "Brokers": [{ BROKER }], "Settings": { "IssueInAppTokens": "hush" } }""", "Drawbridge:Crms:0:Settings:IssueInAppTokens: has the wrong type")]
    public void A_fault_is_told_with_its_key_and_without_a_value(string crm, string told)
    {
        var configuration = Configuration(crm.Replace("BROKER", Broker, StringComparison.Ordinal));

        var fault = Should.Throw<OptionsValidationException>(() => BrokerConfigurationReader.Read(configuration)).Failures.ShouldHaveSingleItem();

        fault.ShouldStartWith(told);
        fault.ShouldNotContain("hush");
    }

    private static IConfigurationRoot Configuration(string crm)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Drawbridge": { "Crms": [{{crm}}] } }"""));
        return new ConfigurationBuilder().AddJsonStream(json).Build();
    }
}
