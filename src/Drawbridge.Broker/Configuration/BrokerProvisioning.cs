using Drawbridge.Broker.Branding.Images;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApiTokens;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.HostedProvider;
using Drawbridge.Broker.Kyc.Provider;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Webhooks;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Protocol.Webhooks;
using Drawbridge.Storage;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Configuration;

/// <summary>Brings the database in line with the configured CRMs. Running it again with the same configuration changes nothing.</summary>
internal sealed class BrokerProvisioning(
    Database database, CrmPasswords passwords, ManagerPasswordSeal seal, WebhookSecretSeal webhookSeal, HostedProviderSeal providerSeal, KycProviderStore kycProviders, CrmSecretStore crmSecrets, BrokerDirectory directory, TimeProvider time, ILogger<BrokerProvisioning> log)
{
    /// <summary>Applies the configuration; brokers that it does not name stay as they are.</summary>
    public async Task ApplyAsync(IReadOnlyList<CrmConfiguration> crms, CancellationToken cancellationToken)
    {
        foreach (var crm in crms)
        {
            var brokerIds = new Dictionary<string, long>(StringComparer.Ordinal);
            var crmId = await database.WriteAsync(
                async session =>
                {
                    brokerIds.Clear();
                    var id = await BrokerStore.PutCrmAsync(session, crm.Name, crm.Settings);
                    foreach (var broker in crm.Brokers)
                    {
                        var md5 = seal.Seal(PasswordHashMd5.Of(broker.ManagerPassword));
                        var demoMd5 = broker.DemoManagerPassword is { } demo ? seal.Seal(PasswordHashMd5.Of(demo)) : null;
                        brokerIds[broker.Name] = await BrokerStore.PutBrokerAsync(session, id, broker.Name, broker.Settings, md5, demoMd5);
                        await HostedProviderStore.PutAsync(session, id, brokerIds[broker.Name], broker.PaymentProviders, providerSeal);
                        await crmSecrets.PutAsync(session, brokerIds[broker.Name], broker);
                        await BrandImageFiles.PutAsync(session, brokerIds[broker.Name], broker.Images, time.GetUtcNow());
                    }

                    await HostedProviderStore.PutAsync(session, id, brokerId: null, crm.PaymentProviders, providerSeal);
                    if (ManagementKey.TryParse(crm.ManagementKey, out var key))
                    {
                        await ManagementKeyStore.PutAsync(session, id, key.Fingerprint(), time.GetUtcNow());
                    }

                    await WebhookStore.PutEndpointAsync(
                        session, id, crm.Webhook?.Url.OriginalString,
                        WebhookSecret.TryParse(crm.Webhook?.Secret, out var secret) ? webhookSeal.Seal(secret) : null);
                    await kycProviders.PutAsync(session, id, crm.KycProviders);
                    await session.NotifyAsync(BrokerDirectory.Channel, crm.Name);
                    return id;
                },
                cancellationToken);

            await passwords.SetAsync(
                crmId, brokerId: null, [crm.Password, .. crm.SecondPassword is { } second ? new[] { second } : []], cancellationToken);
            foreach (var broker in crm.Brokers.Where(broker => broker.Password is not null))
            {
                await passwords.SetAsync(crmId, brokerIds[broker.Name], [broker.Password!], cancellationToken);
            }

            foreach (var broker in crm.Brokers)
            {
                TellOfColors(broker);
            }

            BrokersLog.Provisioned(log, crm.Name, crm.Brokers.Count);
        }

        await directory.ReloadAsync(cancellationToken);
    }

    /// <summary>A colour too close to the ground that it stands on is used in a darker or lighter tone, which the broker should know.</summary>
    private void TellOfColors(BrokerConfiguration broker)
    {
        foreach (var (theme, given, used) in Accent.Changed(broker.Settings.AccentColor, broker.Settings.Brand.AccentColorDark))
        {
            BrokersLog.ColorChanged(log, broker.Name, theme, given, used);
        }
    }
}
