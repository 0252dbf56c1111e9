using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Drawbridge.IntegrationTests.Hosting;

/// <summary>
/// Ports for programs that a test starts, ends and starts again. They lie below those that the system gives to connections, which could
/// otherwise take a port before its program starts or while it is down.
/// </summary>
internal static class TestPorts
{
    private const int First = 10_000;
    private static readonly int Count = FirstOfSystem() - First;

    // Test programs that run at the same time start far from each other.
    private static int _taken = Environment.ProcessId * 97 % Count;

    /// <summary>A port on loopback that nobody listens on, and that this program has not given away lately.</summary>
    public static int Take()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _taken) % (uint)Count);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No port from {First} on is free.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FirstOfSystem()
    {
        const string File = "/proc/sys/net/ipv4/ip_local_port_range";
        var first = System.IO.File.Exists(File)
            ? int.Parse(System.IO.File.ReadAllText(File).Split('\t', ' ')[0], CultureInfo.InvariantCulture)
            : 49_152;
        return first > First + 1000 ? first : First + 20_000;
    }
}
