using System.Globalization;
using Drawbridge.Cli.DataFolders;

namespace Drawbridge.Cli.Up;

/// <summary>What <c>up.env</c> tells scripts and people.</summary>
internal static class UpEnvironment
{
    public static IEnumerable<KeyValuePair<string, string>> Values(UpSecrets secrets, string brokerUrl, string platformUrl, string authorityFile, long handoffLogin) =>
    [
        new("BROKER_URL", brokerUrl),
        new("PLATFORM_URL", platformUrl),
        new("CA_CERT", authorityFile),
        new("CRM_PASSWORD", secrets.CrmPasswords[DemoNames.TradingTechCrm]),
        new("BROKER_CRM_NAME", DemoNames.TradingTechCrm),
        new("BROKER_NAME", DemoNames.TradingTech),
        new("WHITE_LABEL_NAME", DemoNames.TradingTechEurope),
        new("MANAGER_LOGIN", DemoNames.ManagerLogin.ToString(CultureInfo.InvariantCulture)),
        new("MANAGER_PASSWORD", secrets.ManagerPassword),
        new("MANAGEMENT_API_KEY", secrets.ManagementKeys[DemoNames.TradingTechCrm]),
        new("CONSOLE_EMAIL", DemoNames.ConsoleEmail),
        new("CONSOLE_PASSWORD", secrets.ConsolePassword),
        new("DEMO_EMAIL", DemoNames.DemoEmail),
        new("DEMO_PASSWORD", secrets.DemoPassword),
        new("HANDOFF_BROKER_NAME", DemoNames.FinancialHouseLight),
        new("HANDOFF_LOGIN", handoffLogin.ToString(CultureInfo.InvariantCulture)),
        new("HANDOFF_PASSWORD", secrets.DemoPassword),
    ];
}
