using System.Text.Json.Nodes;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Passkeys.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.SignIn.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Passkeys;

/// <summary>Logins with a passkey: alone, or as the second step behind a password.</summary>
internal static class PasskeyLoginEndpoints
{
    public static void MapPasskeyLogin(this IEndpointRouteBuilder screens)
    {
        screens.MapGet(ScreenPaths.PasskeyOptions, AskAsync);
        screens.MapPost(ScreenPaths.Passkey, LogInAsync);
        screens.MapPost(ScreenPaths.PasskeySecondFactor, ConfirmAsync);
        screens.MapGet(ScreenPaths.Passkey, SecondFactorEndpoints.ToLogin); // a reload of a form's answer
        screens.MapGet(ScreenPaths.PasskeySecondFactor, SecondFactorEndpoints.ToLogin);
    }

    /// <summary>What is wrong with a passkey, or null.</summary>
    public static (string Text, int Status)? Describe(HttpContext context, PasskeyCheck check)
    {
        var texts = context.GetScreen().Texts;
        return check switch
        {
            PasskeyCheck.Right => null,
            PasskeyCheck.Throttled throttled => SecondFactorEndpoints.Describe(context, new FactorCheck.Throttled(throttled.RetryAfter)),
            PasskeyCheck.Blocked => (texts[SignInTextKey.ErrorBlocked], StatusCodes.Status403Forbidden),
            PasskeyCheck.Ended => (texts[PasskeyTextKey.ErrorPasskeyEnded], StatusCodes.Status422UnprocessableEntity),
            _ => (texts[PasskeyTextKey.ErrorPasskeyRefused], StatusCodes.Status422UnprocessableEntity),
        };
    }

    /// <summary>What the login form asks with, when it asks: a challenge is good for minutes, and the form may have been open for hours.</summary>
    private static async Task<IResult> AskAsync(HttpContext context, PasskeyService passkeys, CancellationToken cancellationToken)
    {
        ScreenHeaders.Apply(context.Response, context.GetBroker());
        return ScreenForms.CookiesWork(context.Request) && await passkeys.AskAsync(context, PasskeyUse.LogIn, user: null, cancellationToken) is { } prompt
            ? TypedResults.Text(new JsonObject { ["options"] = JsonNode.Parse(prompt.Options), ["state"] = prompt.State }.ToJsonString(), "application/json")
            : TypedResults.NotFound();
    }

    private static async Task<IResult> LogInAsync(HttpContext context, PasskeyService passkeys, SecondFactorGate gate, CancellationToken cancellationToken)
    {
        var check = await passkeys.CheckAsync(context, PasskeyUse.LogIn, expected: null, cancellationToken);
        if (check is not PasskeyCheck.Right right)
        {
            var (text, status) = Describe(context, check)!.Value;
            return SecondFactorEndpoints.BackToLogin(context, text, status);
        }

        var kept = (await context.Request.ReadFormAsync(cancellationToken))["keep"] == "true";
        context.SetScreen(context.GetScreen().For(right.User.PreferredLanguage));
        return await gate.PassVerifiedAsync(
            context, right.User, kept, OneTimeTokenPurpose.SignIn, context.GetScreen().Parameters.ToClientArea, cancellationToken);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, PasskeyService passkeys, SecondFactorGate gate, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (await gate.FindAsync(context, form["ticket"], cancellationToken) is not var (user, ticket))
        {
            return SecondFactorEndpoints.BackToLogin(
                context, context.GetScreen().Texts[PasskeyTextKey.ErrorPasskeyEnded], StatusCodes.Status422UnprocessableEntity);
        }

        if (Describe(context, await passkeys.CheckAsync(context, PasskeyUse.SecondFactor, user, cancellationToken)) is { } wrong)
        {
            return await gate.AskAsync(context, user, ticket, FormErrors.Single(wrong.Text), wrong.Status, cancellationToken);
        }

        return await gate.GoOnAsync(context, user, ticket, withFactor: true, cancellationToken);
    }
}
