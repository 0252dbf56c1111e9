using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.App;

/// <summary>Serves a file of a page.</summary>
internal static class PageFile
{
    public static readonly PlatformFault NoFile = new(PlatformErrorCode.NotFound, "There is nothing at this address.");

    /// <summary>The file, or 404. Pages are not kept; the other files are asked for anew, and are not sent again while they are the same.</summary>
    public static IResult Of(HttpContext http, PageAssets assets, string path, string policy)
    {
        if (assets.Find(path) is not { } file)
        {
            return Answer.Refuse(NoFile);
        }

        var isPage = path.EndsWith(".html", StringComparison.Ordinal);
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = isPage ? "no-store" : "no-cache";
        if (isPage)
        {
            return Results.Bytes(file.Content, file.ContentType);
        }

        headers.ETag = file.ETag;
        return http.Request.Headers.IfNoneMatch.ToString().Contains(file.ETag, StringComparison.Ordinal)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(file.Content, file.ContentType);
    }
}
