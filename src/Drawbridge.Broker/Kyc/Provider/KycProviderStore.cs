using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Webhooks;
using Drawbridge.Protocol.Webhooks;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Kyc.Provider;

/// <summary>A provider as stored.</summary>
internal sealed class KycProviderRow
{
    public string Name { get; init; } = "";

    public string PageUrl { get; init; } = "";

    public string? StatusUrl { get; init; }

    public string SecretSealed { get; init; } = "";

    /// <summary>Never the sealed secret.</summary>
    public override string ToString() => $"provider {Name}";
}

/// <summary>The SQL of providers. Everything is reached through its CRM.</summary>
internal sealed class KycProviderStore(Database database, WebhookSecretSeal seal)
{
    /// <summary>Makes the configured providers those of the CRM, as part of the caller's write.</summary>
    public async Task PutAsync(DbSession session, long crmId, IReadOnlyList<KycProviderConfiguration> providers)
    {
        var stored = await session.ListAsync<KycProviderRow>("select name, secret_sealed from kyc_providers where crm_id = @crmId", new { crmId });
        await session.ExecuteAsync("delete from kyc_providers where crm_id = @crmId", new { crmId });
        foreach (var provider in providers)
        {
            var sealedSecret = SecretSettings.IsKept(provider.Secret) ? stored.FirstOrDefault(row => row.Name == provider.Name)?.SecretSealed
                : WebhookSecret.TryParse(provider.Secret, out var secret) ? seal.Seal(secret)
                : null;
            if (sealedSecret is null)
            {
                throw new InvalidOperationException($"The provider {provider.Name} was configured without a secret.");
            }

            await session.ExecuteAsync(
                "insert into kyc_providers (crm_id, name, page_url, status_url, secret_sealed) values (@crmId, @Name, @page, @status, @sealedSecret)",
                new { crmId, provider.Name, page = provider.PageUrl.OriginalString, status = provider.StatusUrl?.OriginalString, sealedSecret });
        }
    }

    /// <summary>The CRM's provider of that name, or null.</summary>
    public Task<KycProviderRow?> FindAsync(long crmId, string name, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<KycProviderRow>(
                "select name, page_url, status_url, secret_sealed from kyc_providers where crm_id = @crmId and name = @name", new { crmId, name }),
            cancellationToken);

    /// <summary>The secret of a provider.</summary>
    public WebhookSecret SecretOf(KycProviderRow provider) => seal.Open(provider.SecretSealed);

    /// <summary>The CRM's verification with that reference, or null.</summary>
    public Task<KycCase?> FindCaseAsync(long crmId, string reference, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<KycCase>(
                $"select {KycStore.Columns} from kyc_cases c join brokers b on b.id = c.broker_id where b.crm_id = @crmId and c.reference = @reference",
                new { crmId, reference }),
            cancellationToken);

    /// <summary>The verification, or null. For work in the background, which belongs to no CRM.</summary>
    public Task<KycCase?> FindCaseAsync(long id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<KycCase>($"select {KycStore.Columns} from kyc_cases c where c.id = @id", new { id }), cancellationToken);
}
