using System.Buffers.Binary;
using System.IO.Compression;

namespace Drawbridge.Broker.Documents.Inspection;

/// <summary>A PNG: chunks from a header of bearable size to the end, and nothing behind it.</summary>
internal static class PngInspection
{
    private const int SignatureLength = 8;
    private const int LongestSideChunk = 512 * 1024;
    private const int LongestInflated = 8 * 1024 * 1024;

    public static (DocumentFault? Fault, int End) Inspect(ReadOnlySpan<byte> file)
    {
        var at = SignatureLength;
        var hasData = false;
        while (at + 12 <= file.Length)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - 12)
            {
                return (DocumentFault.Damaged, 0);
            }

            var type = file.Slice(at + 4, 4);
            var data = file.Slice(at + 8, (int)length);
            if (at == SignatureLength != type.SequenceEqual("IHDR"u8))
            {
                return (DocumentFault.Damaged, 0);
            }

            at += 12 + (int)length;
            if (type.SequenceEqual("IEND"u8))
            {
                return at == file.Length ? (hasData ? null : DocumentFault.Damaged, at) : (DocumentFault.Unsafe, 0);
            }

            hasData |= type.SequenceEqual("IDAT"u8);
            if (FindChunkFault(type, data) is { } fault)
            {
                return (fault, 0);
            }
        }

        return (DocumentFault.Damaged, 0); // no end
    }

    private static DocumentFault? FindChunkFault(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (type.SequenceEqual("IHDR"u8))
        {
            return data.Length == 13
                ? DocumentInspection.FindPixelFault(BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]))
                : DocumentFault.Damaged;
        }

        if (type.SequenceEqual("acTL"u8) || type.SequenceEqual("fdAT"u8))
        {
            return DocumentFault.Unsafe; // a film is no document, and its pictures are not counted by the header
        }

        if (type.SequenceEqual("IDAT"u8) || type.SequenceEqual("PLTE"u8))
        {
            return null;
        }

        if (data.Length > LongestSideChunk || DocumentInspection.HoldsForeign(data))
        {
            return DocumentFault.Unsafe;
        }

        return CompressedPart(type, data) is { Length: > 0 } packed && !InflatesBearably(packed) ? DocumentFault.Unsafe : null;
    }

    /// <summary>What a decoder inflates of a chunk beside the picture.</summary>
    private static ReadOnlySpan<byte> CompressedPart(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var name = data.IndexOf((byte)0);
        if (name < 0 || data.Length < name + 2)
        {
            return [];
        }

        if (type.SequenceEqual("zTXt"u8) || type.SequenceEqual("iCCP"u8))
        {
            return data[(name + 2)..];
        }

        if (!type.SequenceEqual("iTXt"u8) || data[name + 1] == 0 || data.Length < name + 3)
        {
            return [];
        }

        var rest = data[(name + 3)..]; // language and translated name, each with an end
        for (var i = 0; i < 2 && rest.Length > 0; i++)
        {
            rest = rest[(rest.IndexOf((byte)0) + 1)..];
        }

        return rest;
    }

    /// <summary>Whether it stays small, and is not meant for somebody else.</summary>
    private static bool InflatesBearably(ReadOnlySpan<byte> packed)
    {
        try
        {
            using var inflater = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            var buffer = new byte[LongestInflated + 1];
            var length = inflater.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= LongestInflated && !DocumentInspection.HoldsForeign(buffer.AsSpan(0, length));
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
