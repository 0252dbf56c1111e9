using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.PasswordReset.Texts;

/// <summary>Texts of resetting a password.</summary>
internal static class PasswordResetTextKey
{
    public static readonly TextKey ResetTitle = new();
    public static readonly TextKey ResetIntro = new();
    public static readonly TextKey ResetSubmit = new();
    public static readonly TextKey ResetSentTitle = new();
    public static readonly TextKey ResetSentIntro = new();
    public static readonly TextKey ResetNoMail = new();
    public static readonly TextKey ResetNewTitle = new();
    public static readonly TextKey ResetNewIntro = new();
    public static readonly TextKey ResetNewSubmit = new();
    public static readonly TextKey ResetInvalidTitle = new();
    public static readonly TextKey ResetInvalidIntro = new();
    public static readonly TextKey ResetAgain = new();
    public static readonly TextKey BackToLogin = new();
}
