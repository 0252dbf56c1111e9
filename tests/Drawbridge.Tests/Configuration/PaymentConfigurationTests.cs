using System.Text;
using System.Text.RegularExpressions;
using Drawbridge.Broker.Configuration;
using Drawbridge.Tests.Architecture;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Drawbridge.Tests.Configuration;

/// <summary>Settings of the cashier and of payment providers.</summary>
public sealed class PaymentConfigurationTests
{
    private const string Provider =
        """
        { "Name": "acme", "ApiKey": "prov_0123456789abcdef", "NotificationSecret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
          "Settings": { "CreateUrl": "https://psp.example.com/create", "PageOrigins": ["https://pay.example.com"] } }
        """;

    [Fact]
    public void The_examples_of_the_documentation_are_valid()
    {
        var blocks = Regex.Matches(
                File.ReadAllText(Path.Combine(Repository.Root, "docs", "payments.md")), "```json\n(?<text>.*?)```", RegexOptions.Singleline, TimeSpan.FromSeconds(1))
            .Select(static match => match.Groups["text"].Value.Trim()).ToList();
        var cashier = blocks.Single(static block => block.StartsWith("\"Cashier\"", StringComparison.Ordinal));
        var providers = blocks.Single(static block => block.StartsWith("\"PaymentProviders\"", StringComparison.Ordinal))
            .Replace("\"ApiKey\": \"…\"", "\"ApiKey\": \"prov_0123456789abcdef\"", StringComparison.Ordinal)
            .Replace("whsec_…", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", StringComparison.Ordinal);

        var crm = BrokerConfigurationReader.Read(New(providers, cashier)).ShouldHaveSingleItem();

        crm.PaymentProviders.ShouldHaveSingleItem().Settings.StatusUrl.ShouldNotBeNull();
        var method = crm.Brokers[0].Settings.Cashier.Methods.ShouldHaveSingleItem();
        method.DepositFee!.Percent.ShouldBe(1.5m);
        method.ByCurrency["JPY"].Minimum.ShouldBe(1000);
        method.ByCurrency["JPY"].DepositFee!.Fixed.ShouldBe(0);
    }

    [Theory]
    [InlineData("\"acme\"", "\"sandbox\"", "PaymentProviders:0:Name: must be 1 to 64 letters")]
    [InlineData("prov_0123456789abcdef", "hush", "PaymentProviders:0:ApiKey: must have at least 16 characters")]
    [InlineData("whsec_MDEy", "MDEy", "PaymentProviders:0:NotificationSecret: must be whsec_")]
    [InlineData("https://psp.example.com/create", "http://psp.example.com/create", "PaymentProviders:0:Settings:CreateUrl: must be an absolute https address")]
    [InlineData(", \"PageOrigins\": [\"https://pay.example.com\"]", "", "PaymentProviders:0:Settings:PageOrigins: name the origins")]
    [InlineData("\"https://pay.example.com\"", "\"https://pay.example.com/there\"", "PaymentProviders:0:Settings:PageOrigins: 'https://pay.example.com/there' must be")]
    [InlineData("\"CreateUrl\"", "\"StatusUrl\"", "PaymentProviders:0:Settings: name CreateUrl or RedirectUrl")]
    public void A_fault_of_a_provider_is_told_with_its_key_and_without_a_secret(string from, string to, string told)
    {
        var configuration = New($"\"PaymentProviders\": [{Provider.Replace(from, to, StringComparison.Ordinal)}]", "\"AccentColor\": \"#123456\"");

        var faults = Should.Throw<OptionsValidationException>(() => BrokerConfigurationReader.Read(configuration)).Failures.ToList();

        faults.ShouldContain(fault => fault.Contains(told, StringComparison.Ordinal), string.Join('\n', faults));
        faults.ShouldAllBe(static fault => !fault.Contains("hush", StringComparison.Ordinal) && !fault.Contains("MDEyMzQ1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"DepositFee\": { \"Percent\": 100 }", "Methods:0:DepositFee: Fixed and Minimum must not be below zero")]
    [InlineData("\"WithdrawalFee\": { \"Minimum\": 5, \"Maximum\": 4 }", "Methods:0:WithdrawalFee: Fixed and Minimum must not be below zero")]
    [InlineData("\"DailyDeposits\": 9", "Methods:0:DailyDeposits: must be at least Minimum")]
    [InlineData("\"ByCurrency\": { \"EUR\": { \"Minimum\": 20000 } }", "Methods:0:ByCurrency:EUR:Minimum: must be above zero and at most Maximum")]
    [InlineData("\"ByCurrency\": { \"euro\": { \"Minimum\": 20 } }", "Methods:0:ByCurrency: 'euro' must be a currency")]
    public void A_fault_of_a_way_to_pay_is_told_with_its_key(string setting, string told)
    {
        var cashier = $$"""
            "Cashier": { "Methods": [{ "Id": "card", "Provider": "sandbox", "Label": { "en": "Card" }, {{setting}} }] }
            """;

        Should.Throw<OptionsValidationException>(() => BrokerConfigurationReader.Read(New("\"PaymentProviders\": [" + Provider + "]", cashier))).Failures
            .ShouldContain(fault => fault.Contains(told, StringComparison.Ordinal));
    }

    private static IConfigurationRoot New(string providers, string cashier)
    {
        var text = $$"""
            { "Drawbridge": { "Crms": [{ "Name": "one_crm", "Password": "0123456789abcdef", {{providers}}, "Brokers": [{
              "Name": "one_main", "ManagerPassword": "secret of the manager", "Settings": {
                "DisplayName": "One", "LegalEntity": "One Ltd", "Jurisdiction": "Nowhere", "SuccessUrls": [{ "Url": "https://crm.example.com/done" }],
                "Platform": { "BaseUrl": "https://platform.example.com", "ManagerLogin": 1 }, {{cashier}} } }] }] } }
            """;
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return new ConfigurationBuilder().AddJsonStream(json).Build();
    }
}
