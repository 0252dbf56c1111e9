using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Partners.Rewards.Portal.Texts;

/// <summary>Texts of what partners read about their earnings.</summary>
internal static class RewardTextKey
{
    public static readonly TextKey RewardTab = new();
    public static readonly TextKey RewardTitle = new();
    public static readonly TextKey RewardNone = new();
    public static readonly TextKey RewardUnstated = new();
    public static readonly TextKey RewardStated = new();
    public static readonly TextKey RewardPaid = new();
    public static readonly TextKey RewardStatements = new();
    public static readonly TextKey RewardStatementsNone = new();
    public static readonly TextKey RewardStateChecked = new();
    public static readonly TextKey RewardStatePaying = new();
    public static readonly TextKey RewardKindLot = new();
    public static readonly TextKey RewardKindRevenue = new();
    public static readonly TextKey RewardKindCpa = new();
    public static readonly TextKey RewardKindCarried = new();
    public static readonly TextKey RewardKindReversed = new();
    public static readonly TextKey RewardLevel = new();
    public static readonly TextKey RewardDownload = new();
    public static readonly TextKey RewardAccount = new();
    public static readonly TextKey RewardLines = new();
}
