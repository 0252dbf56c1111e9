using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Onboarding.Texts;

/// <summary>Texts of choosing and opening a trading account.</summary>
internal static class OnboardingTextKey
{
    public static readonly TextKey AccountTitle = new();
    public static readonly TextKey NewAccountTitle = new();
    public static readonly TextKey ErrorTooManyAccounts = new();
    public static readonly TextKey AccountIntro = new();
    public static readonly TextKey AccountKind = new();
    public static readonly TextKey AccountDemo = new();
    public static readonly TextKey AccountDemoHint = new();
    public static readonly TextKey AccountCurrency = new();
    public static readonly TextKey AccountLeverage = new();
    public static readonly TextKey AccountLeverageHint = new();
    public static readonly TextKey AccountSubmit = new();
    public static readonly TextKey ErrorCurrency = new();
    public static readonly TextKey ErrorLeverage = new();
    public static readonly TextKey StatusTitle = new();
    public static readonly TextKey StatusIntro = new();
    public static readonly TextKey StatusSafe = new();
    public static readonly TextKey StatusNextAttempt = new();
    public static readonly TextKey StatusRetry = new();
    public static readonly TextKey StuckTitle = new();
    public static readonly TextKey StuckIntro = new();
    public static readonly TextKey StuckReference = new();
}
