using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.SecondFactor.Texts;

/// <summary>Texts of two-step verification.</summary>
internal static class SecondFactorTextKey
{
    public static readonly TextKey FactorTitle = new();
    public static readonly TextKey FactorIntro = new();
    public static readonly TextKey FactorPasskeyIntro = new();
    public static readonly TextKey FactorCode = new();
    public static readonly TextKey FactorSubmit = new();
    public static readonly TextKey FactorRecoveryHint = new();
    public static readonly TextKey FactorTrust = new();
    public static readonly TextKey ErrorFactorWrong = new();
    public static readonly TextKey ErrorFactorExpired = new();
    public static readonly TextKey FactorSetupTitle = new();
    public static readonly TextKey FactorSetupIntro = new();
    public static readonly TextKey FactorSetupRequired = new();
    public static readonly TextKey FactorSetupWithdraw = new();
    public static readonly TextKey FactorSetupPicture = new();
    public static readonly TextKey FactorSetupKey = new();
    public static readonly TextKey FactorSetupSubmit = new();
    public static readonly TextKey FactorOnIntro = new();
    public static readonly TextKey FactorOff = new();
    public static readonly TextKey FactorNewCodes = new();
    public static readonly TextKey FactorSwitchOff = new();
    public static readonly TextKey RecoveryTitle = new();
    public static readonly TextKey RecoveryIntro = new();
    public static readonly TextKey RecoveryDone = new();
}
