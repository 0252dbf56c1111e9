using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners.Portal.Texts;
using Drawbridge.Broker.Partners.Reports.Texts;
using Drawbridge.Broker.Partners.Rewards.Portal.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Partners.Portal;

/// <summary>
/// An entry of the navigation of the partner's pages.
/// <para>
/// A further page: give its path to <see cref="ScreenPaths"/> and its list <see cref="ScreenPaths.PartnerPages"/>, so that a login leads back to it; add a tab to <see cref="All"/>, in the
/// order in which people read; map a GET in <see cref="PortalServices.MapPartnerPortal"/> whose handler begins with <see cref="PartnerPortal.EnterAsync"/> and ends with
/// <see cref="PartnerPortal.Show{TPage}"/>; its model implements <see cref="IPortalModel"/>, and its page is a <c>PortalFrame</c> with the tab's <see cref="Id"/>. Pages of a partner who
/// is not accepted are never reached: such people are led to the first page, which tells them.
/// </para>
/// </summary>
/// <param name="Id">Names the tab in pages and tests.</param>
/// <param name="Path">Where its page is.</param>
/// <param name="Label">What people read.</param>
internal sealed record PortalTab(string Id, string Path, TextKey Label)
{
    /// <summary>Whether a broker has it; every broker unless said.</summary>
    public Func<BrokerEntity, bool> IsOffered { get; init; } = static _ => true;

    /// <summary>In the order of the navigation.</summary>
    public static IReadOnlyList<PortalTab> All { get; } =
    [
        new("overview", ScreenPaths.Partner, PartnerTextKey.PartnerTabOverview),
        new("links", ScreenPaths.PartnerLinks, PartnerTextKey.PartnerTabLinks),
        new("codes", ScreenPaths.PartnerCodes, PartnerTextKey.PartnerTabCodes) { IsOffered = static broker => broker.AsksForCode() },
        new("traders", ScreenPaths.PartnerTraders, PartnerTextKey.PartnerTabTraders),
        new("network", ScreenPaths.PartnerNetwork, PartnerTextKey.PartnerTabNetwork),
        new("reports", ScreenPaths.PartnerReports, ReportTextKey.ReportTab),
        new("earnings", ScreenPaths.PartnerEarnings, RewardTextKey.RewardTab),
    ];
}
