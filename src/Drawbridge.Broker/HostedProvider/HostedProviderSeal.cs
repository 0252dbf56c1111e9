using Drawbridge.Protocol.Webhooks;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.Broker.HostedProvider;

/// <summary>Encrypts what a provider knows us by and what signs, which both have to be kept readable.</summary>
internal sealed class HostedProviderSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _keys = protection.CreateProtector("Drawbridge.PaymentProviderKey.v1");
    private readonly IDataProtector _secrets = protection.CreateProtector("Drawbridge.PaymentProviderSecret.v1");

    public string SealKey(string key) => _keys.Protect(key);

    public string OpenKey(string text) => _keys.Unprotect(text);

    public string SealSecret(WebhookSecret secret) => _secrets.Protect(secret.Reveal());

    /// <exception cref="InvalidOperationException">What was sealed is no secret.</exception>
    public WebhookSecret OpenSecret(string text) => WebhookSecret.TryParse(_secrets.Unprotect(text), out var secret)
        ? secret
        : throw new InvalidOperationException("A sealed notification secret does not hold one.");
}
