namespace Drawbridge.Broker.Screens;

/// <summary>Where the screens are (MOD-50); each is laid out for phones and desktops (SCR-16).</summary>
internal static class ScreenPaths
{
    /// <summary>Login and signup, one address for both (SCR-1).</summary>
    public const string Login = "/auth/login";

    /// <summary>Where the signup form is sent.</summary>
    public const string Signup = "/auth/signup";

    /// <summary>Where a login at the broker's own CRM begins.</summary>
    public const string CrmLogin = "/auth/crm";

    /// <summary>"Reset password", and the page behind the mailed link (SCR-10, SCR-71).</summary>
    public const string Reset = "/auth/reset";

    /// <summary>Where the new password is sent.</summary>
    public const string NewPassword = "/auth/reset/password";

    /// <summary>Where the code of a second factor is sent.</summary>
    public const string SecondFactor = "/auth/second-factor";

    /// <summary>Where the first code of a new second factor is sent in the middle of a login.</summary>
    public const string SecondFactorSetup = "/auth/second-factor/setup";

    /// <summary>Goes on with the login after that.</summary>
    public const string SecondFactorDone = "/auth/second-factor/done";

    /// <summary>Where the answer of a passkey is sent instead of a password.</summary>
    public const string Passkey = "/auth/passkey";

    /// <summary>What the browser asks a passkey with.</summary>
    public const string PasskeyOptions = "/auth/passkey/options";

    /// <summary>Where the answer of a passkey is sent instead of a code.</summary>
    public const string PasskeySecondFactor = "/auth/second-factor/passkey";

    /// <summary>Account creation (SCR-2).</summary>
    public const string CreateAccount = "/account/create";

    /// <summary>A further account of who is logged in to an application.</summary>
    public const string NewAccount = "/account/new";

    /// <summary>Waiting for the further account.</summary>
    public const string NewAccountStatus = "/account/new/status";

    /// <summary>Waiting for the trading platform (FLOW-CREATE-22).</summary>
    public const string Status = "/account/status";

    /// <summary>Consent to what came into force since the last login (FLOW-CREATE-8).</summary>
    public const string Agreements = "/account/agreements";

    /// <summary>Proof of control of the e-mail address (FLOW-CREATE-21).</summary>
    public const string ConfirmEmail = "/account/confirm-email";

    /// <summary>Another code, please.</summary>
    public const string ResendCode = "/account/confirm-email/resend";

    /// <summary>Password and address of who is logged in.</summary>
    public const string Security = "/client/security";

    /// <summary>The second factor of who is logged in.</summary>
    public const string TwoStep = "/client/security/two-step";

    /// <summary>Other recovery codes, or none.</summary>
    public const string TwoStepChange = "/client/security/two-step/change";

    /// <summary>Where a user is logged in.</summary>
    public const string Devices = "/client/security/devices";

    /// <summary>Ends one of them.</summary>
    public const string EndDevice = "/client/security/devices/end";

    /// <summary>Ends all but the one in use.</summary>
    public const string EndOtherDevices = "/client/security/devices/end-others";

    /// <summary>"Change password" (SCR-8).</summary>
    public const string ChangePassword = "/account/password";

    /// <summary>"Change e-mail" (SCR-9).</summary>
    public const string ChangeEmail = "/account/email";

    /// <summary>Where the code goes that proves the new address.</summary>
    public const string ConfirmNewEmail = "/account/email/confirm";

    /// <summary>Another address, please.</summary>
    public const string DropNewEmail = "/account/email/drop";

    /// <summary>Success page (SCR-11).</summary>
    public const string Success = "/sso/callback";

    /// <summary>Success page under its other name (SCR-11, DEC-20).</summary>
    public const string SuccessToo = "/callback/success";

    /// <summary>Deposit (SCR-3).</summary>
    public const string Deposit = "/inapp/deposit";

    /// <summary>Withdrawal (SCR-4).</summary>
    public const string Withdraw = "/inapp/withdraw";

    /// <summary>Behind either: which account.</summary>
    public const string ChooseAccount = "/account";

    /// <summary>Behind either: consent to what came into force meanwhile.</summary>
    public const string CashierAgreements = "/agreements";

    /// <summary>Behind either: where one payment is.</summary>
    public const string Payment = "/payment";

    /// <summary>Behind either: on to the provider's page once more.</summary>
    public const string ContinuePayment = "/continue";

    /// <summary>Behind either: all payments of the trader.</summary>
    public const string PaymentHistory = "/history";

    /// <summary>Behind either: the receipt of one payment.</summary>
    public const string Receipt = "/receipt";

    /// <summary>Behind either: take it back.</summary>
    public const string CancelPayment = "/cancel";

    /// <summary>Behind either: back to the application.</summary>
    public const string PaymentDone = "/done";

    /// <summary>KYC (SCR-5). Its steps are behind it, each at an address of its own.</summary>
    public const string Kyc = "/inapp/kyc";

    /// <summary>From a withdrawal to the verification that it needs.</summary>
    public const string WithdrawVerify = "/inapp/withdraw/verify";

    /// <summary>The second step of a withdrawal.</summary>
    public const string WithdrawConfirm = "/inapp/withdraw/confirm";

    /// <summary>The same by a passkey.</summary>
    public const string WithdrawPasskey = "/inapp/withdraw/confirm/passkey";

    /// <summary>Sets up the second step that a withdrawal needs.</summary>
    public const string WithdrawSetup = "/inapp/withdraw/set-up";

    /// <summary>On to the amount after that.</summary>
    public const string WithdrawReady = "/inapp/withdraw/ready";

    /// <summary>Custom actions (SCR-6).</summary>
    public const string Action = "/inapp/action";

    /// <summary>Back to the application after a custom action.</summary>
    public const string ActionDone = "/inapp/action/done";

    /// <summary>The conversation with the desk (SCR-7).</summary>
    public const string Chat = "/inapp/chat";

    /// <summary>Messages of the conversation.</summary>
    public const string ChatMessages = "/inapp/chat/messages";

    /// <summary>A file of the conversation.</summary>
    public const string ChatFile = "/inapp/chat/file";

    /// <summary>Tells an open conversation that there is something new.</summary>
    public const string ChatLive = "/inapp/chat/live";

    /// <summary>Proving once more who one is, in the client area.</summary>
    public const string StepUp = "/client/security/confirm";

    /// <summary>The same by a passkey.</summary>
    public const string StepUpPasskey = "/client/security/confirm/passkey";

    /// <summary>Passkeys of who is logged in.</summary>
    public const string Passkeys = "/client/security/passkeys";

    /// <summary>Gives a passkey another name.</summary>
    public const string RenamePasskey = "/client/security/passkeys/rename";

    /// <summary>Takes a passkey away.</summary>
    public const string RemovePasskey = "/client/security/passkeys/remove";

    /// <summary>Client area.</summary>
    public const string Client = "/client";

    /// <summary>Login of the client area.</summary>
    public const string ClientLogin = "/client/login";

    /// <summary>From the client area to deposits, withdrawals and verification.</summary>
    public const string ClientActions = "/client/actions";

    /// <summary>Makes an OT token and goes to cTrader Web (SCR-82).</summary>
    public const string OpenTrading = "/client/open-trading";

    /// <summary>cTrader Web inside the client area (SCR-13).</summary>
    public const string Trade = "/client/trade";

    /// <summary>Ends the sessions (FLOW-LOGOUT-1).</summary>
    public const string ClientLogout = "/client/logout";

    /// <summary>The partner's pages of the client area, the first of them.</summary>
    public const string Partner = "/client/partner";

    /// <summary>Becomes a partner.</summary>
    public const string PartnerRegister = "/client/partner/register";

    /// <summary>Campaign links of a partner; each is behind it under its number.</summary>
    public const string PartnerLinks = "/client/partner/links";

    /// <summary>Codes of a partner.</summary>
    public const string PartnerCodes = "/client/partner/codes";

    /// <summary>Whom a partner brought.</summary>
    public const string PartnerTraders = "/client/partner/traders";

    /// <summary>What a partner has earned; each statement is behind it under its number.</summary>
    public const string PartnerEarnings = "/client/partner/earnings";

    /// <summary>Partners below a partner.</summary>
    public const string PartnerNetwork = "/client/partner/network";

    /// <summary>Figures of a partner.</summary>
    public const string PartnerReports = "/client/partner/reports";

    /// <summary>The same as a file.</summary>
    public const string PartnerReportFile = "/client/partner/reports.csv";

    /// <summary>What partners agree to.</summary>
    public const string PartnerAgreements = "/client/partner/agreements";

    /// <summary>Behind a link or code: it brings nobody any more.</summary>
    public const string Archive = "/archive";

    /// <summary>Mails of development.</summary>
    public const string Mailbox = "/mailbox";

    /// <summary>The partner's pages that a login can lead back to. A further page of the partner's navigation belongs here as well.</summary>
    public static IReadOnlyList<string> PartnerPages { get; } = [Partner, PartnerLinks, PartnerCodes, PartnerTraders, PartnerNetwork, PartnerEarnings, PartnerReports, PartnerAgreements];

    /// <summary>Where a broker's own CRM leads back to: each broker has an address of its own.</summary>
    public static string CrmLoginCallback(string brokerName) => $"/auth/crm/{brokerName}/callback";
}
