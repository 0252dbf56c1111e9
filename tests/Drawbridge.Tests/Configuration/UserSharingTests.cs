using System.Text;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Drawbridge.Tests.Configuration;

/// <summary>Which brokers of a CRM share their users, and what must be the same there.</summary>
public sealed class UserSharingTests
{
    [Theory] // BID-45
    [InlineData("", "", "")]
    [InlineData("Shared", "", "one two three")]
    [InlineData("Shared", "Apart", "two three")]
    [InlineData("", "Shared", "one")]
    public void A_broker_does_as_its_crm_says_unless_it_says_otherwise(string crm, string first, string sharing)
    {
        var read = Read(crm, Users(first)).ShouldHaveSingleItem();
        var entity = new Crm(1, Drawbridge.Protocol.Brokers.BrokerCrmName.Parse(read.Name), read.Settings);
        BrokerEntity[] brokers = [.. read.Brokers.Select((broker, i) => new BrokerEntity(i, Drawbridge.Protocol.Brokers.BrokerName.Parse(broker.Name), entity, broker.Settings))];
        var directory = new BrokerDirectorySnapshot([entity], brokers);

        string.Join(' ', brokers.Where(static broker => broker.SharesUsers).Select(static broker => broker.Name.Value)).ShouldBe(sharing);
        string.Join(' ', directory.SharersOf(brokers[1]).Select(static broker => broker.Name.Value)).ShouldBe(brokers[1].SharesUsers ? sharing : "");
    }

    [Theory] // BID-45
    [InlineData("\"Identity\": \"Handoff\"", "Shared needs logins that are kept here")]
    [InlineData("\"SecondFactor\": \"Required\"", "ask for the same login")]
    [InlineData("\"Passkeys\": false", "ask for the same login")]
    public void What_cannot_be_one_login_is_refused(string setting, string told)
    {
        Should.Throw<OptionsValidationException>(() => Read("Shared", "", setting)).Failures.ShouldContain(failure => failure.Contains(told, StringComparison.Ordinal));
        Read("", "", setting);
    }

    private static string Users(string users) => users.Length == 0 ? "" : $"\"Users\": \"{users}\"";

    private static IReadOnlyList<CrmConfiguration> Read(string crm, string first, string third = "")
    {
        var brokers = string.Join(", ", new[] { ("one", first), ("two", ""), ("three", third) }.Select(static broker =>
            $$"""
            { "Name": "{{broker.Item1}}", "ManagerPassword": "secret of the manager", "Settings": {
              "DisplayName": "One", "LegalEntity": "One Ltd", "Jurisdiction": "Nowhere", "SuccessUrls": [{ "Url": "https://crm.example.com/done" }],
              "Platform": { "BaseUrl": "https://platform.example.com", "ManagerLogin": 1 }{{(broker.Item2.Length == 0 ? "" : ", ")}}{{broker.Item2}} } }
            """));
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(
            $$"""{ "Drawbridge": { "Crms": [{ "Name": "one_crm", "Password": "0123456789abcdef", "Settings": { {{Users(crm)}} }, "Brokers": [{{brokers}}] }] } }"""));
        return BrokerConfigurationReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build());
    }
}
