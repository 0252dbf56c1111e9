using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Drawbridge.Storage;

/// <summary>
/// The schema of one component as numbered steps. One SQL text serves both engines: <c>{identity} {bytes} {json} {boolean}</c> stand
/// for a type, and lines between <c>-- only: postgres</c> or <c>-- only: sqlite</c> and <c>-- end</c> are for that engine alone.
/// </summary>
public sealed partial class MigrationSet
{
    private MigrationSet(string component, IReadOnlyList<Migration> migrations)
    {
        Component = component;
        Migrations = migrations;
    }

    /// <summary>Whose schema; several components may share a database.</summary>
    public string Component { get; }

    public IReadOnlyList<Migration> Migrations { get; }

    /// <summary>
    /// The embedded resources named like <c>Migrations/0001_users.sql</c>. The project file needs
    /// <c>&lt;EmbeddedResource Include="Migrations/*.sql" /&gt;</c>.
    /// </summary>
    /// <exception cref="MigrationException">There is no file, one has no number, two have the same, or one is missing.</exception>
    public static MigrationSet FromAssembly(Assembly assembly, string component, string folder = "Migrations")
    {
        var marker = $".{folder.Replace('/', '.')}.";
        var files = (
            from resource in assembly.GetManifestResourceNames()
            let start = resource.IndexOf(marker, StringComparison.Ordinal)
            where start >= 0 && resource.EndsWith(".sql", StringComparison.OrdinalIgnoreCase)
            select (resource[(start + marker.Length)..], Read(assembly, resource))).ToList();
        return files.Count > 0
            ? FromTexts(component, files)
            : throw new MigrationException($"{assembly.GetName().Name} embeds no {folder}/*.sql for '{component}'.");
    }

    /// <summary>The same from texts by file name.</summary>
    /// <exception cref="MigrationException">A file has no number, two have the same, or one is missing.</exception>
    public static MigrationSet FromTexts(string component, IEnumerable<(string FileName, string Sql)> files)
    {
        var migrations = files.Select(file => Parse(component, file.FileName, file.Sql)).OrderBy(migration => migration.Number).ToList();
        for (var i = 0; i < migrations.Count; i++)
        {
            if (i > 0 && migrations[i].Number == migrations[i - 1].Number)
            {
                throw new MigrationException(
                    $"Two migrations of '{component}' have the number {migrations[i].Number}: {migrations[i - 1]} and {migrations[i]}. Renumber the newer one.");
            }

            if (migrations[i].Number != i + 1)
            {
                throw new MigrationException(
                    $"Migration {i + 1} of '{component}' is missing, but there is {migrations[i]}. Numbers go up from 1 without a gap.");
            }
        }

        return new MigrationSet(component, migrations);
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static Migration Parse(string component, string fileName, string sql)
    {
        var match = FileName().Match(fileName);
        if (!match.Success)
        {
            throw new MigrationException($"'{fileName}' of '{component}' is no migration. Call it like 0001_what_it_does.sql.");
        }

        var text = sql.ReplaceLineEndings("\n");
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return new Migration(int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), match.Groups["name"].Value, text, checksum);
    }

    [GeneratedRegex(@"^(?<number>\d{1,9})[_-](?<name>[\w.-]+)\.sql$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
