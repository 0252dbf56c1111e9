using QRCoder;

namespace Drawbridge.Broker.Partners.Links;

/// <summary>The QR code of an address, as a picture that stays sharp at any size.</summary>
internal static class QrPicture
{
    /// <summary>What pictures are sent as.</summary>
    public const string ContentType = "image/svg+xml";

    private const int UnitsPerModule = 8;

    /// <summary>The picture: black on white with the quiet zone that readers need, a seventh of it can be hidden or dirty.</summary>
    public static string Draw(string address)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(code);
        return picture.GetGraphic(UnitsPerModule, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
