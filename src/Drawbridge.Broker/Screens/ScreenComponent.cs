using Drawbridge.Broker.Screens.Texts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Screens;

/// <summary>Base of every page and part of a page: gives them the request's screen, its texts and the model.</summary>
public abstract class ScreenComponent : ComponentBase
{
    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    private protected Screen Screen => Context.GetScreen();

    private protected TextCatalogue T => Screen.Texts;

    private protected string BrokerDisplayName => Screen.Broker?.Settings.DisplayName ?? "";

    /// <summary>What the way out of a screen is called: to whatever it was opened from.</summary>
    private protected string BackText => T[Screen.Parameters.ToClientArea ? ScreenTextKey.BackToClient : ScreenTextKey.BackToTrading];

    private protected TModel ModelOf<TModel>() => (TModel)Screen.Model!;

    /// <summary>The address of another screen of the same flow (SCR-36).</summary>
    private protected string UrlFor(string path) => Screen.Parameters.UrlFor(path);
}

/// <summary>The same for layouts.</summary>
public abstract class ScreenLayoutComponent : LayoutComponentBase
{
    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    private protected Screen Screen => Context.GetScreen();

    private protected TextCatalogue T => Screen.Texts;
}
