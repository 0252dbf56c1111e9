using System.Text;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Modules;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Drawbridge.Tests.Configuration;

/// <summary>Which modules go with which identity option, and with each other.</summary>
public sealed class ModuleConfigurationTests
{
    private const string Web = "\"WebUrl\": \"https://web.example.com\", ";

    [Fact] // MOD-14, MOD-41
    public void Each_module_is_a_switch_of_its_own()
    {
        var on = Read(Web + "\"Modules\": { \"EmbeddedWeb\": true }");
        var chatOff = Read("\"Modules\": { \"Chat\": \"false\" }");

        OfferedModules.All.ShouldAllBe(module => on.Offers(module));
        OfferedModules.All.Where(module => !chatOff.Offers(module)).ShouldBe([Module.Chat, Module.EmbeddedWeb]);
        foreach (var module in OfferedModules.All)
        {
            var switched = on with { Modules = on.Modules.With(module, isOn: false) };
            OfferedModules.All.Where(other => !switched.Offers(other)).ShouldBe([module]);
        }
    }

    [Theory] // MOD-20..25, MOD-10, DEC-14
    [InlineData(Module.EmbeddedWeb, false)]
    [InlineData(Module.Ribbons, false)]
    [InlineData(Module.Deposit, true)]
    [InlineData(Module.Withdrawal, true)]
    [InlineData(Module.Kyc, true)]
    [InlineData(Module.Actions, true)]
    [InlineData(Module.Chat, true)]
    [InlineData(Module.Invite, true)]
    public void Single_sign_on_goes_with_every_module_and_handoff_with_those_that_need_no_token_of_ours(Module module, bool underHandoff)
    {
        var switchedOn = $"{Web}\"Modules\": {{ \"{module}\": true }}, \"Identity\": ";

        Read(switchedOn + "\"Sso\"").Offers(module).ShouldBeTrue();
        if (underHandoff)
        {
            Read(switchedOn + "\"Handoff\"").Offers(module).ShouldBeTrue();
        }
        else
        {
            FaultsOf(switchedOn + "\"Handoff\"").ShouldHaveSingleItem().ShouldContain($":Settings:Modules:{module}: "); // MOD-18
            FaultsOf(switchedOn + "\"Handoff\"").Single().ShouldContain("Identity Sso, because under Handoff");
        }
    }

    [Fact] // MOD-10, MOD-44
    public void Ribbons_come_and_go_with_single_sign_on_and_the_address_of_the_platform_stays()
    {
        Read(Web + "\"Identity\": \"Sso\"").Offers(Module.Ribbons).ShouldBeTrue();
        Read(Web + "\"Identity\": \"Handoff\"").Offers(Module.Ribbons).ShouldBeFalse();
        Read("\"Identity\": \"Sso\", \"Modules\": { \"Ribbons\": false }").Offers(Module.Ribbons).ShouldBeFalse();
    }

    [Theory] // MOD-18, FLOW-EMBED-8
    [InlineData("\"Modules\": { \"EmbeddedWeb\": true }", "Modules:EmbeddedWeb: needs Settings:WebUrl")]
    [InlineData("\"WebUrl\": \"http://web.example.com\"", "WebUrl: must be an absolute https address")]
    [InlineData(
        "\"Modules\": { \"Kyc\": false }, \"Cashier\": { \"WithdrawalNeedsKyc\": \"id\" }, \"Kyc\": { \"Levels\": [ { \"Id\": \"id\", \"Title\": { \"en\": \"I\" } } ] }",
        "Modules:Kyc: is off, but Settings:Cashier:WithdrawalNeedsKyc")]
    public void What_cannot_work_is_refused_with_the_reason(string settings, string told) =>
        FaultsOf(settings).ShouldContain(fault => fault.Contains(told, StringComparison.Ordinal), string.Join('\n', FaultsOf(settings)));

    [Theory] // MOD-26, DEC-40
    [InlineData("Handoff", true)]
    [InlineData("Sso", false)]
    public void Identity_alone_is_saved_and_warned_of_under_handoff(string identity, bool warns)
    {
        var alone = BrokerConfigurationReader.Read(New($"\"Identity\": \"{identity}\", \"Modules\": {{ \"Chat\": false }}"));
        var chat = BrokerConfigurationReader.Read(New($"\"Identity\": \"{identity}\""));

        BrokerConfigurationReader.Warn(alone).Any(static warning => warning.Contains("nothing for traders", StringComparison.Ordinal)).ShouldBe(warns);
        BrokerConfigurationReader.Warn(chat).ShouldBeEmpty();
    }

    private static BrokerSettings Read(string settings) => BrokerConfigurationReader.Read(New(settings))[0].Brokers[0].Settings;

    private static IReadOnlyList<string> FaultsOf(string settings) =>
        [.. Should.Throw<OptionsValidationException>(() => BrokerConfigurationReader.Read(New(settings))).Failures];

    private static IConfiguration New(string settings) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(
            $$"""
            { "Drawbridge": { "Crms": [ { "Name": "tradingtech", "Password": "0123456789abcdef", "Brokers": [ { "Name": "PrestigeFx", "ManagerPassword": "secret",
              "Settings": { "DisplayName": "P", "LegalEntity": "P", "Jurisdiction": "P", "SuccessUrls": [ { "Url": "https://app.example.com/callback" } ],
                "Platform": { "BaseUrl": "https://platform.example.com", "ManagerLogin": 1 }, {{settings}} } } ] } ] } }
            """)))
        .Build();
}
