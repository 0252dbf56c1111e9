using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SecondFactor.Texts;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.StepUp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.SecondFactor;

/// <summary>Switches the second factor of who is logged in on and off. Either takes a proof of the last minutes.</summary>
internal static class SecondFactorSettingsEndpoints
{
    public static void MapSecondFactorSettings(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(ScreenPaths.TwoStep, OpenAsync);
        pages.MapPost(ScreenPaths.TwoStep, SwitchOnAsync);
        pages.MapPost(ScreenPaths.TwoStepChange, ChangeAsync);
        pages.MapGet(ScreenPaths.TwoStepChange, static (HttpContext context) => new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.TwoStep)));
    }

    private static SeeOther ToSecurity(HttpContext context) => new(context.GetScreen().Parameters.UrlFor(ScreenPaths.Security));

    private static bool IsOff(HttpContext context) => context.GetBroker().Settings.SecondFactor == SecondFactorPolicy.Off;

    private static async Task<IResult> OpenAsync(
        HttpContext context, ScreenFlow flow, StepUpService stepUp, SecondFactorGate gate, SecondFactorService factors, CancellationToken cancellationToken)
    {
        if (IsOff(context))
        {
            return ToSecurity(context);
        }

        var (who, answer) = await StepUpEndpoints.FindProvedUserAsync(context, flow, stepUp, ScreenPaths.TwoStep, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        return await factors.FindAsync(context.GetBroker(), who.User, cancellationToken) is { } factor
            ? new ScreenResult<SecondFactorOnPage>(new SecondFactorOnModel(factor, context.GetBroker().Settings.SecondFactor == SecondFactorPolicy.Required))
            : gate.ShowSetup(context, who.User, ScreenPaths.TwoStep, ticket: null, SecondFactorSetup.New(), new());
    }

    private static async Task<IResult> SwitchOnAsync(
        HttpContext context,
        ScreenFlow flow,
        StepUpService stepUp,
        SecondFactorGate gate,
        SecondFactorService factors,
        SessionService sessions,
        CancellationToken cancellationToken)
    {
        var (who, answer) = await StepUpEndpoints.FindProvedUserAsync(context, flow, stepUp, ScreenPaths.TwoStep, cancellationToken);
        if (who is not { Session: { } session })
        {
            return answer!;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (IsOff(context) || factors.Open(who.User, form["setup"]) is not { } setup)
        {
            return ToSecurity(context);
        }

        var broker = context.GetBroker();
        if (await factors.TryEnableAsync(broker, who.User, setup, form["code"].ToString(), cancellationToken) is { } codes)
        {
            await sessions.ProveAsync(broker, session, withFactor: true, cancellationToken);
            return ShowCodes(context, codes);
        }

        var errors = new FormErrors();
        errors.Add("code", context.GetScreen().Texts[SecondFactorTextKey.ErrorFactorWrong]);
        return gate.ShowSetup(context, who.User, ScreenPaths.TwoStep, ticket: null, setup, errors);
    }

    /// <summary>Other recovery codes, or off, by which button was pressed.</summary>
    private static async Task<IResult> ChangeAsync(
        HttpContext context, ScreenFlow flow, StepUpService stepUp, SecondFactorService factors, CancellationToken cancellationToken)
    {
        var (who, answer) = await StepUpEndpoints.FindProvedUserAsync(context, flow, stepUp, ScreenPaths.TwoStep, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        var broker = context.GetBroker();
        var isOff = (await context.Request.ReadFormAsync(cancellationToken))["act"] == "off";
        if (await factors.FindAsync(broker, who.User, cancellationToken) is null || (isOff && broker.Settings.SecondFactor == SecondFactorPolicy.Required))
        {
            return ToSecurity(context);
        }

        if (!isOff)
        {
            return ShowCodes(context, await factors.RenewCodesAsync(broker, who.User, cancellationToken));
        }

        await factors.RemoveAsync(broker, who.User, cancellationToken);
        return ToSecurity(context);
    }

    private static ScreenResult<RecoveryCodesPage> ShowCodes(HttpContext context, IReadOnlyList<string> codes) =>
        new(new RecoveryCodesModel(codes, context.GetScreen().Parameters.UrlFor(ScreenPaths.Security), Ticket: null));
}
