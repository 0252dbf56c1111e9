using System.Globalization;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Tokens;

namespace PlatformClientSample;

/// <summary>What a running <c>drawbridge up</c> wrote down for scripts.</summary>
/// <param name="Endpoints">Where the platform is.</param>
/// <param name="BrokerCrmName">The CRM.</param>
/// <param name="BrokerName">The broker.</param>
/// <param name="Manager">The manager.</param>
/// <param name="AuthorityFile">The authority of its certificates.</param>
internal sealed record UpFolder(
    IReadOnlyList<Uri> Endpoints, BrokerCrmName BrokerCrmName, BrokerName BrokerName, ManagerCredential Manager, string AuthorityFile)
{
    /// <summary>Null when nothing was written.</summary>
    public static UpFolder? Read(string folder)
    {
        var file = Path.Combine(folder, "up.env");
        if (!File.Exists(file))
        {
            return null;
        }

        var values = File.ReadAllLines(file).Select(static line => line.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1].Trim('\''));
        var password = PasswordHashMd5.Of(values["MANAGER_PASSWORD"]);

        // snippet: manager
        var manager = new ManagerCredential(
            Login: long.Parse(values["MANAGER_LOGIN"], CultureInfo.InvariantCulture),
            Version: "1", // another text for another password
            RevealAsync: _ => ValueTask.FromResult(password));
        // end
        return new(
            [new Uri(values["PLATFORM_URL"])],
            BrokerCrmName.Parse(values["BROKER_CRM_NAME"]),
            BrokerName.Parse(values["BROKER_NAME"]),
            manager,
            values["CA_CERT"]);
    }
}
