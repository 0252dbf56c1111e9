using System.Security.Cryptography;
using System.Text;
using Drawbridge.Client.Platform;

namespace Drawbridge.Broker.Brokers;

/// <summary>The platform as a broker calls it, with its settings and its manager (B2P-0-5, B2P-0-9).</summary>
internal sealed class BrokerPlatform(PlatformClients clients, BrokerStore store, ManagerPasswordSeal seal)
{
    /// <summary>The client of a broker. The manager's password stays sealed until a token has to be fetched.</summary>
    public async Task<PlatformClient> ForAsync(BrokerEntity broker, CancellationToken cancellationToken)
    {
        var platform = broker.Settings.Platform;
        var sealedPassword = await store.GetManagerPasswordSealedAsync(broker.Id, cancellationToken);
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sealedPassword)));
        var manager = new ManagerCredential(platform.ManagerLogin, version, _ => ValueTask.FromResult(seal.Open(sealedPassword)));
        return clients.For(new PlatformPeer(platform.Endpoints, broker.Crm.Name, broker.Name, platform.EnvironmentName, manager));
    }
}
