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

    public static CrmConfiguration Configuration { get; } = new()
    {
        Name = CrmName,
        Password = Password,
        Brokers =
        [
            new BrokerConfiguration
            {
                Name = BrokerName,
                ManagerPassword = "manager password",
                Settings = new BrokerSettings
                {
                    DisplayName = "Bench",
                    LegalEntity = "Bench Ltd",
                    Jurisdiction = "Nowhere",
                    SuccessUrls = [new(new("https://app.example.test/callback"))],
                    Platform = new(new("https://platform.example.test"), ManagerLogin: 1),
                },
            },
        ],
    };
}
