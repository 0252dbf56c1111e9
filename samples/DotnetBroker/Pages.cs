using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http.Features;

namespace DotnetBroker;

/// <summary>How pages look and what goes with them.</summary>
public class Pages(BrokerSettings settings, CrmCalls calls, SuccessUrls successUrls)
{
    private const int LargestForm = 32 * 1024;

    private readonly string _origins = string.Join(
        ' ', new[] { settings.SuccessUrl, settings.WebUrl }.Select(static url => url.GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal));

    /// <summary>
    /// The redirect after a form counts as part of the form, hence the success URL in <c>form-action</c>; the application shows the screens in a frame (SCR-76).
    /// </summary>
    protected virtual string Policy =>
        $"default-src 'none'; style-src 'self'; img-src data:; form-action 'self' {_origins}; frame-ancestors 'self' {_origins}; base-uri 'none'";

    /// <summary>What stands below every screen.</summary>
    protected virtual Html FooterOf(Screen screen) => Html.Of($"{screen.T("notice", ("broker", settings.BrokerName))}");

    /// <summary>Runs before a screen is made.</summary>
    protected virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/style.css", static (HttpContext context) =>
    {
        context.Response.Headers.CacheControl = "max-age=3600";
        return Results.Stream(Screen.Resource("style.css"), "text/css; charset=utf-8");
    });

    /// <summary>Maps a screen: names first (SCR-39), then for forms where they came from.</summary>
    public void MapScreen(IEndpointRouteBuilder routes, string method, string path, Func<Screen, HttpContext, Task<IResult>> answer, bool needsNames = true) =>
        routes.MapMethods(path, HttpMethods.IsGet(method) ? [method, HttpMethods.Head] : [method], async (HttpContext context) =>
        {
            if (HttpMethods.IsHead(context.Request.Method))
            {
                ApplyHeaders(context.Response);
                return Results.Ok(); // nothing is used up by a look
            }

            var screen = Screen.Of(context.Request);
            await PrepareAsync(context.RequestAborted);
            ApplyHeaders(context.Response);
            var error = needsNames ? calls.CheckNames(context.Request.Query) : null;
            if (error is null && HttpMethods.IsPost(method))
            {
                error = !IsFromUs(context.Request) ? CrmError.CrossSite : await IsReadableAsync(context.Request) ? null : CrmError.UnreadableForm;
            }

            return error is null ? await answer(screen, context) : Refuse(screen, context, error);
        });

    public void MapScreen(IEndpointRouteBuilder routes, string method, string path, Func<Screen, HttpContext, IResult> answer, bool needsNames = true) =>
        MapScreen(routes, method, path, (screen, context) => Task.FromResult(answer(screen, context)), needsNames);

    /// <summary>An error as a page, or as JSON for who prefers that.</summary>
    public IResult Refuse(Screen screen, HttpContext context, CrmError error)
    {
        var accept = context.Request.Headers.Accept.ToString();
        if (accept.Contains("application/json", StringComparison.Ordinal) && !accept.Contains("text/html", StringComparison.Ordinal))
        {
            return error;
        }

        var text = error.Code switch
        {
            CrmErrorCode.BrokerIdMissing or CrmErrorCode.BrokerIdInvalid or CrmErrorCode.BrokerIdMismatch => "errorIds",
            CrmErrorCode.InsufficientPermissions => "errorAccount",
            _ => error == CrmError.CrossSite ? "errorCrossSite" : "errorExpired",
        };
        return Page(
            screen,
            screen.T("errorTitle"),
            Html.Of($"""<h1>{screen.T("errorTitle")}</h1><p>{screen.T(text)}</p><p class="hint">{error.Code}: {error.Message}</p>"""),
            error.Status,
            closable: true);
    }

    /// <summary>A whole page.</summary>
    /// <param name="screen">The screen.</param>
    /// <param name="title">For the browser.</param>
    /// <param name="body">What is on it.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="closable">Whether there is a control that leads back to the application (SCR-69).</param>
    public IResult Page(Screen screen, string title, Html body, int status = 200, bool closable = false)
    {
        var close = Html.If(closable, $"""<a class="close" href="{successUrls.Without()}" aria-label="{screen.T("close")}" title="{screen.T("close")}">×</a>""");
        var page = Html.Of($"""
            <!doctype html>
            <html lang="{screen.Language}" data-theme="{screen.Theme}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} - {settings.BrokerName}</title>
            <link rel="stylesheet" href="/style.css">
            <link rel="icon" href="data:,">
            </head>
            <body>
            <header><span class="brand">{settings.BrokerName}</span>{close}</header>
            <main>
            {body}
            </main>
            <footer>{FooterOf(screen)}</footer>
            </body>
            </html>

            """);
        return Results.Content(page.ToString(), "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>Goes on elsewhere after a form.</summary>
    public static IResult SeeOther(HttpContext context, string location)
    {
        context.Response.Headers.Location = location;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private void ApplyHeaders(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    /// <summary>Reads the form, so that it is there for everybody who asks for it.</summary>
    private static async Task<bool> IsReadableAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            request.Form = FormCollection.Empty;
            return request.ContentLength is null or 0;
        }

        try
        {
            await request.ReadFormAsync(new FormOptions { ValueCountLimit = 32, ValueLengthLimit = LargestForm, BufferBodyLengthLimit = LargestForm }, request.HttpContext.RequestAborted);
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Browsers say where a form came from, which works in a frame without any cookie. What is no browser says nothing, and carries nobody's cookies.</summary>
    private bool IsFromUs(HttpRequest request)
    {
        var (site, origin) = (request.Headers["Sec-Fetch-Site"].ToString(), request.Headers.Origin.ToString());
        return site.Length > 0 ? site is "same-origin" or "none" : origin.Length == 0 || origin == settings.PublicUrl.GetLeftPart(UriPartial.Authority);
    }
}
