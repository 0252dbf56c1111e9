using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Drawbridge.Client.Platform;

namespace Drawbridge.Broker.Brokers;

/// <summary>The platform as a broker calls it, with its settings and its manager (B2P-0-5, B2P-0-9).</summary>
internal sealed class BrokerPlatform(PlatformClients clients, BrokerStore store, ManagerPasswordSeal seal)
{
    /// <summary>The client of a broker, for everything that is not about one account, and for live accounts.</summary>
    public Task<PlatformClient> ForAsync(BrokerEntity broker, CancellationToken cancellationToken) =>
        ForAsync(broker, broker.Settings.Platform, cancellationToken);

    /// <summary>The client for accounts of an environment: live and demo accounts may be at two platforms with two managers (B2P-0-5).</summary>
    public Task<PlatformClient> ForAsync(BrokerEntity broker, string environmentName, CancellationToken cancellationToken) =>
        ForAsync(broker, broker.Settings.Demo is { } demo && demo.EnvironmentName == environmentName ? demo : broker.Settings.Platform, cancellationToken);

    /// <summary>The manager's password stays sealed until a token has to be fetched.</summary>
    private async Task<PlatformClient> ForAsync(BrokerEntity broker, PlatformConnection platform, CancellationToken cancellationToken)
    {
        var sealedPassword = await store.GetManagerPasswordSealedAsync(broker.Id, platform != broker.Settings.Platform, cancellationToken);
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sealedPassword)));
        var manager = new ManagerCredential(platform.ManagerLogin, version, _ => ValueTask.FromResult(seal.Open(sealedPassword)));
        return clients.For(new PlatformPeer(platform.Endpoints, broker.Crm.Name, broker.Name, platform.EnvironmentName, manager));
    }
}

/// <summary>Why the platform did not tell, in a sentence for staff.</summary>
internal static class PlatformFault
{
    public static string Of<T>(PlatformResult<T> result) => result switch
    {
        PlatformResult<T>.Refused refused => $"The platform answered {refused.Status.ToString(CultureInfo.InvariantCulture)} {refused.ErrorCode}.",
        PlatformResult<T>.NotSent notSent => notSent.Reason,
        PlatformResult<T>.Ambiguous ambiguous => ambiguous.Reason,
        _ => "The platform gave no list.",
    };
}
