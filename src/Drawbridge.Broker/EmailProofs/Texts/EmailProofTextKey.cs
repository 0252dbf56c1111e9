using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.EmailProofs.Texts;

/// <summary>Texts of confirming an address.</summary>
internal static class EmailProofTextKey
{
    public static readonly TextKey ConfirmTitle = new();
    public static readonly TextKey ConfirmIntro = new();
    public static readonly TextKey ConfirmCode = new();
    public static readonly TextKey ConfirmSubmit = new();
    public static readonly TextKey ConfirmResend = new();
    public static readonly TextKey ConfirmResent = new();
    public static readonly TextKey ConfirmNoMail = new();
    public static readonly TextKey ErrorCodeWrong = new();
    public static readonly TextKey ErrorCodeExpired = new();
    public static readonly TextKey ErrorCodeThrottled = new();
}
