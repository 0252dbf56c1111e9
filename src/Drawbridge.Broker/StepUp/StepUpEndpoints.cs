using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.StepUp;

/// <summary>Asks whoever is logged in to the client area to prove it once more, and leads back to the page that asked for it.</summary>
internal static class StepUpEndpoints
{
    public static void MapStepUp(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(ScreenPaths.StepUp, OpenAsync);
        pages.MapPost(ScreenPaths.StepUp, ProveAsync);
        pages.MapPost(ScreenPaths.StepUpPasskey, ProveByPasskeyAsync);
        pages.MapGet(ScreenPaths.StepUpPasskey, static (HttpContext context) => new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.StepUp)));
    }

    /// <summary>Who is logged in and has proved it lately; else the answer that leads there.</summary>
    /// <param name="context">The request.</param>
    /// <param name="flow">Finds the user.</param>
    /// <param name="stepUp">Decides.</param>
    /// <param name="page">The page to come back to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<(FlowUser? Who, IResult? Answer)> FindProvedUserAsync(
        HttpContext context, ScreenFlow flow, StepUpService stepUp, string page, CancellationToken cancellationToken)
    {
        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { Session: { } session } who)
        {
            return (null, ClientAreaEndpoints.ToLogin(context, page));
        }

        return await stepUp.IsProvedAsync(context, who.User, session, cancellationToken)
            ? (who, null)
            : (null, new SeeOther((context.GetScreen().Parameters with { ClientPage = page }).UrlFor(ScreenPaths.StepUp)));
    }

    private static async Task<IResult> OpenAsync(HttpContext context, ScreenFlow flow, StepUpService stepUp, CancellationToken cancellationToken)
    {
        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { Session: { } session } who)
        {
            return ClientAreaEndpoints.ToLogin(context, context.GetScreen().Parameters.ClientPage);
        }

        if (await stepUp.IsProvedAsync(context, who.User, session, cancellationToken))
        {
            return ClientAreaEndpoints.ToPage(context);
        }

        // Who has nothing to show but a password of the broker's own CRM logs in there once more.
        return context.GetBroker().Settings.SignIn.Method == SignInMethod.CrmLogin && !await stepUp.HasFactorAsync(context, who.User, cancellationToken)
            ? ClientAreaEndpoints.ToLogin(context, context.GetScreen().Parameters.ClientPage)
            : await ShowAsync(context, who, stepUp, new(), StatusCodes.Status200OK, cancellationToken);
    }

    private static async Task<IResult> ProveAsync(
        HttpContext context, ScreenFlow flow, StepUpService stepUp, SessionService sessions, CancellationToken cancellationToken)
    {
        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { Session: { } session } who)
        {
            return ClientAreaEndpoints.ToLogin(context, context.GetScreen().Parameters.ClientPage);
        }

        var (errors, status, withFactor) = await stepUp.CheckFormAsync(context, who.User, mustBeFactor: false, cancellationToken);
        if (errors is not null)
        {
            return await ShowAsync(context, who, stepUp, errors, status, cancellationToken);
        }

        await sessions.ProveAsync(context.GetBroker(), session, withFactor, cancellationToken);
        return ClientAreaEndpoints.ToPage(context);
    }

    private static async Task<IResult> ProveByPasskeyAsync(
        HttpContext context, ScreenFlow flow, StepUpService stepUp, SessionService sessions, CancellationToken cancellationToken)
    {
        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { Session: { } session } who)
        {
            return ClientAreaEndpoints.ToLogin(context, context.GetScreen().Parameters.ClientPage);
        }

        var (errors, status) = await stepUp.CheckPasskeyAsync(context, who.User, cancellationToken);
        if (errors is not null)
        {
            return await ShowAsync(context, who, stepUp, errors, status, cancellationToken);
        }

        await sessions.ProveAsync(context.GetBroker(), session, withFactor: true, cancellationToken);
        return ClientAreaEndpoints.ToPage(context);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, FlowUser who, StepUpService stepUp, FormErrors errors, int status, CancellationToken cancellationToken)
    {
        var choice = await stepUp.ChooseAsync(context, who.User, mustBeFactor: false, cancellationToken);
        var parameters = context.GetScreen().Parameters;
        return choice.IsEmpty ? ClientAreaEndpoints.ToLogin(context, parameters.ClientPage) : new ScreenResult<StepUpPage>( // who logs in elsewhere does that once more
            new StepUpModel(
                parameters.UrlFor(ScreenPaths.StepUp),
                parameters.UrlFor(ScreenPaths.StepUpPasskey),
                choice,
                errors)
            {
                BackUrl = (parameters with { ClientPage = null }).UrlFor(ScreenPaths.Security),
            },
            status);
    }
}
