using Drawbridge.Broker.Configuration;
using Drawbridge.Protocol.Webhooks;
using Drawbridge.Storage;

namespace Drawbridge.Broker.CrmIdentities;

/// <summary>The SQL of what a broker and its own CRM know each other by.</summary>
internal sealed class CrmSecretStore(Database database, CrmSecretSeal seal)
{
    /// <summary>Makes the secrets of a broker those that are configured, as part of the caller's write. One that is to be kept is left alone.</summary>
    public Task PutAsync(DbSession session, long brokerId, BrokerConfiguration broker) => session.ExecuteAsync(
        """
        insert into crm_secrets (broker_id, login_sealed, check_sealed) values (@brokerId, @login, @check)
        on conflict (broker_id) do update set
          login_sealed = case when @keepsLogin then crm_secrets.login_sealed else excluded.login_sealed end,
          check_sealed = case when @keepsCheck then crm_secrets.check_sealed else excluded.check_sealed end
        """,
        new
        {
            brokerId,
            keepsLogin = SecretSettings.IsKept(broker.CrmLoginSecret),
            keepsCheck = SecretSettings.IsKept(broker.CredentialCheckSecret),
            login = broker.CrmLoginSecret is { } login && !SecretSettings.IsKept(login) ? seal.SealLogin(login) : null,
            check = WebhookSecret.TryParse(broker.CredentialCheckSecret, out var check) ? seal.SealCheck(check) : null,
        });

    /// <summary>The client secret at the CRM's login, or null.</summary>
    public async Task<string?> FindLoginAsync(long brokerId, CancellationToken cancellationToken) =>
        await FindAsync("login_sealed", brokerId, cancellationToken) is { } text ? seal.OpenLogin(text) : null;

    /// <summary>What signs the questions of credential checks, or null.</summary>
    public async Task<WebhookSecret?> FindCheckAsync(long brokerId, CancellationToken cancellationToken) =>
        await FindAsync("check_sealed", brokerId, cancellationToken) is { } text ? seal.OpenCheck(text) : null;

    private Task<string?> FindAsync(string column, long brokerId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<string>($"select {column} from crm_secrets where broker_id = @brokerId", new { brokerId }), cancellationToken);
}
