using System.Buffers.Binary;

namespace Drawbridge.Broker.Documents.Inspection;

/// <summary>Looks through a whole file by its structure, without drawing it.</summary>
internal static class DocumentInspection
{
    /// <summary>Pixels of a picture; a camera of a telephone has up to fifty million.</summary>
    public const long MostPixels = 80_000_000;

    public const int LongestSide = 20_000;

    private const int EndRecordLength = 22;

    private static readonly byte[][] Foreign =
    [
        [.. "<script"u8], [.. "<html"u8], [.. "<!doctype"u8], [.. "<svg"u8], [.. "<?php"u8], [.. "<iframe"u8], [.. "%pdf-"u8], [.. "javascript:"u8],
    ];

    /// <summary>What is wrong, and where the file ends: behind that is nothing that has to be kept.</summary>
    public static (DocumentFault? Fault, int End) Inspect(DocumentFormat format, ReadOnlySpan<byte> file)
    {
        var (fault, end) = format switch
        {
            DocumentFormat.Jpeg => JpegInspection.Inspect(file),
            DocumentFormat.Png => PngInspection.Inspect(file),
            DocumentFormat.Webp => WebpInspection.Inspect(file),
            _ => PdfInspection.Inspect(file),
        };
        return (fault ?? (IsArchive(file[..end]) || IsArchive(file) ? DocumentFault.Unsafe : null), end);
    }

    public static DocumentFault? FindPixelFault(long width, long height) =>
        width <= 0 || height <= 0 ? DocumentFault.Damaged
        : width > LongestSide || height > LongestSide || width * height > MostPixels ? DocumentFault.TooManyPixels
        : null;

    /// <summary>Whether text beside a picture is meant for somebody who takes the file for something else.</summary>
    public static bool HoldsForeign(ReadOnlySpan<byte> text)
    {
        for (var rest = text; rest.IndexOfAny("<%jJ"u8) is var at and >= 0; rest = rest[(at + 1)..])
        {
            var here = rest[at..];
            foreach (var foreign in Foreign)
            {
                if (here.Length >= foreign.Length && System.Text.Ascii.EqualsIgnoreCase(here[..foreign.Length], foreign))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether the file is a ZIP as well: those are read from their end, where a record tells exactly how far it is from there.</summary>
    private static bool IsArchive(ReadOnlySpan<byte> file)
    {
        var tail = file[Math.Max(0, file.Length - EndRecordLength - ushort.MaxValue)..];
        for (var at = tail.LastIndexOf("PK\x05\x06"u8); at >= 0; at = tail[..at].LastIndexOf("PK\x05\x06"u8))
        {
            if (tail.Length - at >= EndRecordLength && BinaryPrimitives.ReadUInt16LittleEndian(tail[(at + 20)..]) <= tail.Length - at - EndRecordLength)
            {
                return true;
            }
        }

        return false;
    }
}
