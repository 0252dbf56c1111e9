using System.Text;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Kyc.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Drawbridge.Tests.Kyc;

public sealed class KycSettingsTests
{
    private const string Person = """{ "Id": "person", "Kind": "Personal" }""";

    private static CrmConfiguration Read(string level, string more = "", string? providers = null)
    {
        var text = $$"""
            { "Drawbridge": { "Crms": [{ "Name": "one_crm", "Password": "0123456789abcdef", {{(providers is null ? "" : "\"KycProviders\": " + providers + ",")}} "Brokers": [{
              "Name": "one_main", "ManagerPassword": "secret of the manager", "Settings": {
                "DisplayName": "One", "LegalEntity": "One Ltd", "Jurisdiction": "Nowhere", "SuccessUrls": [{ "Url": "https://crm.example.com/done" }],
                "Platform": { "BaseUrl": "https://platform.example.com", "ManagerLogin": 1 },
                "Kyc": { "Levels": [ {{level}} ] } {{more}} } }] }] } }
            """;
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return BrokerConfigurationReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build())[0];
    }

    [Fact] // SCR-33, WS-72
    public void A_level_is_read_with_its_defaults()
    {
        var crm = Read("""
            { "Id": "identity", "Title": { "en": "Identity" }, "AccessRights": "FULL_ACCESS", "ValidDays": 365, "Steps": [
              { "Id": "person", "Kind": "Personal" },
              { "Id": "document", "Kind": "Documents", "MaximumMegabytes": 5, "Documents": [ { "Id": "card", "Label": { "en": "Card" }, "Sides": 2 } ] },
              { "Id": "selfie", "Kind": "Selfie" } ] }
            """);

        var kyc = crm.Brokers[0].Settings.Kyc;
        var level = kyc.Find(null)!;
        (level.Id, level.Provider, level.AccessRights, level.ValidDays).ShouldBe(("identity", "manual", "FULL_ACCESS", 365));
        level.Steps[0].Personal.ShouldContain(KycPersonalField.BirthDate);
        level.Steps[1].Rules.ShouldSatisfyAllConditions(rules => rules.MaximumBytes.ShouldBe(5 * 1024 * 1024), rules => rules.Formats.ShouldContain(DocumentFormat.Pdf));
        level.Steps[2].Rules.Formats.ShouldNotContain(DocumentFormat.Pdf);
        kyc.Find("nothing").ShouldBeNull();
        new KycSettings().Find(null).ShouldBeNull();
    }

    [Theory] // SCR-43, SCR-45
    [InlineData("""{ "Id": "a b", "Title": { "en": "T" }, "Steps": [STEP] }""", "Levels:0:Id")]
    [InlineData("""{ "Id": "a", "Title": { "de": "T" }, "Steps": [STEP] }""", "Levels:0:Title")]
    [InlineData("""{ "Id": "a", "Title": { "en": "T" } }""", "Levels:0:Steps")]
    [InlineData("""{ "Id": "a", "Title": { "en": "T" }, "Steps": [STEP], "Provider": "nobody" }""", "Levels:0:Provider")]
    [InlineData("""{ "Id": "a", "Title": { "en": "T" }, "Steps": [STEP], "AccessRights": "ALL" }""", "Levels:0:AccessRights")]
    [InlineData("""{ "Id": "a", "Title": { "en": "T" }, "Steps": [STEP], "AccessRightsAfterExpiry": "CLOSE_ONLY" }""", "Levels:0:AccessRightsAfterExpiry")]
    [InlineData("""{ "Id": "a", "Title": { "en": "T" }, "Steps": [STEP], "ValidDays": 0 }""", "Levels:0:ValidDays")]
    [InlineData("""{ "Id": "a", "Title": { "en": "T" }, "Steps": [STEP, STEP] }""", "Steps:1:Id")]
    [InlineData("""{ "Id": "a", "Title": { "en": "T" }, "Steps": [{ "Id": "submit", "Kind": "Personal" }] }""", "Steps:0:Id")]
    [InlineData("""{ "Id": "a", "Title": { "en": "T" }, "Steps": [{ "Id": "q", "Kind": "Questionnaire" }] }""", "Steps:0:Questions")]
    [InlineData("""{ "Id": "a", "Title": { "en": "T" }, "Steps": [{ "Id": "d", "Kind": "Documents" }] }""", "Steps:0:Documents")]
    [InlineData("""{ "Id": "a", "Title": { "en": "T" }, "Steps": [{ "Id": "s", "Kind": "Selfie", "MaximumMegabytes": 21 }] }""", "Steps:0:MaximumMegabytes")]
    [InlineData("""{ "Id": "a", "Title": { "en": "T" }, "Steps": [{ "Id": "s", "Kind": "Selfie", "EventName": "not one" }] }""", "Steps:0:EventName")]
    public void A_fault_is_told_with_its_key(string level, string key)
    {
        var fault = Should.Throw<OptionsValidationException>(() => Read(level.Replace("STEP", Person, StringComparison.Ordinal))).Failures.ShouldHaveSingleItem();

        fault.ShouldContain(key + ":");
    }

    [Fact]
    public void A_withdrawal_can_only_need_a_level_that_there_is()
    {
        var level = $$"""{ "Id": "identity", "Title": { "en": "T" }, "Steps": [{{Person}}] }""";

        Read(level, ", \"Cashier\": { \"WithdrawalNeedsKyc\": \"identity\" }").Brokers[0].Settings.Cashier.WithdrawalNeedsKyc.ShouldBe("identity");
        Should.Throw<OptionsValidationException>(() => Read(level, ", \"Cashier\": { \"WithdrawalNeedsKyc\": \"money\" }")).Message.ShouldContain("WithdrawalNeedsKyc");
    }

    [Theory]
    [InlineData("""[{ "Name": "manual", "PageUrl": "https://a.example.com", "Secret": "SECRET" }]""", "Name")]
    [InlineData("""[{ "Name": "a", "PageUrl": "http://a.example.com", "Secret": "SECRET" }]""", "PageUrl")]
    [InlineData("""[{ "Name": "a", "PageUrl": "https://a.example.com", "StatusUrl": "/status", "Secret": "SECRET" }]""", "StatusUrl")]
    [InlineData("""[{ "Name": "a", "PageUrl": "https://a.example.com", "Secret": "hush" }]""", "Secret")]
    public void A_fault_of_a_provider_is_told_without_its_secret(string providers, string key)
    {
        var secret = Drawbridge.Protocol.Webhooks.WebhookSecret.New().Reveal();

        var fault = Should.Throw<OptionsValidationException>(() => Read(
            $$"""{ "Id": "identity", "Title": { "en": "T" }, "Steps": [{{Person}}] }""", providers: providers.Replace("SECRET", secret, StringComparison.Ordinal)))
            .Failures.ShouldHaveSingleItem();

        fault.ShouldContain($"KycProviders:0:{key}:");
        fault.ShouldNotContain("hush");
        fault.ShouldNotContain(secret);
    }
}
