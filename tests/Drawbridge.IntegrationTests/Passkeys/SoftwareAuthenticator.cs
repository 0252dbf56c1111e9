using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Drawbridge.IntegrationTests.Passkeys;

/// <summary>An authenticator made of software, with one passkey on P-256. Does what browsers and devices do, and whatever else a test tells it to.</summary>
internal sealed class SoftwareAuthenticator : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private string _userHandle = "";

    public byte[] CredentialId { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>How often it was used.</summary>
    public uint Counter { get; set; }

    /// <summary>Whether it recognises its user.</summary>
    public bool VerifiesUser { get; set; } = true;

    /// <summary>Whether somebody touches it.</summary>
    public bool IsTouched { get; set; } = true;

    /// <summary>The page that the browser says it is on.</summary>
    public string Origin { get; set; } = $"https://{PasskeyVisit.Host}";

    /// <summary>What goes into the answer as the relying party; null = what was asked for.</summary>
    public string? RpId { get; set; }

    /// <summary>The page around the frame; null = not in a frame.</summary>
    public string? TopOrigin { get; set; }

    /// <summary>Whose passkey it says it is; null = whom it was made for.</summary>
    public string? UserHandle { get; set; }

    /// <summary>The answer to <c>navigator.credentials.create</c>.</summary>
    public string Create(string options)
    {
        var asked = JsonNode.Parse(options)!;
        _userHandle = asked["user"]!["id"]!.GetValue<string>();
        var clientData = ClientData("webauthn.create", asked);
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        byte[] publicKey = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. parameters.Q.X!, 0x22, 0x58, 0x20, .. parameters.Q.Y!];
        byte[] authenticatorData =
        [
            .. AuthenticatorData(asked["rp"]!["id"]!.GetValue<string>(), flags: 0x40), .. new byte[16], 0, (byte)CredentialId.Length, .. CredentialId, .. publicKey,
        ];
        byte[] attestation = [0xa3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xa0, .. Text("authData"), 0x58, (byte)authenticatorData.Length, .. authenticatorData];
        return Answer(new() { ["clientDataJSON"] = Base64Url.EncodeToString(clientData), ["attestationObject"] = Base64Url.EncodeToString(attestation) });
    }

    /// <summary>The answer to <c>navigator.credentials.get</c>.</summary>
    public string Get(string options)
    {
        var asked = JsonNode.Parse(options)!;
        Counter++;
        var clientData = ClientData("webauthn.get", asked);
        var authenticatorData = AuthenticatorData(asked["rpId"]!.GetValue<string>(), flags: 0);
        var signature = _key.SignData([.. authenticatorData, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new()
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(clientData),
            ["authenticatorData"] = Base64Url.EncodeToString(authenticatorData),
            ["signature"] = Base64Url.EncodeToString(signature),
            ["userHandle"] = UserHandle ?? _userHandle,
        });
    }

    public void Dispose() => _key.Dispose();

    private byte[] ClientData(string type, JsonNode asked)
    {
        var data = new JsonObject { ["type"] = type, ["challenge"] = asked["challenge"]!.GetValue<string>(), ["origin"] = Origin, ["crossOrigin"] = TopOrigin is not null };
        if (TopOrigin is not null)
        {
            data["topOrigin"] = TopOrigin;
        }

        return Encoding.UTF8.GetBytes(data.ToJsonString());
    }

    private byte[] AuthenticatorData(string rpId, int flags)
    {
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(RpId ?? rpId)), (byte)(flags | (IsTouched ? 1 : 0) | (VerifiesUser ? 4 : 0)), .. counter];
    }

    private string Answer(JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(CredentialId),
        ["rawId"] = Base64Url.EncodeToString(CredentialId),
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    /// <summary>A short text in CBOR.</summary>
    private static byte[] Text(string text) => [(byte)(0x60 | text.Length), .. Encoding.ASCII.GetBytes(text)];
}
