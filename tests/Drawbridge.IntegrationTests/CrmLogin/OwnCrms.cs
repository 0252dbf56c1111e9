using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.IntegrationTests.CrmLogin;

/// <summary>The servers of all brokers' own CRMs, apart by client. Strict: what the specifications demand of a client is checked.</summary>
internal sealed class OwnCrms : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, OwnCrm> _byClient = new(StringComparer.Ordinal);

    public ManualTimeProvider Time { get; set; } = null!;

    /// <summary>Who checks credentials, by broker.</summary>
    public ConcurrentDictionary<string, Func<HttpRequestMessage, byte[], CancellationToken, Task<HttpResponseMessage>>> Checks { get; } = new(StringComparer.Ordinal);

    public OwnCrm New()
    {
        var crm = new OwnCrm(Time);
        _byClient[crm.ClientId] = crm;
        return crm;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath == "/check")
        {
            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            return await Checks[(string)JsonNode.Parse(body)!["brokerName"]!](request, body, cancellationToken);
        }

        if (request.RequestUri!.AbsolutePath == "/userinfo")
        {
            var token = request.Headers.Authorization.ShouldNotBeNull().Parameter.ShouldNotBeNull();
            return await _byClient[token.Split('.')[0]].TellUserAsync(token, cancellationToken);
        }

        var form = QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(cancellationToken)).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        return await _byClient[form["client_id"]].ExchangeAsync(request, form, cancellationToken);
    }
}

/// <summary>A person of a CRM.</summary>
internal sealed record OwnCrmUser(string Id, string Email, bool? EmailVerified = true, string FirstName = "Marlene", string LastName = "Okonkwo", string? Locale = null, string? Country = null)
{
    /// <summary>What was typed at its sign-up.</summary>
    public string? PartnerCode { get; init; }

    /// <summary>What its sign-up was opened with.</summary>
    public string? PartnerId { get; init; }
}

/// <summary>The login of one broker's own CRM.</summary>
internal sealed class OwnCrm(ManualTimeProvider time)
{
    private static int _count;

    private readonly ConcurrentDictionary<string, Grant> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, OwnCrmUser> _tokens = new(StringComparer.Ordinal);

    public string ClientId { get; } = $"client{Interlocked.Increment(ref _count)}";

    /// <summary>With characters that have to be encoded.</summary>
    public string Secret { get; } = "s3cret:+/ %&=" + Guid.NewGuid().ToString("N");

    public string Issuer { get; } = "https://crm.example.test";

    /// <summary>Another answer of the token endpoint.</summary>
    public Func<CancellationToken, Task<HttpResponseMessage>>? AnswerToken { get; set; }

    /// <summary>Another answer of the user info endpoint.</summary>
    public Func<CancellationToken, Task<HttpResponseMessage>>? AnswerUser { get; set; }

    /// <summary>Changes the claims of the ID token before they are sent.</summary>
    public Action<JsonObject> ChangeIdToken { get; set; } = static _ => { };

    public int Exchanges { get; private set; }

    /// <summary>Somebody logs in at the CRM; the address that it leads back to.</summary>
    public string LogIn(string authorizationUrl, OwnCrmUser user)
    {
        authorizationUrl.ShouldStartWith("https://crm.example.test/authorize?");
        var query = QueryHelpers.ParseQuery(new Uri(authorizationUrl).Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        query["response_type"].ShouldBe("code");
        query["client_id"].ShouldBe(ClientId);
        query["code_challenge_method"].ShouldBe("S256");
        query["code_challenge"].Length.ShouldBe(43);
        query["state"].Length.ShouldBeGreaterThanOrEqualTo(32);
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = new(user, query["code_challenge"], query["redirect_uri"], query.GetValueOrDefault("nonce"), query["scope"]);
        return QueryHelpers.AddQueryString(query["redirect_uri"], new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"], ["iss"] = Issuer });
    }

    /// <summary>Somebody does not want to; the address that it leads back to.</summary>
    public static string Refuse(string authorizationUrl, string error)
    {
        var query = QueryHelpers.ParseQuery(new Uri(authorizationUrl).Query);
        return QueryHelpers.AddQueryString(query["redirect_uri"]!, new Dictionary<string, string?>
        {
            ["error"] = error, ["error_description"] = "CANARY-of-the-crm", ["state"] = query["state"],
        });
    }

    public async Task<HttpResponseMessage> ExchangeAsync(HttpRequestMessage request, Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        Exchanges++;
        if (AnswerToken is { } other)
        {
            return await other(cancellationToken);
        }

        if (!IsClient(request, form))
        {
            return Json(HttpStatusCode.Unauthorized, new { error = "invalid_client" });
        }

        if (form["grant_type"] != "authorization_code" || !_codes.TryRemove(form["code"], out var grant) || grant.RedirectUri != form["redirect_uri"]
            || WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]))) != grant.Challenge)
        {
            return Json(HttpStatusCode.BadRequest, new { error = "invalid_grant", error_description = "CANARY-of-the-crm" });
        }

        var token = $"{ClientId}.CANARY-{Guid.NewGuid():N}";
        _tokens[token] = grant.User;
        return Json(HttpStatusCode.OK, new { access_token = token, token_type = "Bearer", expires_in = 60, id_token = grant.Scope.Contains("openid", StringComparison.Ordinal) ? IdTokenOf(grant) : null });
    }

    public async Task<HttpResponseMessage> TellUserAsync(string token, CancellationToken cancellationToken)
    {
        if (AnswerUser is { } other)
        {
            return await other(cancellationToken);
        }

        var user = _tokens[token];
        return Json(HttpStatusCode.OK, new
        {
            sub = user.Id, email = user.Email, email_verified = user.EmailVerified, given_name = user.FirstName, family_name = user.LastName, locale = user.Locale,
            address = new { country = user.Country }, partner_code = user.PartnerCode, partner_id = user.PartnerId,
        });
    }

    public static HttpResponseMessage Json(HttpStatusCode status, object body) => new(status) { Content = JsonContent.Create(body) };

    private string IdTokenOf(Grant grant)
    {
        var claims = new JsonObject
        {
            ["iss"] = Issuer, ["aud"] = ClientId, ["sub"] = grant.User.Id, ["nonce"] = grant.Nonce, ["exp"] = (time.GetUtcNow() + TimeSpan.FromMinutes(1)).ToUnixTimeSeconds(),
        };
        ChangeIdToken(claims);
        return $"{Encode("{\"alg\":\"RS256\"}")}.{Encode(claims.ToJsonString())}.{Encode("signature")}";

        static string Encode(string text) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(text));
    }

    private bool IsClient(HttpRequestMessage request, Dictionary<string, string> form)
    {
        if (request.Headers.Authorization is { Scheme: "Basic", Parameter: { } basic })
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(basic)).Split(':', 2);
            return !form.ContainsKey("client_secret") && WebUtility.UrlDecode(pair[0]) == ClientId && WebUtility.UrlDecode(pair[1]) == Secret;
        }

        return form.GetValueOrDefault("client_secret") == Secret;
    }

    private sealed record Grant(OwnCrmUser User, string Challenge, string RedirectUri, string? Nonce, string Scope);
}
