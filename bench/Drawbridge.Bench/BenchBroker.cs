using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;

namespace Drawbridge.Bench;

/// <summary>The broker that is called, on a database of its own.</summary>
internal static class BenchBroker
{
    public const string CrmName = "bench_crm";
    public const string BrokerName = "bench_broker";
    public const string Password = "a password for the length of a measurement";

    public const string Names = $"brokerName={BrokerName}&brokerCrmName={CrmName}";

    public const string StaffEmail = "staff@bench.example";
    public const string StaffPassword = "a member of staff for some minutes";

    /// <summary>The CRM with the broker, and with others before and behind it in any order.</summary>
    public static CrmConfiguration ConfigurationOf(int brokers, string? managementKey) => new()
    {
        Name = CrmName,
        Password = Password,
        ManagementKey = managementKey,
        Brokers = [.. Enumerable.Range(1, brokers - 1).Select(static i => Broker(string.Create(CultureInfo.InvariantCulture, $"{(i % 2 == 0 ? "a" : "z")}_broker_{i}"))), Broker(BrokerName)],
    };

    private static BrokerConfiguration Broker(string name) => new()
    {
        Name = name,
        ManagerPassword = "manager password",
        Settings = new BrokerSettings
        {
            DisplayName = name == BrokerName ? "Bench" : $"Trading as {name}",
            LegalEntity = "Bench Ltd",
            Jurisdiction = "Nowhere",
            SuccessUrls = [new(new("https://app.example.test/callback"))],
            Platform = new(new("https://platform.example.test"), ManagerLogin: 1),
        },
    };
}
