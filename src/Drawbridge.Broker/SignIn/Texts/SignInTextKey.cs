using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.SignIn.Texts;

/// <summary>Texts of logging in and signing up.</summary>
internal static class SignInTextKey
{
    public static readonly TextKey LoginTitle = new();
    public static readonly TextKey LoginIntro = new();
    public static readonly TextKey LoginSubmit = new();
    public static readonly TextKey LoginToSignup = new();
    public static readonly TextKey LoginToSignupLink = new();
    public static readonly TextKey SignupTitle = new();
    public static readonly TextKey SignupIntro = new();
    public static readonly TextKey SignupSubmit = new();
    public static readonly TextKey SignupToLogin = new();
    public static readonly TextKey SignupToLoginLink = new();
    public static readonly TextKey ClientLoginIntro = new();
    public static readonly TextKey KeepLoggedIn = new();
    public static readonly TextKey ResetLink = new();
    public static readonly TextKey SignupCode = new();
    public static readonly TextKey ErrorCodeUnknown = new();
    public static readonly TextKey ErrorEmailPrivateRelay = new();
    public static readonly TextKey ErrorFirstNameMissing = new();
    public static readonly TextKey ErrorLastNameMissing = new();
    public static readonly TextKey ErrorNameInvalid = new();
    public static readonly TextKey ErrorCredentials = new();
    public static readonly TextKey ErrorBlocked = new();
    public static readonly TextKey ErrorSignupFailed = new();
    public static readonly TextKey SuccessTitle = new();
    public static readonly TextKey SuccessIntro = new();
    public static readonly TextKey ClientLoggedOut = new();
}
