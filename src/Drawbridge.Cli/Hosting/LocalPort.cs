using System.Net;
using System.Net.Sockets;
using Drawbridge.Cli.CommandLine;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Drawbridge.Cli.Hosting;

/// <summary>
/// A port of <c>localhost</c>, taken before anything else begins: a port that somebody has is found out at once, and both sides know
/// each other's address before either starts.
/// </summary>
internal sealed class LocalPort : IDisposable
{
    private const int Attempts = 20;

    private readonly List<Socket> _sockets;

    private LocalPort(int number, List<Socket> sockets)
    {
        Number = number;
        _sockets = sockets;
    }

    public int Number { get; }

    public string Url => $"https://localhost:{Number}";

    /// <summary>Takes the port on both loopback addresses; 0 takes any that is free on both.</summary>
    /// <exception cref="FaultException">Somebody has it.</exception>
    public static LocalPort Take(int port, string option)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return TryTake(port);
            }
            catch (SocketException) when (port == 0 && attempt < Attempts)
            {
                // free for IPv4, but not for IPv6
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                throw Fault(port, option, e);
            }
        }
    }

    /// <summary>Gives the sockets to a server.</summary>
    public void Listen(KestrelServerOptions server, Action<ListenOptions> configure)
    {
        foreach (var socket in _sockets)
        {
            server.Listen((IPEndPoint)socket.LocalEndPoint!, configure);
        }
    }

    /// <summary>The other half of <see cref="Listen"/>: the server uses these sockets instead of making its own.</summary>
    public void Configure(SocketTransportOptions transport) =>
        transport.CreateBoundListenSocket = endPoint => _sockets.First(socket => socket.LocalEndPoint!.Equals(endPoint));

    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private static LocalPort TryTake(int port)
    {
        var sockets = new List<Socket>();
        try
        {
            sockets.Add(Bind(IPAddress.Loopback, port));
            var number = ((IPEndPoint)sockets[0].LocalEndPoint!).Port;
            if (Socket.OSSupportsIPv6 && HasLoopback6())
            {
                sockets.Add(Bind(IPAddress.IPv6Loopback, number));
            }

            return new LocalPort(number, sockets);
        }
        catch (SocketException)
        {
            sockets.ForEach(socket => socket.Dispose());
            throw;
        }
    }

    /// <summary>False in containers that have the protocol, but no address of it.</summary>
    private static bool HasLoopback6()
    {
        try
        {
            Bind(IPAddress.IPv6Loopback, 0).Dispose();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Socket Bind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static FaultException Fault(int port, string option, SocketException e) => e.SocketErrorCode == SocketError.AccessDenied
        ? new($"port {port} may not be used by this user.", $"Choose one above 1023: {option} PORT.", innerException: e)
        : new($"port {port} is in use.", $"Stop the program that has it{HowToFindIt(port)}, or choose another: {option} PORT.", innerException: e);

    private static string HowToFindIt(int port) =>
        OperatingSystem.IsLinux() ? $" ('ss -ltnp sport = :{port}' names it)"
        : OperatingSystem.IsMacOS() ? $" ('lsof -iTCP:{port} -sTCP:LISTEN' names it)"
        : $" ('Get-NetTCPConnection -LocalPort {port}' names it)";
}
