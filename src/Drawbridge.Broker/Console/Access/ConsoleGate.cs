using System.Security.Cryptography;
using System.Text;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Console.SignIn;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Console.Access;

/// <summary>
/// What every request of the console passes, in this order: the form can be read, the session lives, the password is an own one, the
/// permission is there, and the form comes from a page of this session.
/// </summary>
internal static class ConsoleGate
{
    public static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var access = context.GetEndpoint()?.Metadata.GetMetadata<ConsoleAccess>()
            ?? throw new InvalidOperationException("An endpoint of the console does not say who may use it.");
        var isPost = HttpMethods.IsPost(context.Request.Method);
        IFormCollection? form = null;
        if (isPost && (form = await ScreenForms.ReadAsync(context.Request, context.RequestAborted)) is null)
        {
            return ConsoleError.UnreadableForm;
        }

        if (!access.Anonymous)
        {
            if (await context.RequestServices.GetRequiredService<StaffSessions>().FindAsync(context, context.RequestAborted) is not { } caller)
            {
                return ToSignIn(context);
            }

            context.SetCaller(caller);
            if (caller.Member.TemporaryUntil is not null && !access.WithTemporaryPassword)
            {
                return new SeeOther(ConsolePaths.Password);
            }

            if (!caller.May(access.Permission))
            {
                return ConsoleError.Forbidden;
            }
        }

        if (isPost && !ComesFromUs(context, form!))
        {
            return ConsoleError.CrossSite;
        }

        try
        {
            return await next(invocation);
        }
        catch (HashingBusyException busy)
        {
            return ConsoleError.Busy(busy.RetryAfter);
        }
    }

    /// <summary>A page can be asked for again after signing in; what was sent is not kept.</summary>
    private static SeeOther ToSignIn(HttpContext context) => new(HttpMethods.IsGet(context.Request.Method)
        ? ConsolePaths.SignInFor(context.Request.Path + context.Request.QueryString)
        : ConsolePaths.SignIn);

    /// <summary>Whatever the browser says about where the form came from, it must not be elsewhere; and the form must carry the session's own key.</summary>
    private static bool ComesFromUs(HttpContext context, IFormCollection form)
    {
        if (context.FindCaller() is not { } caller)
        {
            return ScreenForms.ComeFromUs(context.Request, form);
        }

        var site = context.Request.Headers["Sec-Fetch-Site"].ToString();
        return site is "" or "same-origin" or "none"
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(caller.FormKey), Encoding.UTF8.GetBytes(form[ScreenForms.KeyField].ToString()));
    }
}
