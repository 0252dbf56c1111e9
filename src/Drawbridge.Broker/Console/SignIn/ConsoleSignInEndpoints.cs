using System.Globalization;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Screens;
using Drawbridge.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.SignIn;

/// <summary>What the sign-in page shows.</summary>
internal sealed record SignInModel(string Email, string Next, FormErrors Errors, bool SignedOut);

/// <summary>What the page for the own password shows.</summary>
internal sealed record PasswordModel(bool Temporary, FormErrors Errors);

/// <summary>Signing in and out, the own password, and the colours.</summary>
internal static class ConsoleSignInEndpoints
{
    public static void MapConsoleSignIn(this IEndpointRouteBuilder console)
    {
        console.MapGet("/sign-in", OpenAsync).ForAnybody();
        console.MapPost("/sign-in", SignInAsync).ForAnybody();
        console.MapPost("/sign-out", SignOutAsync).ForStaff(withTemporaryPassword: true);
        console.MapGet("/password", (HttpContext context) => ShowPassword(context, new FormErrors())).ForStaff(withTemporaryPassword: true);
        console.MapPost("/password", ChangePasswordAsync).ForStaff(withTemporaryPassword: true);
        console.MapPost("/theme", SetThemeAsync).ForAnybody();
    }

    private static async Task<IResult> OpenAsync(HttpContext context, StaffSessions sessions, CancellationToken cancellationToken)
    {
        var next = ConsolePaths.OwnOr(context.Request.Query[ConsolePaths.NextKey]);
        return await sessions.FindAsync(context, cancellationToken) is not null
            ? new SeeOther(next)
            : Show("", next, new FormErrors(), signedOut: context.Request.Query["signedOut"] == "true");
    }

    private static async Task<IResult> SignInAsync(HttpContext context, StaffSignIn signIn, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var email = form["email"].ToString().Trim();
        var password = form["password"].ToString();
        var next = ConsolePaths.OwnOr(form[ConsolePaths.NextKey]);
        var errors = new FormErrors();
        if (email.Length == 0)
        {
            errors.Add("email", "Enter your e-mail address.");
        }

        if (password.Length == 0)
        {
            errors.Add("password", "Enter your password.");
        }

        if (errors.Any)
        {
            return Show(email, next, errors, StatusCodes.Status422UnprocessableEntity);
        }

        var result = email.Length > EmailText.MaximumLength || password.Length > PasswordRules.MaximumLength
            ? new StaffSignInResult.Refused()
            : await signIn.SignInAsync(context, email, password, cancellationToken);
        switch (result)
        {
            case StaffSignInResult.SignedIn:
                return new SeeOther(next);
            case StaffSignInResult.Throttled throttled:
                var seconds = Math.Max(1, (int)Math.Ceiling(throttled.RetryAfter.TotalSeconds));
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                return Show(
                    email, next,
                    FormErrors.Single(string.Create(CultureInfo.InvariantCulture, $"Too many attempts. Try again in {(seconds + 59) / 60} min.")),
                    StatusCodes.Status429TooManyRequests);
            default:
                return Show(
                    email, next, FormErrors.Single("E-mail address and password do not go together, or the account cannot be used. An administrator can help."),
                    StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, StaffSessions sessions, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(context, context.GetCaller(), cancellationToken);
        return new SeeOther(ConsolePaths.SignIn + "?signedOut=true");
    }

    private static async Task<IResult> ChangePasswordAsync(
        HttpContext context, StaffStore staff, StaffSessions sessions, StaffPasswords passwords, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (current, chosen, repeated) = (form["current"].ToString(), form["password"].ToString(), form["repeat"].ToString());
        var errors = new FormErrors();
        if (!await passwords.IsRightAsync(context, caller.Member, current, cancellationToken))
        {
            errors.Add("current", "This is not your password.");
        }

        if (await passwords.FindFaultAsync(chosen, caller, cancellationToken) is { } fault)
        {
            errors.Add("password", fault);
        }
        else if (chosen == current)
        {
            errors.Add("password", "Choose another password than the one of now.");
        }
        else if (chosen != repeated)
        {
            errors.Add("repeat", "The two do not match.");
        }

        if (errors.Any)
        {
            return ShowPassword(context, errors, StatusCodes.Status422UnprocessableEntity);
        }

        await staff.SetPasswordAsync(
            caller.Member, await passwords.HashAsync(chosen, cancellationToken), temporaryUntil: null,
            StaffAct.Of(context, "password.change", $"staff {caller.Member.Email}"), cancellationToken);

        // Every session ended, so that a stolen one does; this browser goes on with a new one.
        var member = await staff.FindAsync(caller.Crm.Id, caller.Member.Id, cancellationToken);
        return member is not null && await sessions.TryStartAsync(context, member, cancellationToken)
            ? new SeeOther(ConsoleNotice.After(ConsolePaths.Root, "password"))
            : new SeeOther(ConsolePaths.SignIn);
    }

    private static async Task<IResult> SetThemeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (ConsoleTheme.All.Contains(form["theme"].ToString(), StringComparer.Ordinal))
        {
            context.Response.Cookies.Append(ConsoleTheme.Cookie, form["theme"].ToString(), StaffSessions.CookieOptions(TimeSpan.FromDays(365)));
        }

        return new SeeOther(ConsolePaths.OwnOr(form[ConsolePaths.NextKey]));
    }

    private static ConsoleResult<SignInPage> Show(string email, string next, FormErrors errors, int status = StatusCodes.Status200OK, bool signedOut = false) =>
        new("Sign in", new SignInModel(email, next, errors, signedOut), status);

    private static ConsoleResult<PasswordPage> ShowPassword(HttpContext context, FormErrors errors, int status = StatusCodes.Status200OK) =>
        new("Password", new PasswordModel(context.GetCaller().Member.TemporaryUntil is not null, errors), status);
}
