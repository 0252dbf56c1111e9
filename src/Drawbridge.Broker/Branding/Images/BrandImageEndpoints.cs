using System.Security.Cryptography;
using Drawbridge.Broker.Mail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Branding.Images;

/// <summary>Gives browsers the images of brokers, from our own origin, under names that change with the content.</summary>
internal static class BrandImageEndpoints
{
    private const string Folder = "/assets/brand/";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Folder + "{name}", SendAsync);

    /// <summary>What an image is called on our origin.</summary>
    public static string NameOf(ReadOnlySpan<byte> content, string extension) => Convert.ToHexStringLower(SHA256.HashData(content), 0, 16) + extension;

    public static string UrlOf(string name) => Folder + name;

    private static async Task<IResult> SendAsync(string name, HttpResponse response, BrandImageStore store, CancellationToken cancellationToken)
    {
        if (name.Length > 64 || await store.FindAsync(name, cancellationToken) is not { } content)
        {
            return Results.NotFound();
        }

        // Whoever opens the address itself gets a picture that can neither run nor load anything.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Cross-Origin-Resource-Policy"] = MailLogo.IsFit(name) ? "cross-origin" : "same-origin"; // mails are read elsewhere
        return Results.Bytes(content, BrandImageInspection.MediaTypeOf(name));
    }
}
