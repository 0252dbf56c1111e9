using System.Diagnostics.CodeAnalysis;
using Drawbridge.Broker.HostedProvider;

namespace Drawbridge.Broker.Configuration;

/// <summary>Stands in for secrets that are to be kept: they were right when they were stored.</summary>
internal static class KeptSecrets
{
    // Right as a password, a key, and a secret that signs.
    private static readonly string _standIn = "whsec_" + Convert.ToBase64String(new byte[32]);

    /// <summary>The CRM with something right in the place of each secret that is to be kept.</summary>
    public static CrmConfiguration WithStandIns(CrmConfiguration crm) => crm with
    {
        Password = StandIn(crm.Password),
        SecondPassword = StandIn(crm.SecondPassword),
        Webhook = crm.Webhook is { } webhook ? webhook with { Secret = StandIn(webhook.Secret) } : null,
        PaymentProviders = [.. crm.PaymentProviders.Select(WithStandIns)],
        KycProviders = [.. crm.KycProviders.Select(static provider => provider with { Secret = StandIn(provider.Secret) })],
        Brokers = [.. crm.Brokers.Select(static broker => broker with
        {
            Password = StandIn(broker.Password),
            CrmLoginSecret = StandIn(broker.CrmLoginSecret),
            CredentialCheckSecret = StandIn(broker.CredentialCheckSecret),
            InviteToken = StandIn(broker.InviteToken),
            PaymentProviders = [.. broker.PaymentProviders.Select(WithStandIns)],
        })],
    };

    private static HostedProviderConfiguration WithStandIns(HostedProviderConfiguration provider) =>
        provider with { ApiKey = StandIn(provider.ApiKey), NotificationSecret = StandIn(provider.NotificationSecret) };

    [return: NotNullIfNotNull(nameof(secret))]
    private static string? StandIn(string? secret) => SecretSettings.IsKept(secret) ? _standIn : secret;
}
