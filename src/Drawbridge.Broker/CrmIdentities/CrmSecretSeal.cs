using Drawbridge.Protocol.Webhooks;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.Broker.CrmIdentities;

/// <summary>Encrypts what a broker's CRM knows us by, and what signs the questions to it: both have to be kept readable.</summary>
internal sealed class CrmSecretSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _login = protection.CreateProtector("Drawbridge.CrmLoginSecret.v1");
    private readonly IDataProtector _check = protection.CreateProtector("Drawbridge.CredentialCheckSecret.v1");

    public string SealLogin(string secret) => _login.Protect(secret);

    public string OpenLogin(string text) => _login.Unprotect(text);

    public string SealCheck(WebhookSecret secret) => _check.Protect(secret.Reveal());

    /// <exception cref="InvalidOperationException">What was sealed is no secret.</exception>
    public WebhookSecret OpenCheck(string text) => WebhookSecret.TryParse(_check.Unprotect(text), out var secret)
        ? secret
        : throw new InvalidOperationException("A sealed secret of credential checks does not hold one.");
}
