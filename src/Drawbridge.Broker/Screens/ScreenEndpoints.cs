using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.EmbeddedWeb.Sites;
using Drawbridge.Broker.Passwords;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Screens;

/// <summary>What all screens have in common.</summary>
internal static class ScreenEndpoints
{
    public static IServiceCollection AddScreens(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton(ScreenAssets.Current);
        return services;
    }

    public static void MapScreens(this IEndpointRouteBuilder endpoints)
    {
        ThrowWithoutLanguageData();
        ScreenAssets.Current.Map(endpoints);
        SiteScript.Current.Map(endpoints);
    }

    /// <summary>Without it numbers and dates of all languages would quietly be English ones.</summary>
    private static void ThrowWithoutLanguageData()
    {
        if (CultureInfo.GetCultureInfo("de").NumberFormat.NumberDecimalSeparator != ",")
        {
            throw new InvalidOperationException(
                "The system has no data of languages (ICU). Install libicu, and do not set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        }
    }

    /// <summary>
    /// Checks of every screen, in this order, once the broker is known: the broker is enabled, a target named in the request is a
    /// configured one (SCR-53), and a form comes from a page of ours.
    /// </summary>
    public static TBuilder AsScreens<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new RequestSizeLimitAttribute(ScreenForms.MaximumBytes));
        return builder.AddEndpointFilter(CheckAsync);
    }

    private static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var broker = context.GetBroker();
        if (!broker.Settings.Enabled)
        {
            return ScreenError.BrokerDisabled;
        }

        var target = context.GetScreen().Parameters.SuccessUrl;
        if (target is not null && !broker.Settings.SuccessUrls.Any(allowed => allowed.Url.OriginalString == target))
        {
            return ScreenError.UnknownTarget;
        }

        if (HttpMethods.IsPost(context.Request.Method))
        {
            if (await ScreenForms.ReadAsync(context.Request, context.RequestAborted) is not { } form)
            {
                return ScreenError.UnreadableForm;
            }

            if (!ScreenForms.ComeFromUs(context.Request, form))
            {
                return ScreenError.CrossSite;
            }
        }

        try
        {
            return await next(invocation);
        }
        catch (HashingBusyException busy)
        {
            return ScreenError.Busy(busy.RetryAfter);
        }
    }
}
