namespace Drawbridge.IntegrationTests.Cli;

/// <summary>What scripts find in <c>up.env</c>.</summary>
internal static class UpEnvironmentKeys
{
    public static readonly string[] All =
    [
        "BROKER_URL", "PLATFORM_URL", "CA_CERT", "CRM_PASSWORD", "BROKER_CRM_NAME", "BROKER_NAME", "WHITE_LABEL_NAME", "MANAGER_LOGIN",
        "MANAGER_PASSWORD", "MANAGEMENT_API_KEY", "CONSOLE_EMAIL", "CONSOLE_PASSWORD", "DEMO_EMAIL", "DEMO_PASSWORD",
        "HANDOFF_BROKER_NAME", "HANDOFF_LOGIN", "HANDOFF_PASSWORD",
    ];

    public static readonly string[] Secrets = ["CRM_PASSWORD", "MANAGER_PASSWORD", "MANAGEMENT_API_KEY", "CONSOLE_PASSWORD", "DEMO_PASSWORD", "HANDOFF_PASSWORD"];
}
