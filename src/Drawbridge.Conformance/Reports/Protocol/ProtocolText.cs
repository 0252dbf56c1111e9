using System.Text.RegularExpressions;

namespace Drawbridge.Conformance.Reports.Protocol;

/// <summary>The words of requirements, from <c>docs/protocol</c> as it was when the program was built.</summary>
public static partial class ProtocolText
{
    private const string Prefix = "protocol/";

    private static readonly Lazy<IReadOnlyDictionary<string, ProtocolRow>> Rows = new(Read);

    /// <summary>The requirement, or null when there is none of that name.</summary>
    public static ProtocolRow? Find(string id) => Rows.Value.GetValueOrDefault(id);

    private static Dictionary<string, ProtocolRow> Read()
    {
        var rows = new Dictionary<string, ProtocolRow>(StringComparer.Ordinal);
        var assembly = typeof(ProtocolText).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            while (reader.ReadLine() is { } line)
            {
                // ID, level, sometimes a part, statement, source.
                if (Row().IsMatch(line) && line.Trim('|', ' ').Split(" | ") is { Length: >= 4 } cells)
                {
                    rows.TryAdd(cells[0].Trim(), new(cells[0].Trim(), name[Prefix.Length..], cells[^2].Trim(), cells[^1].Trim()));
                }
            }
        }

        return rows;
    }

    [GeneratedRegex(@"^\| [A-Z0-9]+(-[A-Za-z0-9.]+)?-\d+ \| (MUST|SHOULD|MAY) \|", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Row();
}

/// <summary>A requirement as <c>docs/protocol</c> has it.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="File">The file below <c>docs/protocol</c>.</param>
/// <param name="Statement">What must be so; Markdown.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record ProtocolRow(string Id, string File, string Statement, string Source);
