using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Crm.Connection;

/// <summary>
/// Asks a server whether it would speak an old version of TLS. The first message is written here byte by byte (RFC 2246, 7.4.1.2), because the libraries of
/// today refuse to offer it; the handshake is not gone on with.
/// </summary>
internal static class OldTls
{
    public const ushort Version10 = 0x0301;

    public const ushort Version11 = 0x0302;

    private const byte Handshake = 22;
    private const byte ServerHello = 2;

    /// <summary>Suites that servers with the old versions have: RSA, DHE and ECDHE with AES-CBC or 3DES.</summary>
    private static readonly ushort[] Suites = [0xC014, 0xC00A, 0xC013, 0xC009, 0x0039, 0x0033, 0x0035, 0x002F, 0x000A];

    public static string NameOf(ushort version) => version == Version10 ? "TLS 1.0" : "TLS 1.1";

    /// <summary>Whether the server answers an offer of that version alone with a ServerHello of it.</summary>
    public static async Task<bool> IsSpokenAsync(Uri url, ushort version, CancellationToken cancellationToken)
    {
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(url.Host, url.Port, cancellationToken);
            var stream = tcp.GetStream();
            await stream.WriteAsync(Hello(url.Host, version), cancellationToken);

            // Record header (type, version, length), then the message's type, its length and the version that the server chose.
            var answer = new byte[11];
            var read = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellationToken);
            return read == answer.Length && answer[0] == Handshake && answer[5] == ServerHello && BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(9)) == version;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            throw new ConfigurationFaultException($"nothing listens at {url.Authority}", "Start the server, or correct host and port in the plan.");
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private static byte[] Hello(string host, ushort version)
    {
        byte[] suites = [.. Suites.SelectMany(static suite => Number(suite))];
        byte[] name = [.. Sized(0, [0, .. Sized(2, Encoding.ASCII.GetBytes(host))])];
        byte[] extensions =
        [
            .. Number(0), .. Sized(2, Sized(2, name)), // server_name
            .. Number(10), .. Sized(2, Sized(2, [0, 23, 0, 24])), // curves secp256r1, secp384r1
            .. Number(11), .. Sized(2, Sized(1, [0])), // points as they are
        ];
        byte[] body = [.. Number(version), .. RandomNumberGenerator.GetBytes(32), 0, .. Sized(2, suites), 1, 0, .. Sized(2, extensions)];
        return [Handshake, .. Number(Version10), .. Sized(2, [1, .. Sized(3, body)])];
    }

    private static byte[] Number(ushort value) => [(byte)(value >> 8), (byte)value];

    /// <summary>The bytes behind their number, which takes so many bytes.</summary>
    private static byte[] Sized(int width, byte[] bytes) => [.. Enumerable.Range(0, width).Reverse().Select(i => (byte)(bytes.Length >> (8 * i))), .. bytes];
}
