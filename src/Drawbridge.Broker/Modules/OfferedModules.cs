using Drawbridge.Broker.Brokers;

namespace Drawbridge.Broker.Modules;

/// <summary>What a broker offers as it is configured now: looked up at each request, so that a switch counts at once (MOD-14).</summary>
public static class OfferedModules
{
    /// <summary>Every module, in the order in which people read them.</summary>
    public static IReadOnlyList<Module> All { get; } = Enum.GetValues<Module>();

    /// <summary>Whether a module is switched on.</summary>
    public static bool Offers(this BrokerSettings settings, Module module) => module switch
    {
        Module.Deposit => settings.Modules.Deposit,
        Module.Withdrawal => settings.Modules.Withdrawal,
        Module.Kyc => settings.Modules.Kyc,
        Module.Actions => settings.Modules.Actions,
        Module.Chat => settings.Modules.Chat,
        Module.EmbeddedWeb => settings.Modules.EmbeddedWeb && settings.WebUrl is not null,
        Module.Ribbons => settings.Modules.Ribbons ?? settings.Identity == IdentityOption.Sso, // MOD-10
        Module.Invite => settings.Modules.Invite,
        _ => throw new ArgumentOutOfRangeException(nameof(module)),
    };

    /// <summary>Whether traders get anything from a module: it is on, and what it needs is set up.</summary>
    public static bool Serves(this BrokerSettings settings, Module module) => settings.Offers(module) && module switch
    {
        Module.Deposit => settings.Cashier.Methods.Any(static method => method.Deposits),
        Module.Withdrawal => settings.Cashier.Methods.Any(static method => method.Withdrawals),
        Module.Kyc => settings.Kyc.Levels.Count > 0,
        Module.Actions => settings.Actions.Count > 0,
        Module.Invite => false, // it is the partners' and shows traders nothing
        _ => true,
    };

    /// <summary>Whether the sign-up screen has a field for a partner's code.</summary>
    internal static bool AsksForCode(this BrokerEntity broker) => broker.Settings.Offers(Module.Invite) && broker.Settings.Partners.Links.Codes;
}
