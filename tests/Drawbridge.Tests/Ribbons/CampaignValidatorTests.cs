using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Screens;
using Drawbridge.Protocol.Brokers;

namespace Drawbridge.Tests.Ribbons;

/// <summary>What a campaign may say (B2P-3.9-6..10).</summary>
public sealed class CampaignValidatorTests
{
    private static readonly BrokerEntity Broker = new(
        1, BrokerName.Parse("main"), new(1, BrokerCrmName.Parse("crm"), new()),
        new() { DisplayName = "Main", LegalEntity = "Main Ltd", Jurisdiction = "Nowhere", SuccessUrls = [], Platform = new(new("https://platform.example.test"), 1) });

    private static readonly CampaignContent Good = new()
    {
        Name = "Autumn", Titles = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "Hello" }, Color = "#1d4ed8", Action = new() { UrlInApp = "https://broker.example.com/inapp/kyc" },
    };

    [Fact]
    public void What_is_right_has_no_faults() => FieldsOf(Good).ShouldBeEmpty();

    [Theory] // B2P-3.9-10, FLOW-RIBBON-4
    [InlineData("http://broker.example.com/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/inapp/kyc")]
    [InlineData("https://user:pass@broker.example.com/")]
    [InlineData("https://broker.example.com/?a=1&TOKEN=x")]
    [InlineData("https://broker.example.com/a b")]
    public void An_address_is_https_and_carries_no_secret(string url) => FieldsOf(Good with { Action = new() { UrlExternal = url } }).ShouldBe(["action"]);

    [Fact] // B2P-3.9-10
    public void There_is_exactly_one_address()
    {
        FieldsOf(Good with { Action = new() }).ShouldBe(["action"]);
        FieldsOf(Good with { Action = new() { UrlExternal = "https://a.example.com/", UrlInApp = "https://a.example.com/" } }).ShouldBe(["action"]);
    }

    [Theory] // B2P-3.9-6
    [InlineData("1d4ed8")]
    [InlineData("#1d4")]
    [InlineData("red")]
    [InlineData("#1d4ed8ff")]
    public void A_colour_has_six_digits(string color) => FieldsOf(Good with { Color = color }).ShouldBe(["color"]);

    [Fact] // SCR-14
    public void A_colour_on_which_the_title_cannot_be_read_is_refused_with_what_was_measured()
    {
        var fault = CampaignValidator.FaultsOf(Broker, Good with { Color = "#767676" }, seesWholeCrm: true).ShouldHaveSingleItem();
        fault.Text.ShouldContain("4.27 to 1");
        var better = fault.Text.Split(' ')[^1].TrimEnd('.');
        FieldsOf(Good with { Color = better }).ShouldBeEmpty("what is proposed can be read");
        for (var grey = 0; grey < 256; grey++)
        {
            var color = new Accent((byte)grey, (byte)grey, (byte)grey);
            (RibbonContrast.FaultOf(color) is null).ShouldBe(RibbonContrast.Of(color) >= Accent.TextContrast);
        }
    }

    [Fact] // BID-44, B2P-3.9-7, MOD-18, MOD-24
    public void Titles_scope_and_module_are_looked_at()
    {
        FieldsOf(Good with { Titles = new Dictionary<string, string>(StringComparer.Ordinal) { ["de"] = "Hallo" } }).ShouldBe(["titles.en"]);
        FieldsOf(Good with { Titles = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = new('x', 121) } }).ShouldBe(["titles.en"]);
        FieldsOf(Good with { Titles = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "Hi", ["xx"] = "Hi" } }).ShouldBe(["titles"]);
        CampaignValidator.FaultsOf(Broker, Good with { Scope = RibbonScope.Crm }, seesWholeCrm: false).Select(static one => one.Field).ShouldBe(["scope"]);
        var handoff = Broker with { Settings = Broker.Settings with { Identity = IdentityOption.Handoff } };
        CampaignValidator.FaultsOf(handoff, Good, seesWholeCrm: true).Select(static one => one.Field).ShouldBe(["brokerName"]);
    }

    [Fact]
    public void An_audience_asks_for_nothing_that_the_broker_does_not_have()
    {
        FieldsOf(Good with { Audience = new() { Tags = ["Not Valid"], KycLevel = "gold", KycApproved = true, Languages = ["xx"], DepositedAtLeast = 5 } })
            .ShouldBe(["audience.languages", "audience.tags", "audience.kycLevel", "audience.depositedCurrency"]);
        FieldsOf(Good with { Audience = new() { HasDeposited = false, FirstDepositWithinDays = 3, Accounts = new() { Demo = true, Products = ["none"], Currencies = ["eur"], Logins = [0] } } })
            .ShouldBe(["audience.hasDeposited", "audience.accounts.demo", "audience.accounts.products", "audience.accounts.currencies", "audience.accounts.logins"]);
    }

    [Fact]
    public void Countries_are_codes_and_a_balance_needs_one_currency()
    {
        FieldsOf(Good with { Audience = new() { Countries = ["DE", "AT"], Accounts = new() { Currencies = ["EUR"], BalanceAtLeast = 0.005m, BalanceAtMost = 0.005m } } }).ShouldBeEmpty();
        FieldsOf(Good with { Audience = new() { Countries = ["de"] } }).ShouldBe(["audience.countries"]);
        FieldsOf(Good with { Audience = new() { Countries = ["UK"] } }).ShouldBe(["audience.countries"], "the code is GB");
        FieldsOf(Good with { Audience = new() { Accounts = new() { BalanceAtLeast = 1 } } }).ShouldBe(["audience.accounts.currencies"]);
        FieldsOf(Good with { Audience = new() { Accounts = new() { Currencies = ["EUR", "USD"], BalanceAtMost = 1 } } }).ShouldBe(["audience.accounts.currencies"]);
        FieldsOf(Good with { Audience = new() { Accounts = new() { Currencies = ["EUR"], BalanceAtLeast = -1, BalanceAtMost = 1_000_000_000_001 } } })
            .ShouldBe(["audience.accounts.balanceAtLeast", "audience.accounts.balanceAtMost"]);
        FieldsOf(Good with { Audience = new() { Accounts = new() { Currencies = ["EUR"], BalanceAtLeast = 2, BalanceAtMost = 1 } } }).ShouldBe(["audience.accounts.balanceAtMost"]);
    }

    private static List<string> FieldsOf(CampaignContent content) => [.. CampaignValidator.FaultsOf(Broker, content, seesWholeCrm: true).Select(static fault => fault.Field)];
}
