namespace Drawbridge.Broker.Screens.Texts;

/// <summary>Texts that screens of several features share.</summary>
internal static class ScreenTextKey
{
    public static readonly TextKey Email = new();
    public static readonly TextKey Password = new();
    public static readonly TextKey NewPassword = new();
    public static readonly TextKey PasswordHint = new();
    public static readonly TextKey PasswordShow = new();
    public static readonly TextKey PasswordHide = new();
    public static readonly TextKey FirstName = new();
    public static readonly TextKey LastName = new();
    public static readonly TextKey Working = new();
    public static readonly TextKey ErrorSummary = new();
    public static readonly TextKey ErrorEmailMissing = new();
    public static readonly TextKey ErrorEmailInvalid = new();
    public static readonly TextKey ErrorThrottled = new();
    public static readonly TextKey BackToClient = new();
    public static readonly TextKey CurrentPassword = new();
    public static readonly TextKey ErrorTitle = new();
    public static readonly TextKey ErrorLinkTitle = new();
    public static readonly TextKey ErrorLinkIntro = new();
    public static readonly TextKey ErrorForbiddenTitle = new();
    public static readonly TextKey ErrorForbiddenIntro = new();
    public static readonly TextKey ErrorCrossSite = new();
    public static readonly TextKey ErrorBusyTitle = new();
    public static readonly TextKey ErrorBusyIntro = new();
    public static readonly TextKey ErrorNotFoundTitle = new();
    public static readonly TextKey ErrorNotFoundIntro = new();
    public static readonly TextKey ErrorUnknownIntro = new();
    public static readonly TextKey ErrorExpiredTitle = new();
    public static readonly TextKey ErrorExpiredIntro = new();
    public static readonly TextKey ErrorAwayTitle = new();
    public static readonly TextKey ErrorAwayIntro = new();
    public static readonly TextKey ErrorUnlinkedTitle = new();
    public static readonly TextKey ErrorUnlinkedIntro = new();
    public static readonly TextKey ErrorRegister = new();
    public static readonly TextKey ErrorTryAgain = new();
    public static readonly TextKey FooterEntity = new();
    public static readonly TextKey Close = new();
    public static readonly TextKey BackToTrading = new();
    public static readonly TextKey ErrorFieldMissing = new();
    public static readonly TextKey ErrorFieldChoose = new();
    public static readonly TextKey ErrorFieldLong = new();
    public static readonly TextKey ErrorFieldInvalid = new();
    public static readonly TextKey ErrorFieldNumber = new();
    public static readonly TextKey ErrorFieldDate = new();
    public static readonly TextKey ErrorCardNumber = new();
}
