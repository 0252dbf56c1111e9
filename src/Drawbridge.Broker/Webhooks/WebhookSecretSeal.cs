using Drawbridge.Protocol.Webhooks;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.Broker.Webhooks;

/// <summary>Encrypts the secret of a CRM's webhooks, which has to be kept readable because it signs.</summary>
internal sealed class WebhookSecretSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Drawbridge.WebhookSecret.v1");

    public string Seal(WebhookSecret secret) => _protector.Protect(secret.Reveal());

    /// <exception cref="InvalidOperationException">What was sealed is no secret.</exception>
    public WebhookSecret Open(string text) => WebhookSecret.TryParse(_protector.Unprotect(text), out var secret)
        ? secret
        : throw new InvalidOperationException("A sealed webhook secret does not hold one.");
}
