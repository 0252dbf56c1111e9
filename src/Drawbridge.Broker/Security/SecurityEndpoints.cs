using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.CrmIdentities.Texts;
using Drawbridge.Broker.EmailProofs;
using Drawbridge.Broker.EmailProofs.Texts;
using Drawbridge.Broker.Passkeys;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.Security.Texts;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.StepUp;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.Security;

/// <summary>Password and address of who is logged in to the client area (SCR-8, SCR-9).</summary>
internal static class SecurityEndpoints
{
    private const int RefreshSeconds = 3;

    /// <summary>In the address of who saw that the platform is being told, and shall see that it is done.</summary>
    private const string Telling = "telling";

    /// <summary>Maps the pages into the client area's group.</summary>
    public static void MapSecurity(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(ScreenPaths.Security, ShowAsync);
        pages.MapPasswordChange();
        pages.MapGet(ScreenPaths.ChangeEmail, OpenEmailAsync).UnlessCrmChangesEmails();
        pages.MapPost(ScreenPaths.ChangeEmail, StartAsync).UnlessCrmChangesEmails();
        pages.MapPost(ScreenPaths.ConfirmNewEmail, ConfirmAsync).UnlessCrmChangesEmails();
        pages.MapGet(ScreenPaths.ConfirmNewEmail, ToEmail);
        pages.MapPost(ScreenPaths.DropNewEmail, DropAsync);
        pages.MapGet(ScreenPaths.DropNewEmail, ToEmail);
    }

    /// <summary>What is wrong with a password that was asked for again, or null.</summary>
    public static (string Text, int Status)? Describe(HttpContext context, PasswordCheckResult check)
    {
        var texts = context.GetScreen().Texts;
        switch (check)
        {
            case PasswordCheckResult.Right:
                return null;
            case PasswordCheckResult.Unavailable:
                return (texts[CrmTextKey.CrmCheckAway], StatusCodes.Status503ServiceUnavailable);
            case PasswordCheckResult.Throttled throttled:
                var seconds = Math.Max(1, (int)Math.Ceiling(throttled.RetryAfter.TotalSeconds));
                context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                return (texts.Format(ScreenTextKey.ErrorThrottled, (seconds + 59) / 60), StatusCodes.Status429TooManyRequests);
            default:
                return (texts[SecurityTextKey.ErrorPasswordWrong], StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static string TellingUrl(Screen screen) => QueryHelpers.AddQueryString(screen.Parameters.UrlFor(ScreenPaths.ChangeEmail), Telling, "true");

    private static SeeOther ToEmail(HttpContext context) => new(context.GetScreen().Parameters.UrlFor(ScreenPaths.ChangeEmail));

    private static async Task<IResult> ShowAsync(
        HttpContext context,
        ScreenFlow flow,
        EmailChangeStore changes,
        SecondFactorService factors,
        PasskeyService passkeys,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { } who)
        {
            return ClientAreaEndpoints.ToLogin(context, ScreenPaths.Security);
        }

        var broker = context.GetBroker();
        var change = await changes.FindAsync(broker.Id, who.User.Id, cancellationToken);
        var isTelling = change?.StateAt(time.GetUtcNow()) == EmailChangeState.Telling;
        return new ScreenResult<SecurityPage>(new SecurityModel(
            who.User.Email,
            isTelling ? change!.NewEmail : null,
            broker.Settings.SecondFactor != SecondFactorPolicy.Off,
            await factors.FindAsync(broker, who.User, cancellationToken),
            PasskeyService.IsOffered(context) ? (await passkeys.ListAsync(broker, who.User, cancellationToken)).Count : null));
    }

    /// <summary>The form, or how far the address is that was entered there before.</summary>
    private static async Task<IResult> OpenEmailAsync(
        HttpContext context,
        ScreenFlow flow,
        StepUpService stepUp,
        EmailChangeStore changes,
        AccountMails mails,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { } who)
        {
            return ClientAreaEndpoints.ToLogin(context, ScreenPaths.ChangeEmail);
        }

        var change = await changes.FindAsync(context.GetBroker().Id, who.User.Id, cancellationToken);
        if (change?.StateAt(time.GetUtcNow()) is { } state)
        {
            return ShowProgress(context, who.User, change.NewEmail, state, new());
        }

        if (context.Request.Query.ContainsKey(Telling))
        {
            return new ScreenResult<EmailChangedPage>(new SecurityModel(who.User.Email));
        }

        var (proved, answer) = await StepUpEndpoints.FindProvedUserAsync(context, flow, stepUp, ScreenPaths.ChangeEmail, cancellationToken);
        return proved is null ? answer! : ShowForm(who.User, entered: null, mails, new());
    }

    private static async Task<IResult> StartAsync(
        HttpContext context, ScreenFlow flow, StepUpService stepUp, EmailChange changes, AccountMails mails, CancellationToken cancellationToken)
    {
        var (who, answer) = await StepUpEndpoints.FindProvedUserAsync(context, flow, stepUp, ScreenPaths.ChangeEmail, cancellationToken);
        if (who is not { Session: { } session })
        {
            return answer!;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var texts = context.GetScreen().Texts;
        var email = form["email"].ToString().Trim();
        var errors = new FormErrors();
        if (SignInEndpoints.EmailFault(email) is { } fault)
        {
            errors.Add("email", texts[fault]);
        }
        else if (string.Equals(email, who.User.Email, StringComparison.Ordinal))
        {
            errors.Add("email", texts[SecurityTextKey.ErrorEmailSame]);
        }

        if (errors.Any || !mails.CanSend)
        {
            return ShowForm(who.User, email, mails, errors);
        }

        var broker = context.GetBroker();
        switch (await changes.StartAsync(context, broker, who.User, session, email, cancellationToken))
        {
            case EmailChangeStart.Throttled throttled:
                errors.Add(field: null, texts.Format(EmailProofTextKey.ErrorCodeThrottled, (int)Math.Ceiling(throttled.RetryAfter.TotalMinutes)));
                return ShowForm(who.User, email, mails, errors, StatusCodes.Status429TooManyRequests);
            case EmailChangeStart.Busy:
                errors.Add(field: null, texts[SecurityTextKey.ErrorEmailBusy]);
                return ShowForm(who.User, email, mails, errors, StatusCodes.Status409Conflict);
            default:
                return ToEmail(context);
        }
    }

    private static async Task<IResult> ConfirmAsync(
        HttpContext context, ScreenFlow flow, EmailChange changes, EmailChangeStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { } who)
        {
            return ClientAreaEndpoints.ToLogin(context, ScreenPaths.ChangeEmail);
        }

        var broker = context.GetBroker();
        var change = await store.FindAsync(broker.Id, who.User.Id, cancellationToken);
        if (change?.StateAt(time.GetUtcNow()) != EmailChangeState.NeedsCode)
        {
            return ToEmail(context);
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var code = new string([.. form["code"].ToString().Where(char.IsAsciiDigit)]);
        var result = await changes.ConfirmAsync(broker, who.User, code, cancellationToken);
        if (result == CodeCheck.Right)
        {
            return new SeeOther(TellingUrl(context.GetScreen())); // by the time it is asked for, the platform may have agreed
        }

        var errors = new FormErrors();
        errors.Add("code", context.GetScreen().Texts[result == CodeCheck.Wrong ? EmailProofTextKey.ErrorCodeWrong : EmailProofTextKey.ErrorCodeExpired]);
        return ShowProgress(context, who.User, change!.NewEmail, EmailChangeState.NeedsCode, errors);
    }

    private static async Task<IResult> DropAsync(HttpContext context, ScreenFlow flow, EmailChangeStore store, CancellationToken cancellationToken)
    {
        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is { } who)
        {
            await store.DeleteAsync(context.GetBroker().Id, who.User.Id, cancellationToken);
        }

        return ToEmail(context);
    }

    private static ScreenResult<EmailChangePage> ShowForm(BrokerUser user, string? entered, AccountMails mails, FormErrors errors, int? status = null) => new(
        new EmailChangeModel(user.Email, entered, mails.CanSend, errors),
        status ?? (errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK));

    private static ScreenResult<EmailChangeProgressPage> ShowProgress(
        HttpContext context, BrokerUser user, string newEmail, EmailChangeState state, FormErrors errors)
    {
        var screen = context.GetScreen();
        if (state == EmailChangeState.Telling)
        {
            context.SetScreen(screen with { RefreshSeconds = RefreshSeconds, RefreshUrl = TellingUrl(screen) });
        }

        return new(
            new EmailChangeProgressModel(user.Email, newEmail, state, errors),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
