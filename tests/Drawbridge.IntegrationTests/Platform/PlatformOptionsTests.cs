using Drawbridge.Platform.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class PlatformOptionsTests
{
    [Fact] // BID-15, BID-2, P2B-0-2, SCR-15, B2P-0-2, BID-5
    public void Every_fault_of_the_options_is_reported_at_once_and_no_secret()
    {
        var options = new PlatformOptions { Database = "Server=x;Pwd=db-secret", WritesPerHour = -1, CrmAuthorityFile = "/no/such/file" };
        options.Crms.Add(new() { BrokerCrmName = "has space", BaseUrl = "http://crm.example", Password = "" });
        options.Crms.Add(new() { BrokerCrmName = "crm", BaseUrl = "https://crm.example/?a=url-secret", Password = "crm-secret" });
        options.Brokers.Add(new() { BrokerName = "same", BrokerCrmName = "none", LoginUrl = "http://plain.example" });
        options.Brokers.Add(new() { BrokerName = "same", BrokerCrmName = "crm", Parent = "nobody" });
        options.Managers.Add(new() { Login = 0, Password = "manager-secret", PasswordMd5 = "md5-secret", DisabledBrokerName = { "ghost" }, AllowedGroups = { "none" } });
        options.AllowedCallers.Add("everywhere");

        var result = new PlatformOptionsValidator().Validate(null, options);

        result.Failed.ShouldBeTrue();
        string[] keys =
        [
            "Platform:Database", "WritesPerHour", "CrmAuthorityFile", "Crms:0:BrokerCrmName", "Crms:0:BaseUrl", "Crms:0:Password", "Crms:1:BaseUrl",
            "Brokers:0:BrokerCrmName", "Brokers:0:LoginUrl", "Platform:Brokers:", "Brokers:1:Parent", "Managers:0:Login", "Managers:0:PasswordMd5",
            "Managers:0:DisabledBrokerName:0", "Managers:0:AllowedGroups:0", "AllowedCallers:0",
        ];
        foreach (var key in keys)
        {
            result.FailureMessage.ShouldContain(key);
        }

        result.FailureMessage.ShouldNotContain("-secret");
    }

    [Fact]
    public void Settings_come_from_the_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Drawbridge:Platform:Crms:0:BrokerCrmName"] = "crm",
            ["Drawbridge:Platform:Crms:0:BaseUrl"] = "https://crm.example",
            ["Drawbridge:Platform:Crms:0:Password"] = "secret",
            ["Drawbridge:Platform:Brokers:0:BrokerName"] = "broker",
            ["Drawbridge:Platform:Brokers:0:BrokerCrmName"] = "crm",
            ["Drawbridge:Platform:Brokers:0:Screens:Deposit"] = "https://crm.example/inapp/deposit",
            ["Drawbridge:Platform:Brokers:0:SuccessUrls:0"] = "https://crm.example/sso/callback",
            ["Drawbridge:Platform:Environments:0"] = "live2",
            ["Drawbridge:Platform:Managers:0:Login"] = "2309",
            ["Drawbridge:Platform:Managers:0:Password"] = "secret",
            ["Drawbridge:Platform:Managers:0:DisabledBrokerName:0"] = "broker",
            ["Drawbridge:Platform:WritesPerHour"] = "7",
        }).Build();

        using var services = new ServiceCollection().AddDrawbridgePlatform(configuration, static options => options.TradersPerList = 9).BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<PlatformOptions>>().Value;

        options.Brokers.Single().Screens.Deposit.ShouldBe("https://crm.example/inapp/deposit");
        options.Brokers.Single().SuccessUrls.ShouldBe(["https://crm.example/sso/callback"]);
        options.EffectiveEnvironments.ShouldBe(["live2"]);
        options.Managers.Single().DisabledBrokerName.ShouldBe(["broker"]);
        (options.WritesPerHour, options.TradersPerList).ShouldBe((7, 9));
    }
}
