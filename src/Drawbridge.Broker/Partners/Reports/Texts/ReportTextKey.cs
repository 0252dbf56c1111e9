using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Partners.Reports.Texts;

/// <summary>Texts of the reports of partners.</summary>
internal static class ReportTextKey
{
    public static readonly TextKey ReportTab = new();
    public static readonly TextKey ReportFrom = new();
    public static readonly TextKey ReportUntil = new();
    public static readonly TextKey ReportShow = new();
    public static readonly TextKey ReportWhose = new();
    public static readonly TextKey ReportScopeAll = new();
    public static readonly TextKey ReportScopeOwn = new();
    public static readonly TextKey ReportScopeNetwork = new();
    public static readonly TextKey ReportCampaignName = new();
    public static readonly TextKey ReportAnyCampaign = new();
    public static readonly TextKey ReportNoCampaign = new();
    public static readonly TextKey ReportClicks = new();
    public static readonly TextKey ReportSignUps = new();
    public static readonly TextKey ReportFirstDeposits = new();
    public static readonly TextKey ReportDeposits = new();
    public static readonly TextKey ReportDepositsIn = new();
    public static readonly TextKey ReportDeposited = new();
    public static readonly TextKey ReportLots = new();
    public static readonly TextKey ReportEarned = new();
    public static readonly TextKey ReportPartners = new();
    public static readonly TextKey ReportShare = new();
    public static readonly TextKey ReportByDay = new();
    public static readonly TextKey ReportByCampaign = new();
    public static readonly TextKey ReportDayName = new();
    public static readonly TextKey ReportWeek = new();
    public static readonly TextKey ReportExport = new();
    public static readonly TextKey ReportNone = new();
    public static readonly TextKey ReportChartText = new();
    public static readonly TextKey ReportCounted = new();
}
