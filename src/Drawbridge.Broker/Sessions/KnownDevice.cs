using System.Globalization;
using System.Security.Cryptography;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Sessions;

/// <summary>
/// Recognises a device on which an account was logged in before, so that somebody who keeps failing on purpose locks only himself out.
/// The cookie proves a login of the past and nothing else: the password is asked for as ever.
/// </summary>
internal sealed class KnownDevice(SealedText seal, IOptions<SessionOptions> options)
{
    private const string Purpose = "known-device";

    /// <summary>What to count attempts of this device to this account by, or null when the device is unknown to the account.</summary>
    public string? Find(HttpRequest request, BrokerEntity broker, string normalizedEmail)
    {
        var parts = seal.Open(Purpose, request.Cookies[NameOf(broker)])?.Split('|', 3);
        return parts is [var brokerId, var device, var email] && brokerId == IdOf(broker) && email == normalizedEmail ? device : null;
    }

    public void Remember(HttpResponse response, BrokerEntity broker, string normalizedEmail)
    {
        var lifetime = options.Value.KnownDeviceLifetime;
        var device = RandomNumberGenerator.GetHexString(32, lowercase: true);
        response.Cookies.Append(
            NameOf(broker), seal.Seal(Purpose, $"{IdOf(broker)}|{device}|{normalizedEmail}", lifetime), ScreenCookies.Options(lifetime));
    }

    private static string NameOf(BrokerEntity broker) => $"__Host-device-{IdOf(broker)}";

    private static string IdOf(BrokerEntity broker) => broker.Id.ToString(CultureInfo.InvariantCulture);
}
