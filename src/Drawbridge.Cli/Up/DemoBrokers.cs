using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Cli.DataFolders;
using Drawbridge.Cli.Up.Seed;
using Drawbridge.Protocol.Brokers;

namespace Drawbridge.Cli.Up;

/// <summary>The seed as the broker's side is configured with it. Companies and regulators are invented and say so.</summary>
internal sealed class DemoBrokers(UpSecrets secrets, string brokerUrl, string platformUrl, IReadOnlyList<string>? webOrigins = null)
{
    public IReadOnlyList<CrmConfiguration> Configuration =>
    [
        Crm(
            DemoNames.TradingTechCrm,
            Broker(DemoNames.TradingTech, "TradingTech", "TradingTech Markets Ltd (demo entity)", "a made-up entity that is regulated nowhere", "#1d4ed8"),
            Broker(
                DemoNames.TradingTechEurope,
                "TradingTech Europe",
                "TradingTech Europe SA (demo entity)",
                "a made-up entity that is regulated nowhere",
                "#0f766e",
                parent: DemoNames.TradingTech)),
        Crm(
            DemoNames.FinancialHouseCrm,
            Broker(
                DemoNames.FinancialHouse,
                "Financial House",
                "Financial House Group LLC (demo entity)",
                "a made-up entity that is regulated nowhere",
                "#9f1239"),
            Broker(
                DemoNames.FinancialHouseLight,
                "Financial House Light",
                "Financial House Light LLC (demo entity)",
                "a made-up entity that is regulated nowhere",
                "#7c2d12",
                parent: DemoNames.FinancialHouse,
                identity: IdentityOption.Handoff)),
    ];

    private CrmConfiguration Crm(string name, params BrokerConfiguration[] brokers) => new()
    {
        Name = name,
        Password = secrets.CrmPasswords[name],
        ManagementKey = secrets.ManagementKeys[name],
        Brokers = brokers,
    };

    private BrokerConfiguration Broker(
        string name, string displayName, string legalEntity, string jurisdiction, string accent, string? parent = null,
        IdentityOption identity = IdentityOption.Sso) => new()
    {
        Name = name,
        ManagerPassword = secrets.ManagerPassword,
        InviteToken = secrets.InviteTokens[name],
        Settings = new BrokerSettings
        {
            Parent = parent is null ? null : BrokerName.Parse(parent),
            DisplayName = displayName,
            LegalEntity = legalEntity,
            Jurisdiction = jurisdiction,
            AccentColor = accent,
            Identity = identity,
            SuccessUrls = [new(new Uri($"{platformUrl}/app/callback")), new(new Uri($"{brokerUrl}/sso/callback"))],
            Actions = [DemoActions.Feedback],
            Cashier = DemoCashier.Settings,
            Kyc = DemoKyc.Settings,
            WebUrl = identity == IdentityOption.Sso ? new Uri($"{platformUrl}/app/?brokerName={name}") : null,
            Modules = new() { EmbeddedWeb = identity == IdentityOption.Sso },
            WebOrigins = webOrigins ?? [],
            Platform = new PlatformConnection(new Uri(platformUrl), DemoNames.ManagerLogin),
            Demo = new PlatformConnection(new Uri(platformUrl), DemoNames.ManagerLogin, "demo"),
            Accounts = DemoAccounts.Products,
        },
    };
}
