using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Drawbridge.Broker.Documents;

/// <summary>
/// AES-256-GCM over the chunks of one file. The key is used for this file alone, so the number of a chunk is all its nonce needs. Number, end
/// and file are authenticated with each chunk: none can be changed, swapped, left out or cut off.
/// </summary>
internal sealed class DocumentCipher(ReadOnlySpan<byte> key, long documentId) : IDisposable
{
    /// <summary>Plain bytes of every chunk but the last.</summary>
    public const int ChunkLength = 128 * 1024;

    public const int KeyLength = 32;

    private const int TagLength = 16;
    private const int NonceLength = 12;

    private readonly AesGcm _aes = new(key, TagLength);

    public byte[] Seal(int number, bool isLast, ReadOnlySpan<byte> plain)
    {
        var data = new byte[plain.Length + TagLength];
        _aes.Encrypt(Nonce(number), plain, data.AsSpan(0, plain.Length), data.AsSpan(plain.Length), Context(isLast));
        return data;
    }

    /// <exception cref="AuthenticationTagMismatchException">It is not this chunk of this file, or not unchanged.</exception>
    public byte[] Open(int number, bool isLast, ReadOnlySpan<byte> data)
    {
        var plain = new byte[data.Length - TagLength];
        _aes.Decrypt(Nonce(number), data[..plain.Length], data[plain.Length..], plain, Context(isLast));
        return plain;
    }

    /// <summary>How many chunks a file has.</summary>
    public static int CountOf(long bytes) => (int)((bytes + ChunkLength - 1) / ChunkLength);

    public void Dispose() => _aes.Dispose();

    private static byte[] Nonce(int number)
    {
        var nonce = new byte[NonceLength];
        BinaryPrimitives.WriteInt32BigEndian(nonce.AsSpan(NonceLength - sizeof(int)), number);
        return nonce;
    }

    private byte[] Context(bool isLast)
    {
        var context = new byte[sizeof(long) + 1];
        BinaryPrimitives.WriteInt64BigEndian(context, documentId);
        context[^1] = isLast ? (byte)1 : (byte)0;
        return context;
    }
}
