using System.Security.Cryptography;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Screens.Texts;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Screens;

/// <summary>Everything a page needs to know about the request it answers.</summary>
internal sealed record Screen
{
    /// <summary>Null on an error page about broker identification itself.</summary>
    public BrokerEntity? Broker { get; private init; }

    public required ScreenParameters Parameters { get; init; }

    public required TextCatalogue Texts { get; init; }

    /// <summary><c>light</c> or <c>dark</c> (SCR-24).</summary>
    public required string Theme { get; init; }

    /// <summary>What the form guard recognises its own forms by where the browser does not say where a form came from.</summary>
    public required string FormKey { get; init; }

    /// <summary>What the page shows.</summary>
    public object? Model { get; init; }

    /// <summary>What a page that belongs to no broker is called.</summary>
    public string? Title { get; init; }

    /// <summary>Where "X" leads; null on a screen that cannot be closed (SCR-69).</summary>
    public string? CloseUrl { get; init; }

    /// <summary>True when the page has to take a used token out of the address bar.</summary>
    public bool StripsToken { get; init; }

    /// <summary>A style sheet that only this page needs; null = none.</summary>
    public string? OwnStylesUrl { get; init; }

    /// <summary>Another site that the page shows in a frame; null = none.</summary>
    public string? FrameOrigin { get; init; }

    /// <summary>Seconds after which the browser loads <see cref="RefreshUrl"/>; null = never.</summary>
    public int? RefreshSeconds { get; init; }

    public string? RefreshUrl { get; init; }

    public static Screen Of(HttpContext context) => Of(context, ScreenParameters.From(context.Request.Query));

    /// <summary>A screen whose parameters do not stand in the request's address.</summary>
    public static Screen Of(HttpContext context, ScreenParameters parameters)
    {
        var broker = context.FindBroker();
        var crm = broker?.Crm.Settings;
        return new()
        {
            Broker = broker,
            Parameters = parameters,
            Texts = TextCatalogue.Choose(crm?.Languages ?? TextCatalogue.Languages, parameters.Lang, preferred: null, crm?.DefaultLanguage ?? "en"),
            Theme = parameters.Theme ?? broker?.Settings.DefaultTheme ?? "light",
            FormKey = ScreenForms.KeyOf(context.Request) ?? RandomNumberGenerator.GetHexString(32, lowercase: true),
        };
    }

    /// <summary>The same screen in the user's own language, unless the request names a supported one (SCR-47).</summary>
    public Screen For(string preferredLanguage) => Broker is null
        ? this
        : this with
        {
            Texts = TextCatalogue.Choose(Broker.Crm.Settings.Languages, Parameters.Lang, preferredLanguage, Broker.Crm.Settings.DefaultLanguage),
        };
}

/// <summary>The screen of a request.</summary>
internal static class ScreenExtensions
{
    /// <summary>The screen of this request, made at the first call; call it once the broker is known.</summary>
    public static Screen GetScreen(this HttpContext context)
    {
        if (context.Features.Get<Screen>() is { } screen && ReferenceEquals(screen.Broker, context.FindBroker()))
        {
            return screen;
        }

        screen = Screen.Of(context);
        context.Features.Set(screen);
        return screen;
    }

    public static void SetScreen(this HttpContext context, Screen screen) => context.Features.Set(screen);
}
