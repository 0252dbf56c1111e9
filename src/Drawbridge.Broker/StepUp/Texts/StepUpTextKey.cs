using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.StepUp.Texts;

/// <summary>Texts of proving once more who one is.</summary>
internal static class StepUpTextKey
{
    public static readonly TextKey StepUpTitle = new();
    public static readonly TextKey StepUpIntro = new();
    public static readonly TextKey StepUpWithdrawIntro = new();
    public static readonly TextKey StepUpElsewhereIntro = new();
    public static readonly TextKey StepUpElsewhereOpen = new();
}
