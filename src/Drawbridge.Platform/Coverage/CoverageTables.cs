using System.Text.RegularExpressions;

namespace Drawbridge.Platform.Coverage;

/// <summary>A row of a table of the specification, before its state is known.</summary>
internal sealed record SpecificationRow(string Id, string Level, string Section, string Statement);

/// <summary>Reads a page of the specification.</summary>
internal static partial class CoverageTables
{
    /// <summary>Columns whose text can stand alone; those of others are shown behind their heading.</summary>
    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "Statement", "Part", "Actor", "Step → expected", "Module", "Scenario", "Composition", "Screen", "Name", "Call", "When", "When, message", "Type and meaning",
    };

    public static string TitleOf(string text) => text[..text.IndexOf('\n', StringComparison.Ordinal)].TrimStart('#').Trim();

    public static IEnumerable<SpecificationRow> RowsOf(string text)
    {
        var (section, columns) = ("", Array.Empty<string>());
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..].Trim();
            }
            else if (line.StartsWith("| ID |", StringComparison.Ordinal))
            {
                columns = Cells(line);
            }
            else if (Row().Match(line) is { Success: true } row)
            {
                yield return new(row.Groups["id"].Value, row.Groups["level"].Value, section, Statement(columns, Cells(line)));
            }
        }
    }

    /// <summary>Everything between level and source.</summary>
    private static string Statement(string[] columns, string[] cells) => string.Join(" · ", columns.Zip(cells).Skip(2).SkipLast(1)
        .Where(static cell => cell.Second.Length > 0)
        .Select(static cell => Plain.Contains(cell.First) ? cell.Second : $"{cell.First}: {cell.Second}"));

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(static cell => cell.Trim())];

    [GeneratedRegex(@"^\| (?<id>[A-Z0-9]+(?:-[A-Za-z0-9.]+)?-\d+) \| (?<level>MUST|SHOULD|MAY) \|", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Row();
}
