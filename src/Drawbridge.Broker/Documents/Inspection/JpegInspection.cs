using System.Buffers.Binary;

namespace Drawbridge.Broker.Documents.Inspection;

/// <summary>
/// A JPEG: segments, a frame of bearable size, scans, end. Cameras write further pictures, a film or notes of their own behind the end: what is
/// known to be such is cut off, anything else refused.
/// </summary>
internal static class JpegInspection
{
    private const int MostScans = 200;

    public static (DocumentFault? Fault, int End) Inspect(ReadOnlySpan<byte> file)
    {
        var at = 2;
        var hasFrame = false;
        for (var scans = 0; at + 4 <= file.Length;)
        {
            if (file[at] != 0xff)
            {
                return (DocumentFault.Damaged, 0);
            }

            var marker = file[at + 1];
            if (marker == 0xff)
            {
                at++; // padding
                continue;
            }

            if (IsBare(marker))
            {
                return (DocumentFault.Damaged, 0);
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || at + 2 + length > file.Length)
            {
                return (DocumentFault.Damaged, 0);
            }

            var segment = file.Slice(at + 4, length - 2);
            at += 2 + length;
            if (IsFrame(marker))
            {
                if (hasFrame || segment.Length < 6)
                {
                    return (DocumentFault.Damaged, 0);
                }

                hasFrame = true;
                if (DocumentInspection.FindPixelFault(BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment[1..])) is { } tooMany)
                {
                    return (tooMany, 0);
                }
            }
            else if ((marker is >= 0xe0 and <= 0xef or 0xfe) && DocumentInspection.HoldsForeign(segment))
            {
                return (DocumentFault.Unsafe, 0);
            }
            else if (marker == 0xda)
            {
                if (!hasFrame || ++scans > MostScans)
                {
                    return (DocumentFault.Damaged, 0);
                }

                at += LengthOfScan(file[at..]);
                if (at + 2 <= file.Length && file[at + 1] == 0xd9)
                {
                    return IsHarmlessTail(file[(at + 2)..]) ? (null, at + 2) : (DocumentFault.Unsafe, 0);
                }
            }
        }

        return (DocumentFault.Damaged, 0); // no end
    }

    private static bool IsFrame(byte marker) => marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);

    /// <summary>Markers without a length, which have no place between segments.</summary>
    private static bool IsBare(byte marker) => marker is 0 or 1 or (>= 0xd0 and <= 0xd9);

    /// <summary>Up to the next marker that is no restart and no escaped byte.</summary>
    private static int LengthOfScan(ReadOnlySpan<byte> data)
    {
        for (var at = 0; ;)
        {
            var next = data[at..].IndexOf((byte)0xff);
            if (next < 0 || at + next + 1 >= data.Length)
            {
                return data.Length;
            }

            at += next;
            if (data[at + 1] is not (0 or 0xff or (>= 0xd0 and <= 0xd7)))
            {
                return at;
            }

            at += data[at + 1] == 0xff ? 1 : 2;
        }
    }

    /// <summary>Padding, the second picture of a multi-picture file, the film of a motion photo, or the notes of some cameras.</summary>
    private static bool IsHarmlessTail(ReadOnlySpan<byte> tail) =>
        !tail.ContainsAnyExcept("\0\r\n "u8)
        || tail.TrimStart((byte)0).StartsWith<byte>([0xff, 0xd8, 0xff])
        || (tail.Length > 8 && tail[4..8].SequenceEqual("ftyp"u8))
        || tail.EndsWith("SEFT"u8);
}
