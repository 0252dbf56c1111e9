using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.CrmLogin;

/// <summary>
/// Checks the ID token (OpenID Connect Core 1.0, 3.1.3.7). It comes from the token endpoint itself over a connection whose certificate was
/// checked, which stands in for its signature by rule 6 there; it is never taken from a browser.
/// </summary>
internal static class IdToken
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    /// <summary>What is wrong with it, or null, and whom it is about.</summary>
    public static string? FindFault(string? token, CrmLoginSettings login, string nonce, DateTimeOffset now, out string? subject)
    {
        subject = null;
        if (token?.Split('.') is not [_, var payload, _])
        {
            return "is missing, or none";
        }

        using var claims = Decode(payload);
        if (claims is null)
        {
            return "cannot be read";
        }

        if (login.Issuer is { } issuer && claims.TextOf("iss") != issuer)
        {
            return "is of another issuer";
        }

        var audience = claims.TextsOf("aud");
        if (!audience.Contains(login.ClientId, StringComparer.Ordinal)
            || (audience.Count > 1 && claims.TextOf("azp") is null)
            || (claims.TextOf("azp") is { } party && party != login.ClientId))
        {
            return "is meant for somebody else";
        }

        if (claims.SecondsOf("exp") is not { } expires || DateTimeOffset.FromUnixTimeSeconds(expires) + ClockSkew <= now)
        {
            return "has expired";
        }

        if (claims.TextOf("nonce") != nonce)
        {
            return "is of another login";
        }

        subject = claims.TextOf("sub");
        return string.IsNullOrEmpty(subject) ? "names nobody" : null;
    }

    private static JsonAnswer? Decode(string payload)
    {
        try
        {
            return JsonAnswer.Parse(WebEncoders.Base64UrlDecode(payload));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
