using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.CredentialCheck;
using Drawbridge.Broker.CrmLogin;
using Drawbridge.Protocol.Webhooks;

namespace Drawbridge.Broker.CrmIdentities;

/// <summary>What must hold for the way in of a broker's users. Never quotes a secret.</summary>
internal static class SignInSettingsValidator
{
    private const int LongestCheck = 30;
    private const int MostChecks = 256;

    public static IEnumerable<string> Validate(string broker, BrokerConfiguration configuration)
    {
        var key = $"{broker}:Settings:SignIn";
        var signIn = configuration.Settings.SignIn;
        if (signIn.CrmKeepsUsers && configuration.Settings.Identity == IdentityOption.Handoff)
        {
            yield return $"{key}:Method: {signIn.Method} needs Identity Sso; under Handoff the platform logs users in.";
        }

        foreach (var (name, url) in signIn.Pages.All)
        {
            if (url is not null && !IsHttps(url))
            {
                yield return $"{key}:Pages:{name}: must be an absolute https address.";
            }
        }

        foreach (var fault in signIn.Method switch
        {
            SignInMethod.CrmLogin => ValidateLogin($"{key}:CrmLogin", signIn.CrmLogin, $"{broker}:CrmLoginSecret", configuration.CrmLoginSecret),
            SignInMethod.CredentialCheck => ValidateCheck($"{key}:CredentialCheck", signIn.CredentialCheck, $"{broker}:CredentialCheckSecret", configuration.CredentialCheckSecret),
            _ => [],
        })
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> ValidateLogin(string key, CrmLoginSettings? login, string secretKey, string? secret)
    {
        if (login is null)
        {
            yield return $"{key}: is missing; Method CrmLogin needs the addresses of the CRM's login.";
            yield break;
        }

        foreach (var (name, url) in new[]
        {
            (nameof(login.AuthorizationUrl), login.AuthorizationUrl), (nameof(login.TokenUrl), login.TokenUrl), (nameof(login.UserInfoUrl), login.UserInfoUrl),
        })
        {
            if (!IsHttps(url) || url.Fragment.Length > 0)
            {
                yield return $"{key}:{name}: must be an absolute https address without fragment.";
            }
        }

        if (string.IsNullOrWhiteSpace(login.ClientId))
        {
            yield return $"{key}:ClientId: must be what the CRM calls this client.";
        }

        if (login.ClientAuthentication == ClientAuthentication.None ? secret is not null : string.IsNullOrEmpty(secret))
        {
            yield return login.ClientAuthentication == ClientAuthentication.None
                ? $"{secretKey}: a client without authentication has no secret; remove it or choose Basic or Post."
                : $"{secretKey}: must be the client secret; a public client says ClientAuthentication None.";
        }

        if (login.Scopes.Any(static scope => scope.Length == 0 || scope.Any(static c => c is <= ' ' or '"' or '\\' or > '~')))
        {
            yield return $"{key}:Scopes: a scope has printable characters and no space; name each one by itself.";
        }

        foreach (var (name, claim) in new[]
        {
            (nameof(CrmLoginClaims.Subject), login.Claims.Subject), (nameof(CrmLoginClaims.Email), login.Claims.Email),
        })
        {
            if (string.IsNullOrWhiteSpace(claim))
            {
                yield return $"{key}:Claims:{name}: must name a member of the user info.";
            }
        }
    }

    private static IEnumerable<string> ValidateCheck(string key, CredentialCheckSettings? check, string secretKey, string? secret)
    {
        if (check is null)
        {
            yield return $"{key}: is missing; Method CredentialCheck needs the address of the CRM's check.";
            yield break;
        }

        if (!IsHttps(check.Url))
        {
            yield return $"{key}:Url: must be an absolute https address: it is sent passwords.";
        }

        if (check.Timeout <= TimeSpan.Zero || check.Timeout > TimeSpan.FromSeconds(LongestCheck))
        {
            yield return $"{key}:Timeout: must be above zero and at most {LongestCheck} seconds.";
        }

        if (check.MaximumConcurrency is < 1 or > MostChecks)
        {
            yield return $"{key}:MaximumConcurrency: must be 1 to {MostChecks}.";
        }

        if (!WebhookSecret.TryParse(secret, out _))
        {
            yield return $"{secretKey}: must be whsec_ followed by 24 to 64 random bytes in Base64.";
        }
    }

    private static bool IsHttps(Uri url) => url.IsAbsoluteUri && url.Scheme == Uri.UriSchemeHttps;
}
