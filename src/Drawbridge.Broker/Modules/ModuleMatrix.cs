using Drawbridge.Broker.Brokers;

namespace Drawbridge.Broker.Modules;

/// <summary>Which modules go with which identity option, and with each other (MOD-20..26). Asked when settings are saved, never later (MOD-18).</summary>
internal static class ModuleMatrix
{
    /// <summary>Whether a module works under an identity option.</summary>
    public static bool Allows(IdentityOption identity, Module module) => module switch
    {
        // MOD-10, MOD-20, MOD-24: the platform's own users bring no token of ours, which both need.
        Module.EmbeddedWeb or Module.Ribbons => identity == IdentityOption.Sso,
        _ => true, // MOD-21, MOD-22, MOD-23, MOD-25
    };

    /// <summary>What cannot be saved, and why.</summary>
    /// <param name="key">Of the broker.</param>
    /// <param name="settings">The broker's settings.</param>
    public static IEnumerable<string> Validate(string key, BrokerSettings settings)
    {
        foreach (var module in OfferedModules.All.Where(module => IsAskedFor(settings, module) && !Allows(settings.Identity, module)))
        {
            yield return $"{key}:Settings:Modules:{module}: {NameOf(module)} {(module == Module.Ribbons ? "need" : "needs")} Identity Sso, because under Handoff the platform alone knows who its users are; "
                + "switch the module off, or the identity to Sso (MOD-18, DEC-14).";
        }

        if (settings.Modules.EmbeddedWeb && settings.WebUrl is null)
        {
            yield return $"{key}:Settings:Modules:EmbeddedWeb: needs Settings:WebUrl, the address of cTrader Web that is to be embedded (SCR-80).";
        }

        if (settings.Modules is { Withdrawal: true, Kyc: false } && settings.Cashier.WithdrawalNeedsKyc is not null)
        {
            yield return $"{key}:Settings:Modules:Kyc: is off, but Settings:Cashier:WithdrawalNeedsKyc asks for it before each withdrawal; switch it on, switch Withdrawal off, or remove WithdrawalNeedsKyc.";
        }
    }

    /// <summary>What can be saved and is hardly meant.</summary>
    public static IEnumerable<string> Warn(string key, BrokerSettings settings)
    {
        // MOD-26, DEC-40
        if (settings.Identity == IdentityOption.Handoff && !OfferedModules.All.Any(settings.Serves))
        {
            yield return $"{key}:Settings:Modules: Identity Handoff without any module has nothing for traders; switch on and set up at least one, such as Deposit or Kyc (MOD-26).";
        }
    }

    /// <summary>As sentences call it.</summary>
    public static string NameOf(Module module) => module switch
    {
        Module.Kyc => "KYC",
        Module.Actions => "custom actions",
        Module.EmbeddedWeb => "embedded cTrader Web",
        Module.Invite => "partner attribution (Invite)",
        _ => module.ToString().ToLowerInvariant(),
    };

    private static bool IsAskedFor(BrokerSettings settings, Module module) => module switch
    {
        Module.EmbeddedWeb => settings.Modules.EmbeddedWeb,
        _ => settings.Offers(module),
    };
}
