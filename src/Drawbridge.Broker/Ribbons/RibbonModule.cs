using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;

namespace Drawbridge.Broker.Ribbons;

/// <summary>Which brokers have ribbons: they belong to single sign-on (MOD-8, MOD-10, MOD-24, DEC-14, DEC-42).</summary>
internal static class RibbonModule
{
    public const string WhyOff = "Ribbons are switched off at this broker, or it does not use single sign-on, without which there are none (MOD-24)";

    public static bool IsOn(BrokerEntity broker) =>
        broker.Settings.Enabled && broker.Settings.Offers(Module.Ribbons) && ModuleMatrix.Allows(broker.Settings.Identity, Module.Ribbons);
}
