using System.Buffers.Binary;
using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Documents.Inspection;

namespace Drawbridge.Broker.Branding.Images;

/// <summary>Whether a file may be an image of a broker: a PNG, a WebP, or an SVG in which nothing acts. What it is, its content says.</summary>
internal static class BrandImageInspection
{
    /// <summary>Bytes; a screen with everything on it has to load fast (SCR-67).</summary>
    public const int Largest = 40 * 1024;

    private const int LongestSide = 2048;

    /// <summary>The ending of its name on our origin, or what is wrong, ready to follow "must".</summary>
    public static (string? Extension, string? Fault) Inspect(ReadOnlySpan<byte> file)
    {
        if (file.Length is 0 or > Largest)
        {
            return (null, $"have 1 to {Largest / 1024} kB");
        }

        switch (DocumentFormats.Recognise(file))
        {
            case DocumentFormat.Png:
                return (".png", FaultOf(DocumentFormat.Png, file) ?? SideFault(BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..])));
            case DocumentFormat.Webp:
                return (".webp", FaultOf(DocumentFormat.Webp, file));
            case null when SvgInspection.IsSvg(file):
                return (".svg", SvgInspection.FindFault(file));
            default:
                return (null, "be a PNG, a WebP or an SVG");
        }
    }

    public static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".png" => "image/png",
        ".webp" => "image/webp",
        _ => "image/svg+xml",
    };

    private static string? FaultOf(DocumentFormat format, ReadOnlySpan<byte> file) => DocumentInspection.Inspect(format, file) switch
    {
        (null, var end) when end == file.Length => null,
        (null or DocumentFault.Unsafe, _) => "hold a picture and nothing else",
        (DocumentFault.TooManyPixels, _) => $"have at most {LongestSide} pixels a side",
        _ => "be whole: it is damaged",
    };

    private static string? SideFault(uint width, uint height) => width > LongestSide || height > LongestSide ? $"have at most {LongestSide} pixels a side" : null;
}
