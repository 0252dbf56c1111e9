using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Drawbridge.Broker.Documents.Inspection;

/// <summary>
/// A PDF without anything that acts: scripts, programs to start, attached files, forms that send themselves. The names that start such things
/// are looked for everywhere, in streams of objects too, which are inflated for it; what cannot be looked into is refused.
/// </summary>
internal static class PdfInspection
{
    private const int LongestName = 40;
    private const int PeekLength = 512;
    private const int MostStreams = 50_000;
    private const int LongestEnd = 1024;
    private const int LongestInflated = 64 * 1024 * 1024;

    private static readonly SearchValues<byte> Numbers = SearchValues.Create("0123456789 \r\n\t"u8);

    private static readonly HashSet<string> Acting = new(StringComparer.Ordinal)
    {
        "JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "Filespec", "RichMedia", "Rendition", "XFA", "SubmitForm", "ImportData", "GoToE", "Movie", "Sound",
    };

    public static (DocumentFault? Fault, int End) Inspect(ReadOnlySpan<byte> file)
    {
        if (file.Length < 8 || !char.IsAsciiDigit((char)file[5]) || file[6] != '.')
        {
            return (DocumentFault.Damaged, 0);
        }

        var end = file.LastIndexOf("%%EOF"u8);
        if (end < 0)
        {
            return (DocumentFault.Damaged, 0);
        }

        if (file[(end + 5)..].ContainsAnyExcept(" \r\n\t\0"u8) || file.Length - end > LongestEnd)
        {
            return (DocumentFault.Unsafe, 0);
        }

        var names = new Names();
        names.Read(file);
        return (names.Fault ?? FindStreamFault(file, names), file.Length);
    }

    /// <summary>
    /// Reads the names in every stream that holds objects. Which do is told by what they begin with, pairs of numbers, and not by their dictionaries,
    /// which can be written so that only some readers see them.
    /// </summary>
    private static DocumentFault? FindStreamFault(ReadOnlySpan<byte> file, Names names)
    {
        if (names.HasObjectStreams && names.HasRareFilters)
        {
            return DocumentFault.Unsafe; // a way to hide objects that no program writes by itself
        }

        var budget = LongestInflated;
        for (var (at, streams) = (0, 0); file[at..].IndexOf("stream"u8) is var next and >= 0; streams++)
        {
            var isEnd = file[..(at + next)].EndsWith("end"u8);
            at += next + "stream".Length;
            if (streams > MostStreams)
            {
                return DocumentFault.Unsafe;
            }

            var data = DataAt(file[at..]);
            if (isEnd || data.Length < 2 || (data[0] & 0x0f) != 8 || ((data[0] << 8) + data[1]) % 31 != 0)
            {
                continue; // not compressed, and so read already
            }

            switch (KindOf(Inflate(data[..Math.Min(data.Length, PeekLength)], PeekLength)))
            {
                case StreamKind.Hidden:
                    return DocumentFault.Unsafe;
                case StreamKind.Objects when data.IndexOf("endstream"u8) is var end and >= 0:
                    var objects = Inflate(data[..end], budget);
                    names.Read(objects);
                    if (names.Fault is { } fault || (budget -= end + objects.Length) <= 0)
                    {
                        return names.Fault ?? DocumentFault.Unsafe;
                    }

                    break;
                case StreamKind.Objects:
                    return DocumentFault.Damaged;
            }
        }

        return null;
    }

    /// <summary>What follows the keyword, which ends with its line.</summary>
    private static ReadOnlySpan<byte> DataAt(ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart(" \t"u8);
        return rest.StartsWith("\r\n"u8) ? rest[2..] : rest.StartsWith("\n"u8) || rest.StartsWith("\r"u8) ? rest[1..] : [];
    }

    private static StreamKind KindOf(ReadOnlySpan<byte> head)
    {
        var text = head.TrimStart(" \r\n\t\0"u8);
        return text.Length < 3 ? StreamKind.Other
            : text[0] == (byte)'%' || (char.IsAsciiDigit((char)text[0]) && text.IndexOfAnyExcept(Numbers) is < 0 or > 3) ? StreamKind.Objects
            : text[0] <= 4 && char.IsAsciiDigit((char)text[1]) && text[2] <= (byte)'9' && text[2] >= (byte)' ' ? StreamKind.Hidden
            : StreamKind.Other;
    }

    /// <summary>As far as it goes and the budget allows.</summary>
    private static ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> data, int budget)
    {
        using var target = new MemoryStream();
        try
        {
            using var inflater = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
            var buffer = new byte[Math.Min(budget, 81920)];
            for (int length; target.Length < budget && (length = inflater.Read(buffer)) > 0;)
            {
                target.Write(buffer, 0, length);
            }
        }
        catch (InvalidDataException)
        {
            // what came before it counts
        }

        return target.GetBuffer().AsSpan(0, (int)target.Length);
    }

    private enum StreamKind
    {
        Other,
        Objects,
        Hidden,
    }

    /// <summary>What the names of a PDF tell, whether written plainly or with escapes.</summary>
    private sealed class Names
    {
        public DocumentFault? Fault { get; private set; }

        public bool HasObjectStreams { get; private set; }

        public bool HasRareFilters { get; private set; }

        public void Read(ReadOnlySpan<byte> text)
        {
            for (var rest = text; rest.IndexOf((byte)'/') is var at and >= 0;)
            {
                rest = rest[(at + 1)..];
                switch (NameAt(rest))
                {
                    case "Encrypt":
                        Fault ??= DocumentFault.Protected;
                        break;
                    case "ObjStm":
                        HasObjectStreams = true;
                        break;
                    case "ASCIIHexDecode" or "ASCII85Decode" or "LZWDecode" or "RunLengthDecode":
                        HasRareFilters = true;
                        break;
                    case var name when Acting.Contains(name):
                        Fault ??= DocumentFault.Unsafe;
                        break;
                }
            }
        }

        private static string NameAt(ReadOnlySpan<byte> text)
        {
            Span<char> name = stackalloc char[LongestName];
            var length = 0;
            for (var at = 0; at < text.Length && length < LongestName; at++)
            {
                var c = (char)text[at];
                if (c <= ' ' || c is '/' or '(' or ')' or '<' or '>' or '[' or ']' or '{' or '}' or '%')
                {
                    break;
                }

                if (c == '#' && at + 2 < text.Length && char.IsAsciiHexDigit((char)text[at + 1]) && char.IsAsciiHexDigit((char)text[at + 2]))
                {
                    c = (char)Convert.FromHexString(Encoding.Latin1.GetString(text.Slice(at + 1, 2)))[0];
                    at += 2;
                }

                name[length++] = c;
            }

            return new(name[..length]);
        }
    }
}
