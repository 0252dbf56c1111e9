using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Broker.SecondFactor.Texts;
using Drawbridge.Broker.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.SecondFactor;

/// <summary>The second step of a login.</summary>
internal static class SecondFactorEndpoints
{
    public static void MapSecondFactor(this IEndpointRouteBuilder screens)
    {
        screens.MapPost(ScreenPaths.SecondFactor, CheckAsync);
        screens.MapPost(ScreenPaths.SecondFactorSetup, SetUpAsync);
        screens.MapPost(ScreenPaths.SecondFactorDone, DoneAsync);
        foreach (var path in new[] { ScreenPaths.SecondFactor, ScreenPaths.SecondFactorSetup, ScreenPaths.SecondFactorDone })
        {
            screens.MapGet(path, ToLogin); // a reload of a form's answer
        }
    }

    /// <summary>What is wrong with a code, or null.</summary>
    public static (string Text, int Status)? Describe(HttpContext context, FactorCheck check)
    {
        var texts = context.GetScreen().Texts;
        switch (check)
        {
            case FactorCheck.Right:
                return null;
            case FactorCheck.Throttled throttled:
                var seconds = Math.Max(1, (int)Math.Ceiling(throttled.RetryAfter.TotalSeconds));
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                return (texts.Format(ScreenTextKey.ErrorThrottled, (seconds + 59) / 60), StatusCodes.Status429TooManyRequests);
            default:
                return (texts[SecondFactorTextKey.ErrorFactorWrong], StatusCodes.Status422UnprocessableEntity);
        }
    }

    /// <summary>The login again, after a reload of a form's answer.</summary>
    public static SeeOther ToLogin(HttpContext context) => new(LoginOf(context));

    private static string LoginOf(HttpContext context)
    {
        var parameters = context.GetScreen().Parameters with { FirstLogin = false };
        return parameters.UrlFor(parameters.ToClientArea ? ScreenPaths.ClientLogin : ScreenPaths.Login);
    }

    /// <summary>The login form that a step of a login leads back to, with what was wrong.</summary>
    public static IResult BackToLogin(HttpContext context, string text, int status)
    {
        var screen = context.GetScreen();
        context.SetScreen(screen with { Parameters = screen.Parameters with { FirstLogin = false } });
        var path = screen.Parameters.ToClientArea ? ScreenPaths.ClientLogin : ScreenPaths.Login;
        return SignInEndpoints.ShowLogin(context, path, errors: FormErrors.Single(text), status: status);
    }

    private static IResult Ended(HttpContext context) =>
        BackToLogin(context, context.GetScreen().Texts[SecondFactorTextKey.ErrorFactorExpired], StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> CheckAsync(
        HttpContext context, SecondFactorGate gate, SecondFactorService factors, TrustedDevice devices, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (await gate.FindAsync(context, form["ticket"], cancellationToken) is not var (user, ticket))
        {
            return Ended(context);
        }

        var broker = context.GetBroker();
        if (Describe(context, await factors.CheckAsync(broker, user, form["code"].ToString(), cancellationToken)) is { } wrong)
        {
            var errors = new FormErrors();
            errors.Add("code", wrong.Text);
            return await gate.AskAsync(context, user, ticket, errors, wrong.Status, cancellationToken);
        }

        if (form["trust"].Count > 0)
        {
            devices.Remember(context.Response, broker, user);
        }

        return await gate.GoOnAsync(context, user, ticket, withFactor: true, cancellationToken);
    }

    /// <summary>A broker that demands a second factor has one set up in the middle of the login.</summary>
    private static async Task<IResult> SetUpAsync(
        HttpContext context, SecondFactorGate gate, SecondFactorService factors, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (await gate.FindAsync(context, form["ticket"], cancellationToken) is not var (user, ticket)
            || factors.Open(user, form["setup"]) is not { } setup)
        {
            return Ended(context);
        }

        if (await factors.TryEnableAsync(context.GetBroker(), user, setup, form["code"].ToString(), cancellationToken) is { } codes)
        {
            return new ScreenResult<RecoveryCodesPage>(
                new RecoveryCodesModel(codes, context.GetScreen().Parameters.UrlFor(ScreenPaths.SecondFactorDone), gate.SealDone(ticket)));
        }

        var errors = new FormErrors();
        errors.Add("code", context.GetScreen().Texts[SecondFactorTextKey.ErrorFactorWrong]);
        return gate.ShowSetup(context, user, ScreenPaths.SecondFactorSetup, gate.Seal(ticket), setup, errors);
    }

    private static async Task<IResult> DoneAsync(HttpContext context, SecondFactorGate gate, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        return await gate.FindDoneAsync(context, form["ticket"], cancellationToken) is var (user, ticket)
            ? await gate.GoOnAsync(context, user, ticket, withFactor: true, cancellationToken)
            : Ended(context);
    }
}
