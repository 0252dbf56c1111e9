using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.DataProtection;

namespace DotnetBroker;

/// <summary>What a screen knows of who uses it.</summary>
/// <param name="User">The user.</param>
public sealed record ScreenSession(string User)
{
    /// <summary>Key of the OT token that opened the screen.</summary>
    public string? Token { get; init; }

    /// <summary>The choice to stay logged in.</summary>
    public bool Keep { get; init; }

    /// <summary>Account that a payment is about.</summary>
    public long? Login { get; init; }

    /// <summary>Which account the form opens.</summary>
    public string? AccountKey { get; init; }

    /// <summary>The user's number of sessions when it began; another one ends it.</summary>
    public int Sessions { get; init; }
}

/// <summary>
/// Sessions as sealed text, each good for one kind of screen. They stand in a hidden field of the form, and beside it in a cookie so that the page
/// can be loaded again; a browser that blocks cookies in frames still gets through every form (SCR-38, SCR-76).
/// </summary>
public sealed class ScreenSessions(IDataProtectionProvider protection, OneTimeTokens tokens)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    public static CookieOptions Cookie { get; } = new() { Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.None, Extensions = { "Partitioned" } };

    public string Seal<T>(string kind, T value, TimeSpan lifetime) => ProtectorOf(kind).Protect(JsonSerializer.Serialize(value), lifetime);

    public T? Open<T>(string kind, string? text)
        where T : class
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize<T>(ProtectorOf(kind).Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The sealed session for a form, and for the cookie.</summary>
    public string Keep(HttpContext context, string kind, ScreenSession session)
    {
        var text = Seal(kind, session, Lifetime);
        context.Response.Cookies.Append($"__Host-{kind}", text, Cookie);
        return text;
    }

    public ScreenSession? Find(HttpContext context, string kind) => Open<ScreenSession>(
        kind, context.Request.HasFormContentType && context.Request.Form.TryGetValue("session", out var field) ? field.ToString() : context.Request.Cookies[$"__Host-{kind}"]);

    /// <summary>Opens an in-app screen by its token, once, or again from the cookie (SCR-37, SCR-38). One of the two is null.</summary>
    public (ScreenSession? Session, CrmError? Error) OpenInApp(HttpContext context, string kind, Func<ScreenSession, ScreenSession> complete)
    {
        var text = context.Request.Query["token"].ToString();
        var earlier = Find(context, kind);
        if (text.Length == 0)
        {
            return earlier is null ? (null, CrmError.Missing("token")) : (earlier, null);
        }

        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        if (earlier?.Token == key)
        {
            return (earlier, null);
        }

        return !OneTimeToken.TryParse(text, out var token) ? (null, CrmError.Malformed) : tokens.Take(token, TokenPurpose.InApp) switch
        {
            TakenToken.Taken taken => (complete(new(taken.User.Id) { Token = key }), null),
            TakenToken.Expired => (null, CrmError.Expired),
            _ => (null, CrmError.UnknownOneTimeToken),
        };
    }

    private ITimeLimitedDataProtector ProtectorOf(string kind) => protection.CreateProtector($"screen {kind}").ToTimeLimitedDataProtector();
}
