using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.CrmLogin;

/// <summary>A login that is under way at a CRM. Never leaves the server: the browser carries its state only, which is a random text.</summary>
/// <param name="BrokerId">Where it began; its answer counts nowhere else.</param>
/// <param name="Verifier">PKCE (RFC 7636): only who began the login can exchange its code.</param>
/// <param name="Nonce">Ties the ID token to it.</param>
/// <param name="RedirectUri">Where the answer was asked to go.</param>
/// <param name="Query">The screen's parameters, which do not take the way by the CRM (SCR-36).</param>
/// <param name="Kept">"Keep me logged in" was chosen (FLOW-KMLI-1).</param>
/// <param name="ToClientArea">Leads to the client area, not to the application.</param>
/// <param name="EventName">Firebase event of the stage (SCR-41).</param>
/// <param name="Binding">What the browser has to show, as <see cref="CrmLoginBinding"/> has it.</param>
internal sealed record CrmLoginAttempt(
    long BrokerId, string Verifier, string Nonce, string RedirectUri, string Query, bool Kept, bool ToClientArea, string? EventName, CrmLoginBinding Binding)
{
    private const int SecretBytes = 32;

    /// <summary>What to send as <c>code_challenge</c>, by S256.</summary>
    [JsonIgnore]
    public string Challenge => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    [JsonIgnore]
    public ScreenParameters Parameters => ScreenParameters.From(new QueryCollection(QueryHelpers.ParseQuery(Query)));

    /// <summary>A text of 256 random bits.</summary>
    public static string NewSecret() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(SecretBytes));

    public string Write() => JsonSerializer.Serialize(this, CrmLoginJson.Default.CrmLoginAttempt);

    public static CrmLoginAttempt Read(string text) => JsonSerializer.Deserialize(text, CrmLoginJson.Default.CrmLoginAttempt)!;
}

/// <summary>
/// Ties a login to the browser that began it, so that nobody can have somebody else finish a login (login CSRF), nor finish one whose answer
/// was seen elsewhere. By a cookie; and where a browser keeps none for a page in a frame, by a key that our page keeps in the storage of its
/// tab or in the name of its frame, where the page that the CRM leads back to finds it.
/// </summary>
/// <param name="ByCookie">True for a cookie, false for the page's own key.</param>
/// <param name="Hash">SHA-256 of the cookie's or key's value, as hex.</param>
internal sealed record CrmLoginBinding(bool ByCookie, string Hash)
{
    /// <summary>Name of the field with the page's key.</summary>
    public const string Field = "binding";

    private const int KeyLength = 32;

    /// <summary>What the browser shows when it sends the form that begins a login; null when it keeps nothing.</summary>
    public static CrmLoginBinding? Of(HttpRequest request, IFormCollection form)
    {
        if (ScreenForms.KeyOf(request) is { } cookie)
        {
            return new(ByCookie: true, HashOf(cookie));
        }

        var key = form[Field].ToString();
        return key.Length == KeyLength && key.All(char.IsAsciiHexDigit) ? new(ByCookie: false, HashOf(key)) : null;
    }

    /// <summary>Whether a browser shows the same again.</summary>
    public bool Fits(HttpRequest request, IFormCollection? form) =>
        (ByCookie ? ScreenForms.KeyOf(request) : form?[Field].ToString()) is { } shown
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash), Encoding.ASCII.GetBytes(HashOf(shown)));

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

[JsonSerializable(typeof(CrmLoginAttempt))]
internal sealed partial class CrmLoginJson : JsonSerializerContext;
