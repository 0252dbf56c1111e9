using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Branding.Images;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApiTokens;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.HostedProvider;
using Drawbridge.Broker.Kyc.Provider;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Invite;
using Drawbridge.Broker.Users;
using Drawbridge.Broker.Webhooks;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Protocol.Webhooks;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Configuration.Versions;

/// <summary>Writes what was planned: everything in the caller's one transaction, or nothing.</summary>
internal sealed class ConfigurationWriter(
    CrmPasswords passwords, ManagerPasswordSeal seal, WebhookSecretSeal webhookSeal, HostedProviderSeal providerSeal, KycProviderStore kycProviders, CrmSecretStore crmSecrets, TimeProvider time)
{
    /// <summary>Hashes the passwords that are new. Slow, and so before the transaction.</summary>
    public async Task<PreparedPasswords> PrepareAsync(PlannedChange change, CancellationToken cancellationToken)
    {
        var prepared = new PreparedPasswords();
        foreach (var crm in change.Crms)
        {
            if (crm.Own is { } own)
            {
                prepared[own] = await passwords.PrepareAsync(crm.Id, brokerId: null, PasswordsOf(own.Document, own.Configuration.Password, own.Configuration.SecondPassword), cancellationToken);
            }

            foreach (var broker in crm.Brokers)
            {
                prepared[broker] = await passwords.PrepareAsync(broker.Id is null ? null : crm.Id, broker.Id, PasswordsOf(broker.Document, broker.Configuration.Password, second: null), cancellationToken);
            }
        }

        return prepared;
    }

    /// <summary>Part of the caller's write, which runs again from the start when the server undid it.</summary>
    public async Task WriteAsync(DbSession session, long version, PlannedChange change, PreparedPasswords prepared)
    {
        foreach (var crm in change.Crms)
        {
            if (crm.Own is null && crm.Brokers.Count == 0)
            {
                continue;
            }

            var id = crm.Own is { } own ? await WriteCrmAsync(session, version, own, prepared[own]) : crm.Id!.Value;
            foreach (var broker in crm.Brokers)
            {
                await WriteBrokerAsync(session, version, id, broker, prepared[broker]);
            }

            await SharedLogins.PartAsync(session, id);
        }
    }

    private async Task<long> WriteCrmAsync(DbSession session, long version, PlannedEntity<CrmConfiguration> planned, IReadOnlyList<NewCrmPassword> prepared)
    {
        var crm = planned.Configuration;
        var id = await BrokerStore.PutCrmAsync(session, crm.Name, crm.Settings);
        await HostedProviderStore.PutAsync(session, id, brokerId: null, crm.PaymentProviders, providerSeal);
        if (ManagementKey.TryParse(crm.ManagementKey, out var key))
        {
            await ManagementKeyStore.PutAsync(session, id, key.Fingerprint(), time.GetUtcNow());
        }
        else if (!SecretSettings.IsKept(crm.ManagementKey))
        {
            await ManagementKeyStore.RemoveAsync(session, id);
        }

        await WebhookStore.PutEndpointAsync(
            session, id, crm.Webhook?.Url.OriginalString,
            WebhookSecret.TryParse(crm.Webhook?.Secret, out var secret) ? webhookSeal.Seal(secret) : null);
        await kycProviders.PutAsync(session, id, crm.KycProviders);
        await passwords.PutAsync(session, id, brokerId: null, prepared);
        await ConfigurationStore.AddAsync(session, version, id, brokerId: null, planned.Document.ToJsonString());
        return id;
    }

    private async Task WriteBrokerAsync(DbSession session, long version, long crmId, PlannedEntity<BrokerConfiguration> planned, IReadOnlyList<NewCrmPassword> prepared)
    {
        var broker = planned.Configuration;
        var md5 = SecretSettings.IsKept(broker.ManagerPassword) ? null : seal.Seal(PasswordHashMd5.Of(broker.ManagerPassword));
        var demoMd5 = broker.DemoManagerPassword is { } demo && !SecretSettings.IsKept(demo) ? seal.Seal(PasswordHashMd5.Of(demo)) : null;
        var id = planned.Id ?? await BrokerStore.PutBrokerAsync(session, crmId, broker.Name, broker.Settings, md5!, demoMd5);
        if (planned.Id is not null)
        {
            await session.ExecuteAsync(
                """
                update brokers set settings = @settings, manager_password_sealed = coalesce(@md5, manager_password_sealed),
                  demo_manager_password_sealed = case when @keepsDemo then demo_manager_password_sealed else @demoMd5 end
                where id = @id and crm_id = @crmId
                """,
                new
                {
                    settings = JsonSerializer.Serialize(broker.Settings, BrokerJson.Default.BrokerSettings), md5, demoMd5, keepsDemo = SecretSettings.IsKept(broker.DemoManagerPassword), id, crmId,
                });
        }

        // What somebody new does not have need not be taken away, which counts when there are thousands.
        var isNew = planned.Id is null;
        if (!isNew || broker.PaymentProviders.Count > 0)
        {
            await HostedProviderStore.PutAsync(session, crmId, id, broker.PaymentProviders, providerSeal);
        }

        if (!isNew || broker is not { CrmLoginSecret: null, CredentialCheckSecret: null })
        {
            await crmSecrets.PutAsync(session, id, broker);
        }

        if (!SecretSettings.IsKept(broker.InviteToken) && (!isNew || broker.InviteToken is not null))
        {
            await InviteTokenStore.PutAsync(session, id, broker.InviteToken);
        }

        if (!isNew || broker.Settings.Partners.Attribution != new AttributionRules())
        {
            await AttributionStore.PutRulesAsync(session, id, broker.Settings.Partners.Attribution, time.GetUtcNow());
        }

        if (!isNew || prepared.Count > 0)
        {
            await passwords.PutAsync(session, crmId, id, prepared);
        }

        await BrandImageFiles.PutAsync(session, id, broker.Images, time.GetUtcNow());
        await ConfigurationStore.AddAsync(session, version, crmId, id, planned.Document.ToJsonString());
    }

    private static List<(string Fingerprint, string? Password)> PasswordsOf(JsonObject document, string? first, string? second)
    {
        var list = new List<(string, string?)>();
        foreach (var (key, value) in new[] { ("password", first), ("secondPassword", second) })
        {
            if (value is not null && document[key]?.GetValue<string>() is { } fingerprint)
            {
                list.Add((fingerprint, SecretSettings.IsKept(value) ? null : value));
            }
        }

        return list;
    }
}

/// <summary>Hashed passwords, by whom they are for.</summary>
internal sealed class PreparedPasswords
{
    private readonly Dictionary<object, IReadOnlyList<NewCrmPassword>> _byOwner = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<NewCrmPassword> this[object owner]
    {
        get => _byOwner[owner];
        set => _byOwner[owner] = value;
    }
}
