using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Throttling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.CrmLogin;

/// <summary>
/// Login and signup at the broker's own CRM. They begin with a form of ours, which no other site can send, and end at an address that each
/// broker has for itself, so that an answer meant for one counts for no other (RFC 9700, 4.4).
/// </summary>
internal static class CrmLoginEndpoints
{
    /// <summary>Name of the field that says that our script had its chance.</summary>
    public const string Tried = "tried";

    private static readonly string[] Carried = ["keep", "client", "eventName"];

    /// <summary>Maps the beginning into the group of the screens that applications open.</summary>
    public static void MapCrmLoginStart(this IEndpointRouteBuilder screens)
    {
        screens.MapPost(ScreenPaths.CrmLogin, BeginAsync);
        screens.MapGet(ScreenPaths.CrmLogin, (HttpContext context) => new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Login))); // a reload
    }

    /// <summary>Maps where the CRM leads back to.</summary>
    public static void MapCrmLoginEnd(this IEndpointRouteBuilder endpoints)
    {
        var screens = endpoints.MapGroup("").AddEndpointFilter(FindBrokerAsync).AsScreens();
        screens.MapGet(ScreenPaths.CrmLoginCallback("{broker}"), ReturnAsync);
        screens.MapPost(ScreenPaths.CrmLoginCallback("{broker}"), ReturnByFormAsync);
    }

    /// <summary>The page that leads to the CRM, in place of the forms for password and signup (FLOW-KMLI-1).</summary>
    public static IResult Show(HttpContext context, bool toClientArea, bool loggedOut = false, FormErrors? errors = null, int status = StatusCodes.Status200OK)
    {
        var signIn = context.GetBroker().Settings.SignIn;
        var isFramed = context.Request.Headers["Sec-Fetch-Dest"].ToString() is "iframe" or "frame";
        return new ScreenResult<CrmLoginPage>(
            new CrmLoginModel(
                toClientArea,
                isFramed,
                InNewWindow: isFramed && signIn is { Method: SignInMethod.CrmLogin, CrmLogin.MayBeFramed: false },
                loggedOut,
                signIn.Pages.SignUp,
                signIn is { Method: SignInMethod.CrmLogin, CrmLogin.SignUpByPrompt: true },
                errors ?? new()),
            status);
    }

    private static async ValueTask<object?> FindBrokerAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var directory = context.RequestServices.GetRequiredService<BrokerDirectory>();
        if (context.GetRouteValue("broker") is not string name || directory.Current.FindBroker(name) is not { Settings.SignIn.Method: SignInMethod.CrmLogin } broker)
        {
            return ScreenError.NotFound;
        }

        context.SetBroker(broker);
        context.SetScreen(Screen.Of(context, new ScreenParameters { BrokerName = broker.Name.Value, BrokerCrmName = broker.Crm.Name.Value }));
        return await next(invocation);
    }

    private static async Task<IResult> BeginAsync(HttpContext context, CrmLoginFlow flow, Throttle throttle, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        if (broker.Settings.SignIn.Method != SignInMethod.CrmLogin)
        {
            return new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Login));
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (CrmLoginBinding.Of(context.Request, form) is not { } binding)
        {
            return form.ContainsKey(Tried)
                ? CrmLoginFailure.Page(CrmLoginFailure.Unkept, broker)
                : new ScreenResult<CrmLoginBindPage>(new CrmLoginBindModel(
                    [.. Carried.Where(form.ContainsKey).Select(name => KeyValuePair.Create(name, form[name].ToString()))]));
        }

        if (await throttle.CountAsync(throttle.CrmLoginRules(broker, context.Connection.RemoteIpAddress), cancellationToken) is { } wait)
        {
            return ScreenError.Busy(wait);
        }

        var url = await flow.BeginAsync(context, binding, form, cancellationToken);
        context.SetScreen(context.GetScreen() with { RefreshSeconds = 0, RefreshUrl = url }); // without scripts
        return new ScreenResult<CrmLoginGoPage>(new CrmLoginGoModel(url));
    }

    /// <summary>The CRM's answer. Where the login is tied to the page's own key, our page shows the key in a form, and so comes to <see cref="ReturnByFormAsync"/>.</summary>
    private static async Task<IResult> ReturnAsync(HttpContext context, CrmLoginStore store, CrmLoginFlow flow, CancellationToken cancellationToken)
    {
        var answer = CrmLoginAnswer.Of(name => context.Request.Query[name].ToString());
        if (answer.State is null || await store.FindAsync(context.GetBroker(), answer.State, cancellationToken) is not { } attempt)
        {
            return CrmLoginFailure.Page(CrmLoginFailure.Ended, context.GetBroker());
        }

        if (!attempt.Binding.ByCookie)
        {
            // The language is the login's; everything else waits for the key.
            var parameters = context.GetScreen().Parameters with { Lang = attempt.Parameters.Lang, Theme = attempt.Parameters.Theme };
            context.SetScreen(Screen.Of(context, parameters));
            return new ScreenResult<CrmLoginReturnPage>(new CrmLoginReturnModel(answer));
        }

        return await FinishAsync(context, store, flow, attempt, answer, form: null, cancellationToken);
    }

    private static async Task<IResult> ReturnByFormAsync(HttpContext context, CrmLoginStore store, CrmLoginFlow flow, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var answer = CrmLoginAnswer.Of(name => form[name].ToString());
        return answer.State is null || await store.FindAsync(context.GetBroker(), answer.State, cancellationToken) is not { } attempt
            ? CrmLoginFailure.Page(CrmLoginFailure.Ended, context.GetBroker())
            : await FinishAsync(context, store, flow, attempt, answer, form, cancellationToken);
    }

    private static async Task<IResult> FinishAsync(
        HttpContext context, CrmLoginStore store, CrmLoginFlow flow, CrmLoginAttempt attempt, CrmLoginAnswer answer, IFormCollection? form, CancellationToken cancellationToken)
    {
        // Who cannot show the binding does not end the login of who can.
        if (!attempt.Binding.Fits(context.Request, form) || !await store.TakeAsync(context.GetBroker(), answer.State!, cancellationToken))
        {
            return CrmLoginFailure.Page(CrmLoginFailure.Ended, context.GetBroker());
        }

        context.SetScreen(Screen.Of(context, attempt.Parameters));
        return await flow.FinishAsync(context, attempt, answer, cancellationToken);
    }
}

/// <summary>What the page that leads to the CRM shows.</summary>
/// <param name="ToClientArea">Opened as login of the client area.</param>
/// <param name="IsFramed">The page is in a frame.</param>
/// <param name="InNewWindow">And the CRM's login cannot be in one.</param>
/// <param name="LoggedOut">True after a logout.</param>
/// <param name="SignUpUrl">The CRM's own page for an account, null = none.</param>
/// <param name="SignUpByPrompt">Whether the CRM's login can be asked for an account.</param>
/// <param name="Errors">What was wrong behind the login.</param>
internal sealed record CrmLoginModel(bool ToClientArea, bool IsFramed, bool InNewWindow, bool LoggedOut, Uri? SignUpUrl, bool SignUpByPrompt, FormErrors Errors);

/// <summary>What the page shows that gives our script another chance.</summary>
/// <param name="Carried">What the form had said.</param>
internal sealed record CrmLoginBindModel(IReadOnlyList<KeyValuePair<string, string>> Carried);

/// <summary>What the page on the way to the CRM shows.</summary>
internal sealed record CrmLoginGoModel(string Url);

/// <summary>What the page on the way back shows.</summary>
internal sealed record CrmLoginReturnModel(CrmLoginAnswer Answer);
