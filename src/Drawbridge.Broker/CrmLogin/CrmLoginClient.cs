using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Partners.Links;
using Drawbridge.Broker.Users;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.CrmLogin;

/// <summary>
/// Exchanges a code for the user who logged in: token endpoint (RFC 6749, 4.1.3, with PKCE), ID token where there is one, user info. What the
/// CRM answers is never quoted: it may carry tokens.
/// </summary>
internal sealed class CrmLoginClient(IHttpClientFactory clients, CrmSecretStore secrets, IOptions<CrmCallOptions> options, TimeProvider time)
{
    public async Task<CrmLoginResult> IdentifyAsync(BrokerEntity broker, CrmLoginAttempt attempt, string code, CancellationToken cancellationToken)
    {
        var login = broker.Settings.SignIn.CrmLogin!;
        try
        {
            using var tokens = await CallAsync(await TokenRequestAsync(broker, login, attempt, code, cancellationToken), "token endpoint", cancellationToken);
            if (tokens.TextOf("access_token") is not { } accessToken || !string.Equals(tokens.TextOf("token_type"), "bearer", StringComparison.OrdinalIgnoreCase))
            {
                return new CrmLoginResult.Unusable("the token endpoint sent no bearer token");
            }

            string? idSubject = null;
            if (login.IsOpenId && IdToken.FindFault(tokens.TextOf("id_token"), login, attempt.Nonce, time.GetUtcNow(), out idSubject) is { } fault)
            {
                return new CrmLoginResult.Unusable($"the ID token {fault}");
            }

            var request = new HttpRequestMessage(HttpMethod.Get, login.UserInfoUrl) { Headers = { Authorization = new("Bearer", accessToken) } };
            using var user = await CallAsync(request, "user info endpoint", cancellationToken);
            return idSubject is not null && user.TextOf("sub") != idSubject // OpenID Connect Core 1.0, 5.3.2
                ? new CrmLoginResult.Unusable("the user info is of somebody else than the ID token")
                : Read(user, login);
        }
        catch (CrmAnswerException e)
        {
            return e.IsAway ? new CrmLoginResult.Unavailable(e.Message) : new CrmLoginResult.Unusable(e.Message);
        }
    }

    private static CrmLoginResult Read(JsonAnswer user, CrmLoginSettings login)
    {
        var claims = login.Claims;
        var id = user.TextOf(claims.Subject);
        if (!CrmIdentity.IsId(id))
        {
            return new CrmLoginResult.Unusable($"the user info has no usable {claims.Subject}");
        }

        return new CrmLoginResult.Identified(
            new(id!, user.TextOf(claims.Email)?.Trim() ?? "", login.EmailsAreVerified || user.IsTrue(claims.EmailVerified))
            {
                FirstName = CrmIdentity.NameOf(user.TextOf(claims.FirstName)),
                Country = Country.Of(user.TextOf(claims.Country)),
                LastName = CrmIdentity.NameOf(user.TextOf(claims.LastName)),
                Language = CrmIdentity.LanguageOf(user.TextOf(claims.Language)),
                PartnerCode = PartnerCode.Normalize(user.TextOf(claims.PartnerCode)),
                PartnerId = claims.PartnerId is { } partner ? CrmIdentity.PartnerOf(user.TextOf(partner)) : null,
            });
    }

    private async Task<HttpRequestMessage> TokenRequestAsync(
        BrokerEntity broker, CrmLoginSettings login, CrmLoginAttempt attempt, string code, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = attempt.RedirectUri,
            ["client_id"] = login.ClientId,
            ["code_verifier"] = attempt.Verifier,
        };
        var request = new HttpRequestMessage(HttpMethod.Post, login.TokenUrl);
        if (login.ClientAuthentication != ClientAuthentication.None)
        {
            var secret = await secrets.FindLoginAsync(broker.Id, cancellationToken) ?? throw new CrmAnswerException("no client secret is stored", isAway: false);
            if (login.ClientAuthentication == ClientAuthentication.Post)
            {
                form["client_secret"] = secret;
            }
            else
            {
                // RFC 6749, 2.3.1: both parts are form-encoded first.
                var pair = $"{WebUtility.UrlEncode(login.ClientId)}:{WebUtility.UrlEncode(secret)}";
                request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
            }
        }

        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    private async Task<JsonAnswer> CallAsync(HttpRequestMessage request, string what, CancellationToken cancellationToken)
    {
        using var sent = request;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.Timeout);
        try
        {
            using var client = clients.CreateClient(CrmIdentityRegistration.Client);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new CrmAnswerException(
                    $"the {what} answered {(int)response.StatusCode}", isAway: (int)response.StatusCode >= 500 || response.StatusCode == HttpStatusCode.TooManyRequests);
            }

            return JsonAnswer.Parse(await response.Content.ReadAsByteArrayAsync(limit.Token))
                ?? throw new CrmAnswerException($"the {what} did not answer with a JSON object", isAway: false);
        }
        catch (HttpRequestException e)
        {
            throw new CrmAnswerException($"the {what} cannot be reached ({e.HttpRequestError})", isAway: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CrmAnswerException($"the {what} did not answer in time", isAway: true);
        }
    }

    private sealed class CrmAnswerException(string message, bool isAway) : Exception(message)
    {
        /// <summary>True when it may answer later.</summary>
        public bool IsAway => isAway;
    }
}
