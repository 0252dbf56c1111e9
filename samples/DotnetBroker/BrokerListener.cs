using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace DotnetBroker;

/// <summary>Listens by https, and to this machine only: the mailbox is open to everybody.</summary>
public class BrokerListener(BrokerSettings settings) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.ListenLocalhost(settings.Port, Listen);
    }

    protected virtual void Listen(ListenOptions listen) => listen.UseHttps(settings.Certificate); // P2B-0-4
}
