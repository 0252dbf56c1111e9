using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.Cli.Certificates;

/// <summary>
/// The extension that keeps an authority to this machine (RFC 5280, 4.2.1.10): what it signs for any other name is refused, so a
/// stolen key opens nothing else.
/// </summary>
internal static class NameConstraints
{
    private const string ObjectId = "2.5.29.30";
    private static readonly Asn1Tag PermittedSubtrees = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag IpAddress = new(TagClass.ContextSpecific, 7);

    /// <summary>Permits <c>localhost</c>, names below it, and the loopback addresses.</summary>
    public static X509Extension ThisMachineOnly()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(PermittedSubtrees))
        {
            using (writer.PushSequence())
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, "localhost", DnsName);
            }

            WriteAddress(writer, IPAddress.Loopback);
            WriteAddress(writer, IPAddress.IPv6Loopback);
        }

        return new X509Extension(ObjectId, writer.Encode(), critical: true);
    }

    private static void WriteAddress(AsnWriter writer, IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        using (writer.PushSequence())
        {
            writer.WriteOctetString([.. bytes, .. Enumerable.Repeat((byte)0xFF, bytes.Length)], IpAddress);
        }
    }
}
