using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Broker.Modules;

namespace Drawbridge.Broker.Console.Brokers;

/// <summary>What pages call things.</summary>
internal static class BrokerWords
{
    public static string Of(BrokerSettings settings) =>
        (settings.Identity == IdentityOption.Sso ? "Single sign-on" : "Handoff") + (settings.SwitchingIdentity ? ", switching" : "");

    public static string Of(Module module) => module switch
    {
        Module.Kyc => "KYC",
        Module.Actions => "Custom actions",
        Module.EmbeddedWeb => "cTrader Web",
        Module.Invite => "Partners",
        _ => module.ToString(),
    };

    /// <summary>What a module is, and what it needs.</summary>
    public static string About(Module module) => module switch
    {
        Module.Deposit => "Traders pay in. Needs payment methods.",
        Module.Withdrawal => "Traders ask for their money. Needs payment methods.",
        Module.Kyc => "Traders prove who they are. Needs a level.",
        Module.Actions => "Forms of your own inside the application.",
        Module.Chat => "Traders write to you.",
        Module.EmbeddedWeb => "Trading inside your client area. Needs single sign-on and the address of cTrader Web.",
        Module.Ribbons => "Notices inside the application. Needs single sign-on.",
        Module.Invite => "Users are attributed to partners.",
        _ => "",
    };

    public static string Of(SettingChange change) => (change.Kind, change.IsSecret) switch
    {
        (SettingChangeKind.Added, true) => "a secret is added",
        (SettingChangeKind.Removed, true) => "the secret is removed",
        (_, true) => "another secret",
        _ => "",
    };
}
