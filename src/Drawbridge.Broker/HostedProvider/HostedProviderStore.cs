using System.Text.Json;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Protocol.Webhooks;
using Drawbridge.Storage;

namespace Drawbridge.Broker.HostedProvider;

/// <summary>A provider as stored.</summary>
internal sealed class HostedProviderRow
{
    public long Id { get; init; }

    public long CrmId { get; init; }

    public long? BrokerId { get; init; }

    public string Name { get; init; } = "";

    public string Settings { get; init; } = "";

    public string ApiKeySealed { get; init; } = "";

    public string NotificationSecretSealed { get; init; } = "";

    public HostedProviderEntity ToEntity() =>
        new(Id, Name, JsonSerializer.Deserialize<HostedProviderSettings>(Settings, BrokerJsonReading.Options)!);
}

/// <summary>The SQL of providers that are reached over the network.</summary>
internal sealed class HostedProviderStore(Database database)
{
    private const string Columns = "id, crm_id, broker_id, name, settings, api_key_sealed, notification_secret_sealed";

    /// <summary>All of them, for the directory. Part of the caller's read.</summary>
    public static Task<IReadOnlyList<HostedProviderRow>> ListAsync(DbSession session) =>
        session.ListAsync<HostedProviderRow>("select id, crm_id, broker_id, name, settings from payment_providers");

    /// <summary>With its secrets; null when it is no longer configured.</summary>
    public Task<HostedProviderRow?> FindAsync(long id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<HostedProviderRow>($"select {Columns} from payment_providers where id = @id", new { id }), cancellationToken);

    /// <summary>All of a name with their secrets, whoever has them.</summary>
    public Task<IReadOnlyList<HostedProviderRow>> ListAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<HostedProviderRow>($"select {Columns} from payment_providers where name = @name", new { name }), cancellationToken);

    /// <summary>
    /// Makes the providers of a CRM, or of one of its brokers, those that are configured; a provider that stays keeps its number. Part of the
    /// caller's write. A secret that is to be kept is left alone.
    /// </summary>
    public static async Task PutAsync(
        DbSession session, long crmId, long? brokerId, IReadOnlyList<HostedProviderConfiguration> providers, HostedProviderSeal seal)
    {
        var owner = brokerId is null ? "crm_id = @crmId and broker_id is null" : "crm_id = @crmId and broker_id = @brokerId";
        var stored = await session.ListAsync<HostedProviderRow>($"select {Columns} from payment_providers where {owner}", new { crmId, brokerId });
        foreach (var gone in stored.Where(row => providers.All(provider => provider.Name != row.Name)))
        {
            await session.ExecuteAsync($"delete from payment_providers where id = @Id and {owner}", new { gone.Id, crmId, brokerId });
        }

        foreach (var provider in providers)
        {
            var row = new
            {
                crmId, brokerId, provider.Name, settings = JsonSerializer.Serialize(provider.Settings, BrokerJson.Default.HostedProviderSettings),
                apiKeySealed = SecretSettings.IsKept(provider.ApiKey) ? null : seal.SealKey(provider.ApiKey),
                notificationSecretSealed = SecretSettings.IsKept(provider.NotificationSecret) ? null
                    : seal.SealSecret(WebhookSecret.TryParse(provider.NotificationSecret, out var secret) ? secret : throw new InvalidOperationException("Not a secret.")),
            };
            var changed = await session.ExecuteAsync(
                $"""
                update payment_providers set settings = @settings,
                  api_key_sealed = coalesce(@apiKeySealed, api_key_sealed), notification_secret_sealed = coalesce(@notificationSecretSealed, notification_secret_sealed)
                where {owner} and name = @Name
                """,
                row);
            if (changed == 0)
            {
                await session.ExecuteAsync(
                    """
                    insert into payment_providers (crm_id, broker_id, name, settings, api_key_sealed, notification_secret_sealed)
                    values (@crmId, @brokerId, @Name, @settings, @apiKeySealed, @notificationSecretSealed)
                    """,
                    row);
            }
        }
    }
}
