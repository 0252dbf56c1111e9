using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Drawbridge.Tests.Documents;

/// <summary>Small files that are what they say, and such that are not.</summary>
public static class SampleFiles
{
    public static byte[] Jpeg(int width = 640, int height = 480, byte[]? comment = null, byte[]? tail = null) =>
    [
        0xff, 0xd8, .. Segment(0xe0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]), .. comment is null ? [] : Segment(0xfe, comment),
        .. Segment(0xc0, [8, .. UInt16(height), .. UInt16(width), 1, 1, 0x11, 0]), .. Segment(0xda, [1, 1, 0, 0, 63, 0]),
        0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0xd9, .. tail ?? [],
    ];

    public static byte[] Png(int width = 2, int height = 2, (string Type, byte[] Data)[]? more = null, byte[]? tail = null)
    {
        var rows = new byte[Math.Clamp(height * (1L + (3 * width)), 1, 1 << 16)];
        return
        [
            0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR", [.. UInt32(width), .. UInt32(height), 8, 2, 0, 0, 0]),
            .. (more ?? []).SelectMany(static chunk => Chunk(chunk.Type, chunk.Data)), .. Chunk("IDAT", Packed(rows)), .. Chunk("IEND", []), .. tail ?? [],
        ];
    }

    public static byte[] Webp(int width = 64, int height = 64, byte[]? tail = null)
    {
        var bits = (uint)(width - 1) | ((uint)(height - 1) << 14);
        byte[] picture = [0x2f, (byte)bits, (byte)(bits >> 8), (byte)(bits >> 16), (byte)(bits >> 24), 0];
        byte[] content = [.. "WEBPVP8L"u8, .. LittleUInt32(picture.Length), .. picture];
        return [.. "RIFF"u8, .. LittleUInt32(content.Length), .. content, .. tail ?? []];
    }

    public static byte[] Pdf(string objects = "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n", byte[]? stream = null, string streamKeys = "", byte[]? tail = null) =>
    [
        .. "%PDF-1.7\n"u8, .. Encoding.Latin1.GetBytes(objects),
        .. stream is null ? [] : (byte[])[.. Encoding.Latin1.GetBytes($"5 0 obj\n<< {streamKeys} /Length {stream.Length} >>\nstream\n"), .. stream, .. "\nendstream\nendobj\n"u8],
        .. "trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"u8, .. tail ?? [],
    ];

    /// <summary>A ZIP with one entry, as a program appends it.</summary>
    public static byte[] Zip()
    {
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("run.js").Open();
            entry.Write("alert(1)"u8);
        }

        return target.ToArray();
    }

    public static byte[] Packed(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var packer = new ZLibStream(target, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            packer.Write(plain);
        }

        return target.ToArray();
    }

    private static byte[] Segment(byte marker, byte[] data) => [0xff, marker, .. UInt16(data.Length + 2), .. data];

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. UInt32(data.Length), .. named, .. UInt32((int)Crc(named))];
    }

    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var one in data)
        {
            crc ^= one;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xedb88320);
            }
        }

        return ~crc;
    }

    private static byte[] UInt16(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] UInt32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] LittleUInt32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
