namespace Drawbridge.Broker.Documents;

/// <summary>What a file of a trader can be. Anything that can carry a script, such as SVG, is not among it. The numbers are stored.</summary>
public enum DocumentFormat
{
    /// <summary>A photograph.</summary>
    Jpeg = 1,

    /// <summary>A picture.</summary>
    Png = 2,

    /// <summary>A picture.</summary>
    Webp = 3,

    /// <summary>A document of pages.</summary>
    Pdf = 4,
}

/// <summary>What goes with a format.</summary>
internal static class DocumentFormats
{
    /// <summary>Bytes of a file that <see cref="Recognise"/> looks at.</summary>
    public const int HeadLength = 12;

    public static IReadOnlyList<DocumentFormat> All { get; } = Enum.GetValues<DocumentFormat>();

    public static string MediaTypeOf(DocumentFormat format) => format switch
    {
        DocumentFormat.Jpeg => "image/jpeg",
        DocumentFormat.Png => "image/png",
        DocumentFormat.Webp => "image/webp",
        _ => "application/pdf",
    };

    /// <summary>Endings of names, the usual one first.</summary>
    public static IReadOnlyList<string> ExtensionsOf(DocumentFormat format) => format switch
    {
        DocumentFormat.Jpeg => ["jpg", "jpeg", "jpe", "jfif"],
        DocumentFormat.Png => ["png"],
        DocumentFormat.Webp => ["webp"],
        _ => ["pdf"],
    };

    /// <summary>What a file is by its first bytes; null when it is none of ours.</summary>
    public static DocumentFormat? Recognise(ReadOnlySpan<byte> head) =>
        head.StartsWith<byte>([0xff, 0xd8, 0xff]) ? DocumentFormat.Jpeg
        : head.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]) ? DocumentFormat.Png
        : head.Length >= HeadLength && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8) ? DocumentFormat.Webp
        : head.StartsWith("%PDF-"u8) ? DocumentFormat.Pdf
        : null;

    /// <summary>Whether what the browser says of a file fits what it is: the type, unless it says nothing, and the ending of the name, if there is one.</summary>
    public static bool Fits(DocumentFormat format, string? declaredType, string fileName)
    {
        var type = declaredType?.Split(';')[0].Trim().ToLowerInvariant();
        var typeFits = string.IsNullOrEmpty(type) || type == "application/octet-stream" || type == MediaTypeOf(format)
            || (format == DocumentFormat.Jpeg && type is "image/jpg" or "image/pjpeg") || (format == DocumentFormat.Pdf && type == "application/x-pdf");
        var dot = fileName.LastIndexOf('.');
        return typeFits && (dot < 0 || ExtensionsOf(format).Contains(fileName[(dot + 1)..].Trim(), StringComparer.OrdinalIgnoreCase));
    }
}
