using DotnetBroker;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FaultyBrokers;

/// <summary>Calls and screens are answered over plain http, too, at the same port (P2B-0-4): whatever does not begin like TLS goes past it.</summary>
public sealed class HttpAccepted(BrokerSettings settings) : BrokerListener(settings)
{
    private const byte TlsHandshake = 0x16;

    protected override void Listen(ListenOptions listen)
    {
        ConnectionDelegate? plain = null;
        listen.Use(secure => async connection =>
        {
            var first = await connection.Transport.Input.ReadAsync(connection.ConnectionClosed);
            var isTls = first.Buffer.IsEmpty || first.Buffer.FirstSpan[0] == TlsHandshake;
            connection.Transport.Input.AdvanceTo(first.Buffer.Start);
            await (isTls ? secure : plain!)(connection);
        });
        base.Listen(listen);
        listen.Use(behindTls => plain = behindTls);
    }
}
