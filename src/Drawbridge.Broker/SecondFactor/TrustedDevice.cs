using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.SecondFactor;

/// <summary>A device on which the user asked not to be asked for the second factor for a while. The password is asked for as ever.</summary>
internal sealed class TrustedDevice(SealedText seal)
{
    private const string Purpose = "trusted-device";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public bool IsKnown(HttpRequest request, BrokerEntity broker, BrokerUser user) =>
        seal.Open(Purpose, request.Cookies[NameOf(broker)]) == TextOf(broker, user);

    public void Remember(HttpResponse response, BrokerEntity broker, BrokerUser user) =>
        response.Cookies.Append(NameOf(broker), seal.Seal(Purpose, TextOf(broker, user), Lifetime), ScreenCookies.Options(Lifetime));

    /// <summary>With the stamp, so that it ends with the password.</summary>
    private static string TextOf(BrokerEntity broker, BrokerUser user) =>
        string.Create(CultureInfo.InvariantCulture, $"{broker.Id}|{user.Id}|{user.SecurityStamp}");

    private static string NameOf(BrokerEntity broker) => $"__Host-trusted-{broker.Id.ToString(CultureInfo.InvariantCulture)}";
}
