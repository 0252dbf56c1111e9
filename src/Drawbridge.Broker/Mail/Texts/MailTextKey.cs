using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Mail.Texts;

/// <summary>Texts of mails.</summary>
internal static class MailTextKey
{
    public static readonly TextKey MailPasswordSubject = new();
    public static readonly TextKey MailPasswordIntro = new();
    public static readonly TextKey MailPasswordNotYou = new();
    public static readonly TextKey MailEmailSubject = new();
    public static readonly TextKey MailEmailIntro = new();
    public static readonly TextKey MailLoginSubject = new();
    public static readonly TextKey MailLoginIntro = new();
    public static readonly TextKey MailNotYou = new();
    public static readonly TextKey MailFactorOnSubject = new();
    public static readonly TextKey MailFactorOnIntro = new();
    public static readonly TextKey MailFactorOffSubject = new();
    public static readonly TextKey MailFactorOffIntro = new();
    public static readonly TextKey MailRecoverySubject = new();
    public static readonly TextKey MailRecoveryIntro = new();
    public static readonly TextKey MailPasskeyAddedSubject = new();
    public static readonly TextKey MailPasskeyAddedIntro = new();
    public static readonly TextKey MailPasskeyRemovedSubject = new();
    public static readonly TextKey MailPasskeyRemovedIntro = new();
    public static readonly TextKey MailFactorResetSubject = new();
    public static readonly TextKey MailFactorResetIntro = new();
    public static readonly TextKey MailGreeting = new();
    public static readonly TextKey MailIgnore = new();
    public static readonly TextKey MailSignature = new();
    public static readonly TextKey MailCodeSubject = new();
    public static readonly TextKey MailCodeIntro = new();
    public static readonly TextKey MailCodeExpiry = new();
    public static readonly TextKey MailResetSubject = new();
    public static readonly TextKey MailResetIntro = new();
    public static readonly TextKey MailResetButton = new();
    public static readonly TextKey MailResetExpiry = new();
    public static readonly TextKey MailExistsSubject = new();
    public static readonly TextKey MailExistsIntro = new();
    public static readonly TextKey MailExistsButton = new();
}
