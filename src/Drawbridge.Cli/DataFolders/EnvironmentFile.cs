using System.Buffers;
using System.Text;
using Drawbridge.Cli.Files;

namespace Drawbridge.Cli.DataFolders;

/// <summary><c>KEY=VALUE</c> lines that a shell can read with <c>.</c> and any program line by line.</summary>
internal static class EnvironmentFile
{
    private static readonly SearchValues<char> NeedNoQuotes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~:/@+=,%");

    /// <summary>Writes all lines or none, for the owner only.</summary>
    public static void Write(string path, IEnumerable<KeyValuePair<string, string>> values)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in values)
        {
            text.Append(key).Append('=').Append(Quote(value)).Append('\n');
        }

        PrivateFile.Write(path, text.ToString());
    }

    /// <summary>What such a file says.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Dictionary<string, string> Read(string path) => File.ReadAllLines(path)
        .Select(static line => line.Split('=', 2)).Where(static parts => parts.Length == 2)
        .ToDictionary(static parts => parts[0], static parts => Unquote(parts[1]), StringComparer.Ordinal);

    private static string Unquote(string text) =>
        text is ['\'', .., '\''] ? text[1..^1].Replace(@"'\''", "'", StringComparison.Ordinal) : text;

    /// <summary>As it is when a shell takes it so, which only a path of odd characters is not.</summary>
    private static string Quote(string value) =>
        value.AsSpan().ContainsAnyExcept(NeedNoQuotes) ? $"'{value.Replace("'", @"'\''", StringComparison.Ordinal)}'" : value;
}
