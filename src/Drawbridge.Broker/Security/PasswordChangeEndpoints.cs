using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Passwords.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Security.Texts;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Security;

/// <summary>"Change password" (SCR-8, FLOW-PWD-1): the password lives here, so the platform has no part in it.</summary>
internal static class PasswordChangeEndpoints
{
    public static void MapPasswordChange(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(ScreenPaths.ChangePassword, OpenAsync).UnlessCrmChangesPasswords();
        pages.MapPost(ScreenPaths.ChangePassword, ChangeAsync).UnlessCrmChangesPasswords();
    }

    private static async Task<IResult> OpenAsync(HttpContext context, ScreenFlow flow, CancellationToken cancellationToken) =>
        await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is { } who
            ? Show(who.User, new())
            : ClientAreaEndpoints.ToLogin(context, ScreenPaths.ChangePassword);

    /// <summary>The session in use goes on, everything else ends (FLOW-PWD-2).</summary>
    private static async Task<IResult> ChangeAsync(
        HttpContext context, ScreenFlow flow, PasswordCheck check, PasswordSetter setter, PasswordHashingQueue hashing, CancellationToken cancellationToken)
    {
        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { } who)
        {
            return ClientAreaEndpoints.ToLogin(context, ScreenPaths.ChangePassword);
        }

        var broker = context.GetBroker();
        var texts = context.GetScreen().Texts;
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var current = form["current"].ToString();
        var password = form["password"].ToString();
        var errors = new FormErrors();
        if (current.Length == 0)
        {
            errors.Add("current", texts[PasswordTextKey.ErrorPasswordMissing]);
        }
        else if (string.Equals(current, password, StringComparison.Ordinal))
        {
            errors.Add("password", texts[SecurityTextKey.ErrorPasswordSame]);
        }

        if (!errors.Any
            && await PasswordRules.FindFaultAsync(
                hashing, password, broker, [who.User.Email, who.User.FirstName, who.User.LastName], cancellationToken) is { } fault)
        {
            errors.Add("password", texts[fault]);
        }

        if (errors.Any)
        {
            return Show(who.User, errors);
        }

        if (SecurityEndpoints.Describe(context, await check.CheckAsync(context, broker, who.User, current, cancellationToken)) is { } wrong)
        {
            errors.Add("current", wrong.Text);
            return Show(who.User, errors, wrong.Status);
        }

        return await setter.TrySetAsync(context, broker, who.User, password, who.Session, cancellationToken)
            ? new ScreenResult<PasswordChangePage>(new PasswordChangeModel(who.User.Email, IsDone: true, new()))
            : new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.ChangePassword)); // the user was changed in the same moment
    }

    private static ScreenResult<PasswordChangePage> Show(BrokerUser user, FormErrors errors, int? status = null) => new(
        new PasswordChangeModel(user.Email, IsDone: false, errors),
        status ?? (errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK));
}
