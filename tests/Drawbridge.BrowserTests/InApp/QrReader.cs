using System.Globalization;
using System.Text;

namespace Drawbridge.BrowserTests.InApp;

/// <summary>
/// Reads a QR code (ISO/IEC 18004) of error correction level M, up to version 10, that has no faults. A camera would read it
/// the same way, so a code that this reads says what it says.
/// </summary>
internal static class QrReader
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private const int QuietZone = 4;
    private const int FormatMask = 0b101010000010010;

    /// <summary>Of each version: centres of the alignment patterns, error correction codewords a block, and data codewords of each block.</summary>
    private static readonly (int[] Centres, int Correction, int[] Blocks)[] Versions =
    [
        ([], 10, [16]),
        ([6, 18], 16, [28]),
        ([6, 22], 26, [44]),
        ([6, 26], 18, [32, 32]),
        ([6, 30], 24, [43, 43]),
        ([6, 34], 16, [27, 27, 27, 27]),
        ([6, 22, 38], 18, [31, 31, 31, 31]),
        ([6, 24, 42], 22, [38, 38, 39, 39]),
        ([6, 26, 46], 22, [36, 36, 36, 37, 37]),
        ([6, 28, 50], 26, [43, 43, 43, 43, 44]),
    ];

    /// <param name="rows">Rows of '1' (dark) and '0', with the quiet zone.</param>
    public static string Read(string[] rows)
    {
        var size = rows.Length - (2 * QuietZone);
        bool IsDark(int x, int y) => rows[y + QuietZone][x + QuietZone] == '1';
        var format = Enumerable.Range(0, 6).Select(x => IsDark(x, 8)).Append(IsDark(7, 8)).Append(IsDark(8, 8)).Aggregate(0, (bits, dark) => (bits << 1) | (dark ? 1 : 0)) ^ (FormatMask >> 7);
        (format >> 6).ShouldBe(0, "the level of error correction is not M");
        var mask = (format >> 3) & 7;
        var (centres, correction, blocks) = Versions[((size - 17) / 4) - 1];
        var words = Words(size, centres, (x, y) => IsDark(x, y) ^ IsFlipped(mask, x, y)).Take(blocks.Sum() + (blocks.Length * correction)).ToList();
        return Text(Data(words, blocks), size);
    }

    /// <summary>The segments, each in the mode that suits it: numbers, capital letters, bytes.</summary>
    private static string Text(byte[] data, int size)
    {
        var at = 0;
        int Take(int bits)
        {
            var value = 0;
            for (var i = 0; i < bits; i++, at++)
            {
                value = (value << 1) | ((data[at / 8] >> (7 - (at % 8))) & 1);
            }

            return value;
        }

        var more = size >= 17 + (4 * 10) ? 1 : 0; // the lengths are longer from version 10 on
        var text = new StringBuilder();
        for (var mode = Take(4); mode != 0; mode = (8 * data.Length) - at >= 4 ? Take(4) : 0)
        {
            text.Append(mode switch
            {
                0b0001 => Groups(Take(10 + (2 * more)), 3, length => Take((10 * length / 3) + (length == 3 ? 0 : 1)).ToString($"D{length}", CultureInfo.InvariantCulture)),
                0b0010 => Groups(Take(9 + (2 * more)), 2, length => Letters(Take(length == 2 ? 11 : 6), length)),
                0b0100 => Encoding.UTF8.GetString([.. Enumerable.Range(0, Take(8 + (8 * more))).Select(_ => (byte)Take(8))]),
                _ => throw new InvalidOperationException($"The mode {mode} is not known here."),
            });
        }

        return text.ToString();
    }

    private static string Groups(int count, int size, Func<int, string> read) =>
        string.Concat(Enumerable.Range(0, (count + size - 1) / size).Select(i => read(Math.Min(size, count - (i * size)))));

    private static string Letters(int value, int length) => length == 2 ? $"{Alphabet[value / 45]}{Alphabet[value % 45]}" : $"{Alphabet[value]}";

    /// <summary>The blocks' data words, which stand in turns, one block after the other.</summary>
    private static byte[] Data(List<byte> words, int[] blocks)
    {
        var parts = blocks.Select(length => new List<byte>(length)).ToArray();
        using var next = words.GetEnumerator();
        for (var i = 0; i < blocks.Max(); i++)
        {
            for (var block = 0; block < blocks.Length; block++)
            {
                if (i < blocks[block] && next.MoveNext())
                {
                    parts[block].Add(next.Current);
                }
            }
        }

        return [.. parts.SelectMany(part => part)];
    }

    /// <summary>Two columns at a time from the right, upwards and downwards in turns.</summary>
    private static IEnumerable<byte> Words(int size, int[] centres, Func<int, int, bool> read)
    {
        var (word, count, up) = (0, 0, true);
        for (var right = size - 1; right > 0; right -= 2, up = !up)
        {
            right -= right == 6 ? 1 : 0; // the timing pattern
            foreach (var step in Enumerable.Range(0, size))
            {
                foreach (var x in new[] { right, right - 1 })
                {
                    var y = up ? size - 1 - step : step;
                    if (IsPattern(size, centres, x, y))
                    {
                        continue;
                    }

                    word = (word << 1) | (read(x, y) ? 1 : 0);
                    if (++count % 8 == 0)
                    {
                        yield return (byte)word;
                        word = 0;
                    }
                }
            }
        }
    }

    private static bool IsPattern(int size, int[] centres, int x, int y)
    {
        var last = size - 1;
        var isFinder = (x <= 8 && y <= 8) || (x >= last - 7 && y <= 8) || (x <= 8 && y >= last - 7);
        var isVersion = size >= 17 + (4 * 7) && ((x >= last - 10 && y <= 5) || (x <= 5 && y >= last - 10));
        var isAlignment = centres.Any(cx => centres.Any(cy => Math.Abs(cx - x) <= 2 && Math.Abs(cy - y) <= 2 && !IsCorner(size, cx, cy)));
        return isFinder || isVersion || isAlignment || x == 6 || y == 6;
    }

    private static bool IsCorner(int size, int x, int y) => (x, y) == (6, 6) || (x, y) == (size - 7, 6) || (x, y) == (6, size - 7);

    private static bool IsFlipped(int mask, int x, int y) => mask switch
    {
        0 => (y + x) % 2 == 0,
        1 => y % 2 == 0,
        2 => x % 3 == 0,
        3 => (y + x) % 3 == 0,
        4 => ((y / 2) + (x / 3)) % 2 == 0,
        5 => (y * x % 2) + (y * x % 3) == 0,
        6 => ((y * x % 2) + (y * x % 3)) % 2 == 0,
        _ => (((y + x) % 2) + (y * x % 3)) % 2 == 0,
    };
}
