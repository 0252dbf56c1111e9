namespace Drawbridge.Broker.Brokers;

/// <summary>Who says who a broker's users are; exactly one is active at a time (MOD-5).</summary>
public enum IdentityOption
{
    /// <summary>The broker: its CRM creates users, logs them in and keeps their sessions (MOD-3). The default.</summary>
    Sso,

    /// <summary>The platform: its users log in there, and its one-time tokens carry them to the broker's screens (MOD-4).</summary>
    Handoff,
}
