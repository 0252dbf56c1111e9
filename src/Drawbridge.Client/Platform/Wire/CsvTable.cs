using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Drawbridge.Client.Platform.Wire;

/// <summary>
/// Turns CSV into the JSON that says the same: a line is an object, its keys are the names of the columns (WS-79). The order of the columns
/// has no meaning, lines end with LF or CRLF, a cell in quotes may hold anything.
/// </summary>
internal static class CsvTable
{
    /// <summary>Null when the first line does not name the columns that are needed, or a line has another number of cells.</summary>
    /// <param name="csv">The text.</param>
    /// <param name="names">What the platform calls its columns.</param>
    /// <param name="needed">Columns without which it is no such table.</param>
    public static byte[]? ToJson(byte[] csv, LostNames names, params ReadOnlySpan<string> needed)
    {
        using var lines = Lines(Encoding.UTF8.GetString(csv).TrimStart('\uFEFF')).GetEnumerator();
        if (!lines.MoveNext())
        {
            return null;
        }

        var columns = lines.Current.ConvertAll(column => names.FromWire(column.Trim()));
        foreach (var name in needed)
        {
            if (!columns.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return null;
            }
        }

        var buffer = new ArrayBufferWriter<byte>(csv.Length * 2);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartArray();
        while (lines.MoveNext())
        {
            if (lines.Current.Count != columns.Count)
            {
                return null;
            }

            WriteLine(writer, columns, lines.Current);
        }

        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteLine(Utf8JsonWriter writer, List<string> columns, List<string> cells)
    {
        writer.WriteStartObject();
        foreach (var (column, cell) in columns.Zip(cells))
        {
            writer.WritePropertyName(column);
            switch (cell.Trim())
            {
                case "": writer.WriteNullValue(); break;
                case "true" or "TRUE" or "True": writer.WriteBooleanValue(true); break;
                case "false" or "FALSE" or "False": writer.WriteBooleanValue(false); break;
                case var text: writer.WriteStringValue(text); break; // numbers are read from text as well
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>The lines that are not empty, as cells.</summary>
    private static IEnumerable<List<string>> Lines(string text)
    {
        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            switch (c)
            {
                case '"' when isQuoted && i + 1 < text.Length && text[i + 1] == '"':
                    cell.Append(text[++i]);
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    cells.Add(cell.ToString());
                    cell.Clear();
                    break;
                case '\r' when !isQuoted:
                    break;
                case '\n' when !isQuoted || i == text.Length:
                    if (cells.Count > 0 || cell.Length > 0)
                    {
                        cells.Add(cell.ToString());
                        yield return cells;
                    }

                    (cells, cell) = ([], new StringBuilder());
                    break;
                default:
                    cell.Append(c);
                    break;
            }
        }
    }
}
