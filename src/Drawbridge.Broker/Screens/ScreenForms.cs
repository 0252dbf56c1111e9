using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Drawbridge.Broker.Screens;

/// <summary>
/// Takes forms from our own pages only. Browsers say where a form came from in <c>Sec-Fetch-Site</c>, which needs no cookie and so works
/// in a third-party iframe (SCR-76). Older ones send <c>Origin</c>, but <c>null</c> because our pages send no referrer: there a random
/// key counts that stands both in the form and in a cookie which other sites can neither read nor set. A request with neither header
/// comes from no browser, and nobody's cookies are misused by it.
/// </summary>
internal static class ScreenForms
{
    /// <summary>Name of the hidden field with the key.</summary>
    public const string KeyField = "formKey";

    private const string KeyCookie = "__Host-form";
    private const int KeyLength = 32;

    /// <summary>Largest form that is read.</summary>
    public const int MaximumBytes = 32 * 1024;

    /// <summary>True when the form was sent by a page of ours.</summary>
    public static bool ComeFromUs(HttpRequest request, IFormCollection form)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is "same-origin" or "none";
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            || (origin == "null" && HasKey(request, form));
    }

    /// <summary>The form, or null when it cannot be read or is too large.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            return null;
        }

        try
        {
            var limits = request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<FormLimits>() ?? FormLimits.Usual;
            return await request.ReadFormAsync(
                new FormOptions { ValueCountLimit = limits.Values, KeyLengthLimit = 256, ValueLengthLimit = limits.Bytes, BufferBodyLengthLimit = limits.Bytes },
                cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>True when cookies came back, so the next page may rely on them.</summary>
    public static bool CookiesWork(HttpRequest request) => KeyOf(request) is not null;

    /// <summary>The key that this browser was given, or null.</summary>
    public static string? KeyOf(HttpRequest request) =>
        request.Cookies[KeyCookie] is { Length: KeyLength } key && key.All(char.IsAsciiHexDigit) ? key : null;

    public static void KeepKey(HttpResponse response, string key) =>
        response.Cookies.Append(KeyCookie, key, ScreenCookies.Options(lifetime: null));

    private static bool HasKey(HttpRequest request, IFormCollection form) =>
        KeyOf(request) is { } key
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(form[KeyField].ToString()));
}

/// <summary>How much a form may hold, as metadata of the endpoint that takes it.</summary>
/// <param name="Values">How many fields.</param>
/// <param name="Bytes">How large it may be as a whole.</param>
internal sealed record FormLimits(int Values, int Bytes) : IRequestSizeLimitMetadata
{
    /// <summary>Of forms that say nothing.</summary>
    public static FormLimits Usual { get; } = new(64, ScreenForms.MaximumBytes);

    /// <inheritdoc/>
    public long? MaxRequestBodySize => Bytes;
}
