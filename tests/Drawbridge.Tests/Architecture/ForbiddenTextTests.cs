namespace Drawbridge.Tests.Architecture;

/// <summary>The repository builds anywhere: it names no folder of a machine, no private note and no package server.</summary>
public sealed class ForbiddenTextTests
{
    // Put together from halves, so that this file does not contain what it looks for.
    private static readonly string[] Forbidden =
    [
        "/wo" + "rk/",
        "/tm" + "p/wt",
        "/ro" + "ot/",
        "seed doc" + "ument",
        "seed_" + "doc",
        "api.nuget" + ".org",
        "registry.npm" + "js.org",
        "files.python" + "hosted.org",
        "crates" + ".io",
    ];

    [Fact]
    public void No_file_names_a_machine_or_a_package_server() =>
        (from file in Repository.TextFiles
         from line in file.Lines().Index()
         from text in Forbidden
         where line.Item.Contains(text, StringComparison.OrdinalIgnoreCase)
         select $"{file.Path}:{line.Index + 1} contains {text}").ShouldBeEmpty();

    [Fact]
    public void Text_files_end_their_lines_with_a_line_feed() =>
        Repository.TextFiles.Where(file => file.Text().Contains('\r')).ShouldBeEmpty();
}
