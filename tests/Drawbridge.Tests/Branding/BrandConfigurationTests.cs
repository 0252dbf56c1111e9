using System.Text;
using Drawbridge.Broker.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Drawbridge.Tests.Branding;

public sealed class BrandConfigurationTests
{
    [Fact] // SCR-62..64
    public void Every_fault_of_a_brand_is_told_at_once()
    {
        var faults = Should.Throw<OptionsValidationException>(() => Read(
            "Northwind for MT4",
            """
            { "AccentColorDark": "blue", "RiskWarning": { "de": "Besser als MetaTrader", "nl": "" },
              "Documents": [{ "Kind": "Terms", "Url": { "en": "http://example.com/terms" } }, { "Url": { "de": "https://example.com/agb" } }, { "Label": { "en": "Your cTID" }, "Url": { "en": "https://example.com" } }] }
            """,
            """{ "Logo": "/nowhere/logo.svg" }""")).Failures.ToList();

        string[] expected =
        [
            "Brand:AccentColorDark: must be a colour",
            "Brand:RiskWarning: must have a text in the default language 'en'",
            "Brand:RiskWarning: 'nl' is no language of the screens",
            "Brand:RiskWarning:nl: must have 1 to 1000 characters",
            "Brand:Documents:0:Url:en: must be an absolute https address",
            "Brand:Documents:1:Label: must say what the document is",
            "Brand:Documents:1:Url: must have a text in the default language 'en'",
            "Settings:DisplayName: must not name 'MT4'",
            "Settings:Brand:RiskWarning:de: must not name 'MetaTrader'",
            "Settings:Brand:Documents:2:Label:en: must not name 'cTID'",
            "Images:Logo: the file cannot be read",
        ];
        foreach (var fault in expected)
        {
            faults.ShouldContain(told => told.Contains(fault), fault);
        }

        faults.Count.ShouldBe(expected.Length, string.Join('\n', faults));
    }

    [Fact]
    public void A_whole_brand_is_read()
    {
        var brand = Read(
            "Northwind",
            """{ "AccentColorDark": "#60a5fa", "RiskWarning": { "en": "75 % lose money.", "ja": "損失の恐れがあります。" }, "Documents": [{ "Kind": "Privacy", "Url": { "en": "https://example.com/privacy" } }] }""",
            "{}").ShouldHaveSingleItem().Brokers.ShouldHaveSingleItem().Settings.Brand;

        brand.RiskWarning["ja"].ShouldBe("損失の恐れがあります。");
        brand.Documents.ShouldHaveSingleItem().Url["en"].AbsolutePath.ShouldBe("/privacy");
    }

    [Fact]
    public void An_empty_section_has_the_defaults() =>
        Read("Northwind", "{}", "{}").ShouldHaveSingleItem().Brokers.ShouldHaveSingleItem().Settings.Brand.Documents.ShouldBeEmpty();

    private static IReadOnlyList<CrmConfiguration> Read(string displayName, string brand, string images)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(
            $$"""
            { "Drawbridge": { "Crms": [{ "Name": "one_crm", "Password": "0123456789abcdef", "Brokers": [{
              "Name": "one", "ManagerPassword": "pw", "Images": {{images}}, "Settings": {
              "DisplayName": "{{displayName}}", "LegalEntity": "One Ltd", "Jurisdiction": "Nowhere", "Brand": {{brand}}, "SuccessUrls": [{ "Url": "https://crm.example.com/done" }],
              "Platform": { "BaseUrl": "https://platform.example.com", "ManagerLogin": 1 } } }] }] } }
            """));
        return BrokerConfigurationReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build());
    }
}
