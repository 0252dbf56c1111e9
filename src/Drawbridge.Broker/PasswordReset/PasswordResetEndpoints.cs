using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Users;
using Drawbridge.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.PasswordReset;

/// <summary>"Reset password" (SCR-10, SCR-71, FLOW-RESET-1..4).</summary>
internal static class PasswordResetEndpoints
{
    public static void MapPasswordReset(this IEndpointRouteBuilder screens)
    {
        screens.MapGet(ScreenPaths.Reset, OpenAsync).UnlessCrmResetsPasswords();
        screens.MapPost(ScreenPaths.Reset, RequestAsync).UnlessCrmResetsPasswords();
        screens.MapPost(ScreenPaths.NewPassword, SetAsync).UnlessCrmResetsPasswords();
        screens.MapGet(ScreenPaths.NewPassword, (HttpContext context) =>
            new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Reset)));
    }

    private static async Task<IResult> OpenAsync(
        HttpContext context, AccountMails mails, PasswordResetService reset, CancellationToken cancellationToken)
    {
        var ticket = context.Request.Query["ticket"].ToString();
        if (ticket.Length == 0)
        {
            return new ScreenResult<ResetPage>(new ResetModel(mails.CanSend, IsSent: false, new()));
        }

        return await reset.FindUserAsync(context.GetBroker(), ticket, cancellationToken) is { } user
            ? new ScreenResult<NewPasswordPage>(new NewPasswordModel(ticket, user.Email, new()))
            : Invalid();
    }

    /// <summary>Takes an address. The answer is the same whoever has it; a mail is written only if somebody does.</summary>
    private static async Task<IResult> RequestAsync(
        HttpContext context, AccountMails mails, PasswordResetService reset, UserStore users, SharedLogins logins, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var texts = context.GetScreen().Texts;
        var email = (await context.Request.ReadFormAsync(cancellationToken))["email"].ToString().Trim();
        if (!EmailText.IsValid(email))
        {
            var errors = new FormErrors();
            errors.Add("email", texts[email.Length == 0 ? ScreenTextKey.ErrorEmailMissing : ScreenTextKey.ErrorEmailInvalid]);
            return new ScreenResult<ResetPage>(new ResetModel(mails.CanSend, IsSent: false, errors), StatusCodes.Status422UnprocessableEntity);
        }

        // Counted for any address; too many are answered like all others.
        if (mails.CanSend
            && await mails.MayAsync(context, broker, email, cancellationToken) is null)
        {
            var elsewhere = await logins.FindAsync(broker, email, cancellationToken);
            var user = await users.FindByEmailAsync(broker.Id, email, cancellationToken) ?? elsewhere;
            await mails.SendResetAsync(context, broker, user is { BlockedAt: null } ? user : null, reset.TicketOf, cancellationToken);
        }

        return new ScreenResult<ResetPage>(new ResetModel(mails.CanSend, IsSent: true, new()));
    }

    private static async Task<IResult> SetAsync(
        HttpContext context, PasswordResetService reset, UserStore users, SharedLogins logins, SecondFactorGate gate, PasswordHashingQueue hashing, TimeProvider time, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var ticket = form["ticket"].ToString();
        var password = form["password"].ToString();
        if (await reset.FindUserAsync(broker, ticket, cancellationToken) is not { } user)
        {
            return Invalid();
        }

        if (await PasswordRules.FindFaultAsync(
            hashing, password, broker, [user.Email, user.FirstName, user.LastName], cancellationToken) is { } fault)
        {
            var errors = new FormErrors();
            errors.Add("password", context.GetScreen().Texts[fault]);
            return new ScreenResult<NewPasswordPage>(new NewPasswordModel(ticket, user.Email, errors), StatusCodes.Status422UnprocessableEntity);
        }

        // The link has proved who it is: at a broker that shares its users, this may be the first time.
        if (await logins.EnterAsync(user, broker, cancellationToken) is not { } entered)
        {
            return Invalid();
        }

        user = entered;
        if (!await reset.TrySetPasswordAsync(context, broker, user, password, cancellationToken))
        {
            return Invalid();
        }

        // FLOW-RESET-2: straight into the application. The link proved the address, too.
        await users.ConfirmEmailAsync(broker.Id, user.Id, time.GetUtcNow(), cancellationToken);
        return await users.FindAsync(broker.Id, user.Id, cancellationToken) is { } now // with the stamp of the new password
            ? await gate.PassAsync(context, now, kept: false, OneTimeTokenPurpose.SignIn, toClientArea: false, cancellationToken)
            : Invalid();
    }

    private static ScreenResult<ResetInvalidPage> Invalid() => new(model: null, StatusCodes.Status410Gone);
}
