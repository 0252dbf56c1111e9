using System.Diagnostics;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.CrmIdentities.Texts;
using Drawbridge.Broker.CrmLogin;
using Drawbridge.Broker.EmailProofs;
using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Partners.Links;
using Drawbridge.Broker.Partners.Links.Clicks;
using Drawbridge.Broker.Passkeys;
using Drawbridge.Broker.PasswordReset;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Passwords.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.SignIn.Texts;
using Drawbridge.Broker.Users;
using Drawbridge.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.SignIn;

/// <summary>Login and signup: one address for both forms (SCR-1), the same for every application (FLOW-GEN-3), inside it or in a browser (FLOW-GEN-4).</summary>
internal static class SignInEndpoints
{
    private const int LongestName = 64;

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        var screens = endpoints.MapGroup("").RequireBroker().AsScreens();
        screens.MapGet(ScreenPaths.Login, Open);
        screens.MapPost(ScreenPaths.Login, LogInAsync);
        screens.MapPost(ScreenPaths.Signup, SignUpAsync);
        screens.MapGet(ScreenPaths.Signup, (HttpContext context) => // a reload of the signup form's answer
            new SeeOther((context.GetScreen().Parameters with { FirstLogin = true }).UrlFor(ScreenPaths.Login)));
        screens.MapCrmLoginStart();
        screens.MapAccountCreation();
        screens.MapAgreements();
        screens.MapEmailConfirmation();
        screens.MapPasswordReset();
        screens.MapSecondFactor();
        screens.MapPasskeyLogin();
        screens.MapSuccess();
        endpoints.MapCrmLoginEnd();
    }

    /// <summary>The login form, or the signup form at the first login on a device (SCR-26, FLOW-CREATE-3, FLOW-AUTH-1).</summary>
    private static IResult Open(HttpContext context)
    {
        var parameters = context.GetScreen().Parameters;
        if (parameters.FirstLogin == true && context.GetBroker().Settings.SignIn.CrmKeepsUsers)
        {
            return CrmLoginEndpoints.Show(context, toClientArea: false);
        }

        if (parameters.FirstLogin != true)
        {
            return ShowLogin(context, ScreenPaths.Login);
        }

        context.Reached(FunnelStep.SignUpForm);
        return new ScreenResult<SignupPage>(new SignupModel(SignupForm.Empty(parameters.EventName), new()));
    }

    public static IResult ShowLogin(HttpContext context, string path, string? email = null, bool keep = false, FormErrors? errors = null, int? status = null, bool loggedOut = false)
    {
        errors ??= new();
        status ??= errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        return context.GetBroker().Settings.SignIn.Method == SignInMethod.CrmLogin
            ? CrmLoginEndpoints.Show(context, toClientArea: path == ScreenPaths.ClientLogin, loggedOut, errors, status.Value)
            : new ScreenResult<LoginPage>(
                new LoginModel(context.GetScreen().Parameters.UrlFor(path), email, keep, errors, PasskeyService.IsOffered(context), loggedOut), status.Value);
    }

    private static async Task<IResult> LogInAsync(HttpContext context, SignInService signIn, SecondFactorGate gate, CancellationToken cancellationToken)
    {
        var (user, keep, answer) = await CheckAsync(context, ScreenPaths.Login, signIn, cancellationToken);
        return user is null ? answer! : await gate.PassAsync(context, user, keep, OneTimeTokenPurpose.SignIn, toClientArea: false, cancellationToken);
    }

    /// <summary>Checks a login form. Either the user and the choice to stay logged in, or the form again with what was wrong (FLOW-AUTH-2, FLOW-AUTH-7).</summary>
    public static async Task<(BrokerUser? User, bool Keep, IResult? Answer)> CheckAsync(
        HttpContext context, string path, SignInService signIn, CancellationToken cancellationToken)
    {
        var screen = context.GetScreen();
        if (context.GetBroker().Settings.SignIn.Method == SignInMethod.CrmLogin)
        {
            return (null, false, new SeeOther(screen.Parameters.UrlFor(path))); // no password counts here
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var email = form["email"].ToString().Trim();
        var password = form["password"].ToString();
        var keep = form["keep"].Count > 0;
        var errors = new FormErrors();
        if (email.Length == 0)
        {
            errors.Add("email", screen.Texts[ScreenTextKey.ErrorEmailMissing]);
        }

        if (password.Length == 0)
        {
            errors.Add("password", screen.Texts[PasswordTextKey.ErrorPasswordMissing]);
        }

        if (errors.Any)
        {
            return (null, keep, ShowLogin(context, path, email, keep, errors));
        }

        var result = email.Length > EmailText.MaximumLength
            ? new SignInResult.Refused()
            : await signIn.SignInAsync(context, context.GetBroker(), email, password, cancellationToken);
        if (result is SignInResult.SignedIn signedIn)
        {
            context.SetScreen(screen.For(signedIn.User.PreferredLanguage));
            return (signedIn.User, keep, null);
        }

        var (message, status) = Describe(context, result, SignInTextKey.ErrorCredentials);
        return (null, keep, ShowLogin(context, path, email, keep, FormErrors.Single(message), status));
    }

    private static async Task<IResult> SignUpAsync(
        HttpContext context, SignInService signIn, SecondFactorGate gate, PasswordHashingQueue hashing, UserOrigins origins, PartnerLinkStore codes, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var screen = context.GetScreen();
        if (broker.Settings.SignIn.CrmKeepsUsers)
        {
            return new SeeOther((screen.Parameters with { FirstLogin = true }).UrlFor(ScreenPaths.Login));
        }

        var fields = await context.Request.ReadFormAsync(cancellationToken);
        var form = SignupForm.From(fields);
        var password = fields["password"].ToString();
        var errors = Validate(form, screen.Texts);
        if (await PasswordRules.FindFaultAsync(hashing, password, broker, [form.Email, form.FirstName, form.LastName], cancellationToken) is { } fault)
        {
            errors.Add("password", screen.Texts[fault]);
        }

        var code = broker.AsksForCode() ? PartnerCode.Normalize(form.Code) : null;
        if (broker.AsksForCode() && form.Code.Length > 0 && (code is null || !await codes.CountsAsync(broker.Id, code, cancellationToken)))
        {
            errors.Add("code", screen.Texts[SignInTextKey.ErrorCodeUnknown]);
        }

        if (errors.Any)
        {
            return new ScreenResult<SignupPage>(new SignupModel(form, errors), StatusCodes.Status422UnprocessableEntity);
        }

        var origin = await origins.ReadAsync(context, cancellationToken);

        // FLOW-CREATE-4: with language and where the user came from (SCR-25, SCR-46, MOD-57).
        var candidate = new BrokerUser
        {
            BrokerId = broker.Id,
            Email = form.Email,
            FirstName = form.FirstName,
            LastName = form.LastName,
            PreferredLanguage = screen.Texts.Language,
            PartnerId = origin.PartnerId,
            PartnerClicks = origin.Clicks,
            PartnerCode = code,
            Acquisition = Acquisition.Of(screen.Parameters, form.EventName),
            CreatedAt = time.GetUtcNow(),
        };
        var result = await signIn.SignUpAsync(context, broker, candidate, password, cancellationToken);
        if (result is SignInResult.SignedIn signedIn)
        {
            var purpose = signedIn.IsNew ? OneTimeTokenPurpose.SignUp : OneTimeTokenPurpose.SignIn;
            if (signedIn.IsNew)
            {
                context.Reached(FunnelStep.Registered, signedIn.User);
            }

            return await gate.PassAsync(context, signedIn.User, form.Keep, purpose, toClientArea: false, cancellationToken);
        }

        var (message, status) = Describe(context, result, SignInTextKey.ErrorSignupFailed);
        return new ScreenResult<SignupPage>(new SignupModel(form, FormErrors.Single(message)), status);
    }

    private static FormErrors Validate(SignupForm form, TextCatalogue texts)
    {
        var errors = new FormErrors();
        foreach (var (field, name, missing) in new[]
        {
            ("firstName", form.FirstName, SignInTextKey.ErrorFirstNameMissing), ("lastName", form.LastName, SignInTextKey.ErrorLastNameMissing),
        })
        {
            if (name.Length == 0)
            {
                errors.Add(field, texts[missing]);
            }
            else if (name.Length > LongestName || name.Any(c => char.IsControl(c) || c is '<' or '>'))
            {
                errors.Add(field, texts[SignInTextKey.ErrorNameInvalid]);
            }
        }

        if (EmailFault(form.Email) is { } emailFault)
        {
            errors.Add("email", texts[emailFault]);
        }

        return errors;
    }

    /// <summary>What is wrong with an address for a trading account, or null.</summary>
    public static TextKey? EmailFault(string email) => email switch
    {
        "" => ScreenTextKey.ErrorEmailMissing,
        _ when !EmailText.IsValid(email) => ScreenTextKey.ErrorEmailInvalid,
        _ when EmailText.IsPrivateRelay(email) => SignInTextKey.ErrorEmailPrivateRelay, // SCR-74
        _ => null,
    };

    private static (string Message, int Status) Describe(HttpContext context, SignInResult result, TextKey refused)
    {
        var texts = context.GetScreen().Texts;
        switch (result)
        {
            case SignInResult.Throttled throttled:
                var seconds = Math.Max(1, (int)Math.Ceiling(throttled.RetryAfter.TotalSeconds));
                context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                return (texts.Format(ScreenTextKey.ErrorThrottled, (seconds + 59) / 60), StatusCodes.Status429TooManyRequests);
            case SignInResult.Blocked:
                return (texts[SignInTextKey.ErrorBlocked], StatusCodes.Status403Forbidden);
            case SignInResult.Unavailable:
                return (texts[CrmTextKey.CrmCheckAway], StatusCodes.Status503ServiceUnavailable);
            case SignInResult.Unlinked unlinked:
                var failure = CrmLoginFailure.Of(unlinked.Result);
                return (texts.Format(failure.Text, context.GetBroker().Settings.DisplayName), failure.Status);
            case SignInResult.Refused:
                return (texts[refused], StatusCodes.Status422UnprocessableEntity);
            default:
                throw new UnreachableException();
        }
    }
}
