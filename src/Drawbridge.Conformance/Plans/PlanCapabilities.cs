using Drawbridge.Conformance.Cases;

namespace Drawbridge.Conformance.Plans;

/// <summary>What a plan offers to cases.</summary>
public static class PlanCapabilities
{
    /// <summary>What the plan says of the broker, and what follows from the rest of it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="hasBrowser">Whether this machine has a browser.</param>
    public static IReadOnlySet<Capability> Of(ConformancePlan plan, bool hasBrowser)
    {
        var offered = new HashSet<Capability>(plan.Broker?.Offers ?? new HashSet<Capability>());
        void Add(Capability capability, bool isThere)
        {
            if (isThere)
            {
                offered.Add(capability);
            }
        }

        Add(Capability.Browser, hasBrowser);
        Add(Capability.Platform, plan.Platform is not null);
        Add(Capability.Mail, plan.Mailbox is not null);
        if (plan.Broker is { } broker)
        {
            Add(Capability.Invite, broker.Invite is not null);
            Add(Capability.SecondUser, broker.Users.Count > 1);
            Add(Capability.SecondBroker, broker.Second is not null);
            Add(Capability.OtherCrm, broker.Other is not null);
            Add(Capability.DisabledBroker, broker.Disabled is not null);
            Add(Capability.ClientArea, plan.Screens.ClientArea is not null);
            Add(Capability.Languages, plan.Screens.Languages.Count > 1);
            Add(Capability.Themes, plan.Screens.Themes);
        }

        if (plan.PlatformTarget is { } platform)
        {
            Add(Capability.SecondBroker, platform.Second is not null);
            Add(Capability.OtherCrm, platform.Other is not null);
            Add(Capability.AppSessions, platform.AppSessions);
            Add(Capability.PlayedCrm, platform.CrmUrl is not null);
            Add(Capability.Handoff, platform.Handoff is not null);
            Add(Capability.Invite, platform.Invite is not null);
            Add(Capability.LimitedManager, platform.Limited is not null);
            Add(Capability.WriteLimit, platform.Throttled is not null);
            Add(Capability.PreciseCurrency, platform.PreciseCurrency is not null);
            Add(Capability.ShortLists, platform.TradersPerList is not null);
        }

        return offered;
    }
}
