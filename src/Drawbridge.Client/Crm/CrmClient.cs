using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Client.Crm;

/// <summary>The calls 4.1 to 4.5 of the platform to a broker's CRM (P2B-0-1).</summary>
/// <remarks>
/// The <c>crmApiToken</c> is fetched by call 4.1 when it is first needed, kept in memory only (P2B-CT-5), and renewed once when the CRM
/// no longer accepts it (P2B-0-17). Both broker names go into the query string, and into the body where the call has one (P2B-0-7, BID-6).
/// </remarks>
public sealed class CrmClient
{
    private readonly CrmHttp _http;
    private readonly CrmApiTokenCache _tokens;

    internal CrmClient(CrmHttp http)
    {
        _http = http;
        _tokens = new(AuthenticateAsync);
    }

    /// <summary>Call 4.1: trades the password for a new <c>crmApiToken</c> (P2B-4.1-1..3). The other calls do this by themselves.</summary>
    public Task<CrmResult<CrmApiTokenResponse>> AuthenticateAsync(CrmPeer peer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(peer);
        var password = peer.RevealPassword();
        var body = new CrmApiTokenRequest { Password = password, BrokerName = peer.BrokerName.Value, BrokerCrmName = peer.BrokerCrmName.Value };
        var call = new CrmCall("4.1", peer, CrmQuery.Of(peer, CrmPaths.CrmApiToken), Json(body, CrmJson.Default.CrmApiTokenRequest), [password]);
        return _http.SendAsync(
            call,
            answer => CrmAnswer.Read(answer, CrmJson.Default.CrmApiTokenResponse, static r => !string.IsNullOrEmpty(r.CrmApiToken)),
            cancellationToken);
    }

    /// <summary>Call 4.2: exchanges an OT token for the user it stands for (P2B-4.2-1..5). Consumes the token.</summary>
    public Task<CrmResult<AuthorizeOneTimeResponse>> AuthorizeOneTimeAsync(CrmPeer peer, string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(peer);
        var body = new AuthorizeOneTimeRequest { Code = code, BrokerName = peer.BrokerName.Value, BrokerCrmName = peer.BrokerCrmName.Value };
        var json = Json(body, CrmJson.Default.AuthorizeOneTimeRequest);
        return CallAsync(
            token => new("4.2", peer, CrmQuery.Of(peer, CrmPaths.AuthorizeOneTime, token), json, [token, code]),
            answer => CrmAnswer.Read(answer, CrmJson.Default.AuthorizeOneTimeResponse, static r => r.UserId > 0),
            peer,
            cancellationToken);
    }

    /// <summary>Call 4.3: asks for the user of a long-term access token, which stays valid (P2B-4.3-1..4).</summary>
    public Task<CrmResult<AuthorizeResponse>> AuthorizeAsync(CrmPeer peer, string accessToken, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(peer);
        var body = new AuthorizeRequest { AccessToken = accessToken, BrokerName = peer.BrokerName.Value, BrokerCrmName = peer.BrokerCrmName.Value };
        var json = Json(body, CrmJson.Default.AuthorizeRequest);
        return CallAsync(
            token => new("4.3", peer, CrmQuery.Of(peer, CrmPaths.Authorize, token), json, [token, accessToken]),
            answer => CrmAnswer.Read(answer, CrmJson.Default.AuthorizeResponse, static r => r.UserId > 0),
            peer,
            cancellationToken);
    }

    /// <summary>Call 4.4: asks for an OT token for an in-app action (P2B-4.4-1..4).</summary>
    /// <param name="peer">The broker at its CRM.</param>
    /// <param name="userId">The user on the platform.</param>
    /// <param name="inappToken">What 4.2 or 4.3 returned beside the user, unchanged (P2B-IT-7); null when it returned none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<CrmResult<GenerateOneTimeResponse>> GenerateOneTimeAsync(
        CrmPeer peer, long userId, string? inappToken, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(peer);
        var body = new GenerateOneTimeRequest { UserId = userId, BrokerName = peer.BrokerName.Value, BrokerCrmName = peer.BrokerCrmName.Value };
        var json = Json(body, CrmJson.Default.GenerateOneTimeRequest);
        return CallAsync(
            token => new("4.4", peer, CrmQuery.Of(peer, CrmPaths.GenerateOneTime, token, ("inappToken", inappToken)), json, [token, inappToken]),
            answer => CrmAnswer.Read(answer, CrmJson.Default.GenerateOneTimeResponse, static r => !string.IsNullOrEmpty(r.Token)),
            peer,
            cancellationToken);
    }

    /// <summary>Call 4.5: the user logged out of an application (P2B-4.5-1..4).</summary>
    /// <param name="peer">The broker at its CRM.</param>
    /// <param name="userId">The user on the platform.</param>
    /// <param name="accessToken">The session's long-term token; null is sent as an empty value (P2B-4.5-3).</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<CrmResult<CrmLoggedOut>> LogoutAsync(CrmPeer peer, long userId, string? accessToken, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(peer);
        var user = userId.ToString(CultureInfo.InvariantCulture);
        return CallAsync(
            token => new(
                "4.5", peer, CrmQuery.Of(peer, CrmPaths.Logout, token, ("userId", user), ("accessToken", accessToken ?? "")), Body: null, [token, accessToken]),
            static _ => new CrmResult<CrmLoggedOut>.Answered(new()),
            peer,
            cancellationToken);
    }

    private static byte[] Json<T>(T body, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(body, type);

    /// <summary>One call with the current token; after a refusal of the token itself, once more with a new one (P2B-0-17).</summary>
    private async Task<CrmResult<T>> CallAsync<T>(
        Func<string, CrmCall> call, Func<CrmHttpAnswer, CrmResult<T>> read, CrmPeer peer, CancellationToken cancellationToken)
    {
        var first = await _tokens.GetAsync(peer, cancellationToken);
        if (first is not CrmResult<CrmApiTokenResponse>.Answered { Value.CrmApiToken: var token })
        {
            return first.CastFailure<T>();
        }

        var result = await _http.SendAsync(call(token), read, cancellationToken);
        if (result is not CrmResult<T>.Refused { Status: 403, Code: CrmErrorCode.ClientAuthFailure })
        {
            return result;
        }

        _tokens.Drop(peer, token);
        var second = await _tokens.GetAsync(peer, cancellationToken);
        return second is CrmResult<CrmApiTokenResponse>.Answered { Value.CrmApiToken: var renewed }
            ? await _http.SendAsync(call(renewed), read, cancellationToken)
            : second.CastFailure<T>();
    }
}
