using Drawbridge.Broker.Brokers;

namespace Drawbridge.Broker.Modules;

/// <summary>A published composition to begin with (MOD-30..33).</summary>
/// <param name="Name">What the command line and the console call it.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Identity">Its identity option.</param>
/// <param name="Modules">What is on.</param>
public sealed record ModulePreset(string Name, string Description, IdentityOption Identity, IReadOnlyList<Module> Modules)
{
    /// <summary>All of them, from the smallest to the largest.</summary>
    public static IReadOnlyList<ModulePreset> All { get; } =
    [
        new("minimal", "Handoff with deposit, withdrawal and KYC: the platform logs users in, the money and the papers are yours", IdentityOption.Handoff, [Module.Deposit, Module.Withdrawal, Module.Kyc]), // MOD-30
        new("identity", "Single sign-on with cTrader Web inside your client area: users are yours on every platform", IdentityOption.Sso, [Module.EmbeddedWeb]), // MOD-31
        new("regulated", "Single sign-on with KYC before anything else, deposit and withdrawal: every proof is stored and decided by you", IdentityOption.Sso, [Module.Kyc, Module.Deposit, Module.Withdrawal]), // MOD-33
        new("full", "Single sign-on with every module", IdentityOption.Sso, OfferedModules.All), // MOD-32
    ];

    /// <summary>The preset of a name, or null.</summary>
    public static ModulePreset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);

    /// <summary>The broker composed so; what modules need beside their switches is as it was.</summary>
    public BrokerSettings ApplyTo(BrokerSettings settings) => settings with
    {
        Identity = Identity,
        Modules = OfferedModules.All.Aggregate(settings.Modules, (modules, module) => modules.With(module, Modules.Contains(module))),
    };
}
