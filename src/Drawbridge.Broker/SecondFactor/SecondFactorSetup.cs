using System.Security.Cryptography;
using QRCoder;

namespace Drawbridge.Broker.SecondFactor;

/// <summary>A secret on its way into an authenticator app.</summary>
/// <param name="Secret">20 bytes.</param>
internal sealed record SecondFactorSetup(byte[] Secret)
{
    private const int PixelsPerModule = 4;

    public static SecondFactorSetup New() => new(RandomNumberGenerator.GetBytes(Totp.SecretLength));

    /// <summary>To type in where there is no camera.</summary>
    public string Key => Base32.Group(Base32.Encode(Secret));

    /// <summary>What the app reads: the key URI of authenticator apps.</summary>
    public string UriFor(string issuer, string account)
    {
        var name = Uri.EscapeDataString(issuer);
        return $"otpauth://totp/{name}:{Uri.EscapeDataString(account)}?secret={Base32.Encode(Secret)}&issuer={name}&algorithm=SHA1&digits={Totp.Digits}&period=30";
    }

    /// <summary>The URI as a picture, to stand in a page: it is a secret and must not have an address.</summary>
    public string PictureFor(string issuer, string account)
    {
        using var code = QRCodeGenerator.GenerateQrCode(UriFor(issuer, account), QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        return $"data:image/png;base64,{Convert.ToBase64String(picture.GetGraphic(PixelsPerModule))}";
    }

    /// <summary>It is not printed.</summary>
    public override string ToString() => nameof(SecondFactorSetup);
}
