namespace Drawbridge.Cli.Up;

/// <summary>The names of the seed. Scripts rely on them.</summary>
internal static class DemoNames
{
    public const string TradingTechCrm = "tradingtech_crm";
    public const string TradingTech = "tradingtech_main";
    public const string TradingTechEurope = "tradingtech_wl_europe";
    public const string FinancialHouseCrm = "financialhouse_crm";
    public const string FinancialHouse = "financialhouse_main";

    /// <summary>Its users log in at the platform: one-time-token handoff.</summary>
    public const string FinancialHouseLight = "financialhouse_light";

    public const long ManagerLogin = 10001;

    /// <summary>example.com is reserved for examples, so nobody can ever get mail for these.</summary>
    public const string ConsoleEmail = "console@example.com";

    public const string DemoEmail = "demo@example.com";

    public static readonly string[] Crms = [TradingTechCrm, FinancialHouseCrm];

    public static readonly string[] Brokers = [TradingTech, TradingTechEurope, FinancialHouse, FinancialHouseLight];
}
