using System.Text.RegularExpressions;

namespace Drawbridge.Tests.Architecture;

/// <summary>What keeps files and folders small enough to read. An exception is listed with its reason, and only while it is one.</summary>
public sealed partial class SourceFileTests
{
    private const int LinesOfAFile = 400;
    private const int FilesOfAFolder = 15;

    /// <summary>Files that may be longer, and why.</summary>
    private static readonly Dictionary<string, string> LongFiles = new(StringComparer.Ordinal);

    /// <summary>Folders under src that may hold more files, and why.</summary>
    private static readonly Dictionary<string, string> FullFolders = new(StringComparer.Ordinal);

    private static readonly HashSet<string> SourceExtensions =
        new(StringComparer.Ordinal) { ".cs", ".cshtml", ".css", ".html", ".js", ".razor", ".sql" };

    private static readonly RepositoryFile[] Sources = [.. Repository.TextFiles.Where(file => SourceExtensions.Contains(file.Extension))];

    private static IEnumerable<RepositoryFile> CSharp => Sources.Where(file => file.Extension == ".cs");

    [Fact]
    public void No_source_file_is_long_without_a_reason() =>
        Sources.Where(file => file.Lines().Length > LinesOfAFile).Select(file => file.Path).ShouldBe(LongFiles.Keys, ignoreOrder: true);

    [Fact]
    public void No_folder_of_the_product_is_full_without_a_reason() =>
        CSharp.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal))
            .CountBy(file => file.Folder).Where(folder => folder.Value > FilesOfAFolder).Select(folder => $"{folder.Key} ({folder.Value} files)")
            .Where(folder => !FullFolders.ContainsKey(folder[..folder.IndexOf(' ', StringComparison.Ordinal)])).ShouldBeEmpty();

    [Fact]
    public void A_feature_folder_is_named_after_the_feature_not_after_the_kind_of_file()
    {
        string[] kinds = ["Common", "Helpers", "Interfaces", "Managers", "Models", "Services", "Shared", "Utils"];

        CSharp.Select(file => file.Folder).Distinct(StringComparer.Ordinal)
            .Where(folder => folder.StartsWith("src/", StringComparison.Ordinal) && folder.Split('/').Intersect(kinds, StringComparer.Ordinal).Any())
            .Except(["src/Drawbridge.Platform/Managers"], StringComparer.Ordinal) // the protocol's word for a back-office user
            .ShouldBeEmpty();
    }

    [Fact]
    public void Code_is_not_folded_into_regions() => Lines(CSharp, Region()).ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_to_do_in_a_comment() => Lines(Sources, LeftToDo()).ShouldBeEmpty();

    private static IEnumerable<string> Lines(IEnumerable<RepositoryFile> files, Regex pattern) =>
        from file in files
        from line in file.Lines().Index()
        where pattern.IsMatch(line.Item)
        select $"{file.Path}:{line.Index + 1}";

    [GeneratedRegex(@"^\s*#(end)?region\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Region();

    [GeneratedRegex(@"(//|/\*|<!--|--|\*)\s*(TODO|FIXME|HACK|XXX)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LeftToDo();
}
