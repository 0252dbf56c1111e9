using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Passkeys;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.Security;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.ClientArea.Home;

/// <summary>How a trader's login is kept safe.</summary>
internal sealed class HomeSecurityReader(SecondFactorService factors, PasskeyService passkeys, DeviceStore devices, TimeProvider time)
{
    public async Task<HomeSecurity> ReadAsync(HttpContext context, BrokerUser user, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var now = time.GetUtcNow();
        return new(
            broker.Settings.SecondFactor != SecondFactorPolicy.Off,
            await factors.FindAsync(broker, user, cancellationToken) is not null,
            PasskeyService.IsOffered(context) ? (await passkeys.ListAsync(broker, user, cancellationToken)).Count : null,
            (await devices.ListSessionsAsync(broker.Id, user.Id, now, cancellationToken)).Count + (await devices.ListApplicationsAsync(broker, user.Id, now, cancellationToken)).Count);
    }
}
