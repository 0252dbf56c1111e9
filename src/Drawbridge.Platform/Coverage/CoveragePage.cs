namespace Drawbridge.Platform.Coverage;

/// <summary>The requirements as a page that works without scripts.</summary>
internal static class CoveragePage
{
    public const string Path = "/instrument/coverage";

    private static readonly string[] Levels = ["MUST", "SHOULD", "MAY"];

    public static Html Render(CoverageList list, CoverageFilter filter)
    {
        var found = list.All.Where(filter.Matches).ToList();
        return CoverageLayout.Around(Path, "Requirement coverage", "How far this version has come with each requirement of the integration.", Html.Of($"""
                <p class="lead">Every row of the specification that this program carries, and how far this version has come with it. Nothing is left out: what is not built says so.</p>
                {States(list)}
                {Files(list)}
                {Form(list, filter)}
                <p class="count" id="found" role="status" data-testid="count">{Count(found.Count, filter)}</p>
                {(found.Count == 0 ? Html.Empty : Table(list, found))}
            """));
    }

    private static string Count(int count, CoverageFilter filter) => count switch
    {
        0 => "No requirement matches. Leave out a part of the search.",
        1 => "1 requirement",
        _ => filter.IsEmpty ? $"All {count} requirements" : $"{count} requirements",
    };

    private static Html States(CoverageList list) => Html.Of($"""
        <dl class="states">{Html.All(CoverageState.All.Select(state => Html.Of($"""
            <div><dt>{Badge(state.Name)} <strong>{list.All.Count(row => row.State == state.Name)}</strong></dt><dd>{state.Meaning}</dd></div>
            """)))}</dl>
        """);

    private static Html Files(CoverageList list) => Html.Of($"""
        <div class="scroll" role="region" aria-label="Pages of the specification" tabindex="0"><table class="files">
        <thead><tr><th scope="col">Page</th><th scope="col" class="share">Share</th>{Html.All(CoverageState.All.Select(static state => Html.Of($"""<th scope="col" class="number">{state.Name}</th>""")))}</tr></thead>
        <tbody>{Html.All(list.Files.Select(File))}</tbody></table></div>
        """);

    private static Html File(CoverageFile file)
    {
        var built = file.Rows.Count(static row => row.State == CoverageState.Built);
        return Html.Of($"""
            <tr><th scope="row"><a href="{Path}?file={file.Name}#found">{file.Title}</a></th>
            <td class="share"><meter min="0" max="{file.Rows.Count}" value="{built}" title="{built} of {file.Rows.Count} built">{built} of {file.Rows.Count}</meter></td>
            {Html.All(CoverageState.All.Select(state => Html.Of($"""<td class="number">{file.Rows.Count(row => row.State == state.Name)}</td>""")))}</tr>

            """);
    }

    private static Html Form(CoverageList list, CoverageFilter filter) => Html.Of($"""
        <form class="filter" method="get" action="{Path}#found" role="search">
          <label>Id or words <input type="search" name="search" value="{filter.Search}" maxlength="100" data-testid="search"></label>
          {Select("file", "Page", filter.File, list.Files.Select(static file => (file.Name, file.Title)))}
          {Select("level", "Level", filter.Level, Levels.Select(static level => (level, level)))}
          {Select("state", "State", filter.State, CoverageState.All.Select(static state => (state.Name, state.Name)))}
          <div class="filter-end"><button class="button button-primary" data-testid="find">Find</button>{(filter.IsEmpty ? Html.Empty : Html.Of($"""<a class="button" href="{Path}">All</a>"""))}</div>
        </form>
        """);

    private static Html Select(string name, string label, string chosen, IEnumerable<(string Value, string Text)> options) => Html.Of($"""
        <label>{label} <select name="{name}" data-testid="{name}"><option value="">any</option>{Html.All(options.Select(option => option.Value == chosen
            ? Html.Of($"""<option value="{option.Value}" selected>{option.Text}</option>""")
            : Html.Of($"""<option value="{option.Value}">{option.Text}</option>""")))}</select></label>
        """);

    private static Html Table(CoverageList list, IReadOnlyList<CoverageRow> rows) => Html.Of($"""
        <table class="rows" data-testid="requirements">
        <caption class="sr-only">Requirements</caption>
        <thead><tr><th scope="col">Id</th><th scope="col">Level</th><th scope="col">Requirement</th><th scope="col">State</th></tr></thead>
        {Html.All(rows.GroupBy(static row => (row.File, row.Section)).Select(section => Section(list, section.Key.File, section.Key.Section, section)))}</table>
        """);

    private static Html Section(CoverageList list, string file, string section, IEnumerable<CoverageRow> rows) => Html.Of($"""
        <tbody><tr class="section"><th colspan="4" scope="rowgroup"><span>{list.Files.First(page => page.Name == file).Title}</span> {section}</th></tr>
        {Html.All(rows.Select(Row))}</tbody>

        """);

    private static Html Row(CoverageRow row) => Html.Of($"""
        <tr id="{row.Id}"><th scope="row"><a href="#{row.Id}">{row.Id}</a></th><td class="level">{row.Level}</td><td>{CoverageMarkdown.Line(row.Statement)}</td><td>{Badge(row.State)}{(row.Reason is { } reason ? Html.Of($"<small>{reason}</small>") : Html.Empty)}</td></tr>

        """);

    private static Html Badge(string state) => Html.Of($"""<span class="state state-{state}">{state}</span>""");
}
