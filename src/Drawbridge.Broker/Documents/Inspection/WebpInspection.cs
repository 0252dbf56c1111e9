using System.Buffers.Binary;

namespace Drawbridge.Broker.Documents.Inspection;

/// <summary>A WebP: one picture of bearable size in a container that ends where the file ends.</summary>
internal static class WebpInspection
{
    private const int HeaderLength = 12;

    public static (DocumentFault? Fault, int End) Inspect(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L is var end && end > file.Length)
        {
            return (DocumentFault.Damaged, 0);
        }

        if (end < file.Length)
        {
            return (DocumentFault.Unsafe, 0);
        }

        var pictures = 0;
        for (var at = HeaderLength; at < file.Length;)
        {
            var length = at + 8 <= file.Length ? BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]) : uint.MaxValue;
            if (length > file.Length - at - 8)
            {
                return (DocumentFault.Damaged, 0);
            }

            var type = file.Slice(at, 4);
            var data = file.Slice(at + 8, (int)length);
            at += 8 + (int)length + (int)(length & 1);
            if (FindChunkFault(type, data) is { } fault)
            {
                return (fault, 0);
            }

            pictures += type.SequenceEqual("VP8 "u8) || type.SequenceEqual("VP8L"u8) ? 1 : 0;
        }

        return pictures == 1 ? (null, file.Length) : (DocumentFault.Damaged, 0);
    }

    private static DocumentFault? FindChunkFault(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (type.SequenceEqual("VP8X"u8))
        {
            return data.Length < 10 ? DocumentFault.Damaged : DocumentInspection.FindPixelFault(1 + UInt24(data[4..]), 1 + UInt24(data[7..]));
        }

        if (type.SequenceEqual("VP8 "u8))
        {
            return data.Length < 10 || !data[3..].StartsWith<byte>([0x9d, 0x01, 0x2a])
                ? DocumentFault.Damaged
                : DocumentInspection.FindPixelFault(BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3fff, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3fff);
        }

        if (type.SequenceEqual("VP8L"u8))
        {
            if (data.Length < 5 || data[0] != 0x2f)
            {
                return DocumentFault.Damaged;
            }

            var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
            return DocumentInspection.FindPixelFault(1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff));
        }

        return type.SequenceEqual("ANIM"u8) || type.SequenceEqual("ANMF"u8) || (!type.SequenceEqual("ALPH"u8) && DocumentInspection.HoldsForeign(data))
            ? DocumentFault.Unsafe
            : null;
    }

    private static int UInt24(ReadOnlySpan<byte> data) => data[0] | (data[1] << 8) | (data[2] << 16);
}
