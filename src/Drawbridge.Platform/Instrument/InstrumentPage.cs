using Drawbridge.Platform.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Instrument;

/// <summary>The instrument's page. There is no secret in it, so it asks for no key; what it shows does.</summary>
internal static class InstrumentPage
{
    private static readonly string Policy = string.Join(
        "; ",
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'", // nobody can lead a click onto it
        "base-uri 'none'",
        "form-action 'self'");

    public static void MapInstrumentPage(this IEndpointRouteBuilder app)
    {
        app.MapGet(InstrumentMapping.Path + "/", static (HttpContext http, InstrumentAssets assets) => Show(http, assets, "index.html"));
        app.MapGet(InstrumentMapping.Path + "/assets/{file}", static (HttpContext http, InstrumentAssets assets, string file) => Show(http, assets, file));
    }

    private static IResult Show(HttpContext http, InstrumentAssets assets, string file) => http.Request.Path == InstrumentMapping.Path
        ? Results.Redirect(InstrumentMapping.Path + "/")
        : PageFile.Of(http, assets, file, Policy);
}

/// <summary>The files of the instrument's page. Those that it shares with the app are the app's.</summary>
internal sealed class InstrumentAssets() : PageAssets("Instrument/Assets/");
