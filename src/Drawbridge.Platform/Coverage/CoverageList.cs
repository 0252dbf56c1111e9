using System.Reflection;

namespace Drawbridge.Platform.Coverage;

/// <summary>
/// The requirements with their states: the pages of <c>docs/protocol</c> themselves, which the program carries, so that there is no second
/// list that could say something else. Read when somebody asks first.
/// </summary>
internal sealed class CoverageList
{
    private const string Prefix = "Coverage/protocol/";

    /// <summary>Pages that speak of rules and hold none.</summary>
    private static readonly string[] NotRules = ["areas.md", "unseen.md"];

    private readonly Lazy<IReadOnlyList<CoverageFile>> _files = new(Load);

    public IReadOnlyList<CoverageFile> Files => _files.Value;

    public IEnumerable<CoverageRow> All => Files.SelectMany(static file => file.Rows);

    /// <summary>A text that the program carries.</summary>
    public static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static List<CoverageFile> Load()
    {
        var pages = Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal) && !NotRules.Contains(name[Prefix.Length..]))
            .Order(StringComparer.Ordinal).Select(static name => (Name: name[Prefix.Length..^".md".Length], Text: Text(name)))
            .Select(static page => (page.Name, Title: CoverageTables.TitleOf(page.Text), Rows: CoverageTables.RowsOf(page.Text).ToList()))
            .Where(static page => page.Rows.Count > 0).ToList();
        var areas = new CoverageAreas(Text(Prefix + "areas.md"), [.. pages.SelectMany(static page => page.Rows).Select(static row => row.Id)]);
        return [.. pages.Select(page => new CoverageFile(page.Name, page.Title, [.. page.Rows.Select(row => ToRow(row, page.Name, areas))]))];
    }

    private static CoverageRow ToRow(SpecificationRow row, string file, CoverageAreas areas)
    {
        var (state, reason) = areas.Of(row.Id);
        return new(row.Id, row.Level, file, row.Section, row.Statement, state, reason);
    }
}
