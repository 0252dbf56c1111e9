using System.Globalization;

namespace Drawbridge.Cli.Yaml;

/// <summary>Keys of settings as messages write them: <c>Crms:0:Brokers:1:Settings:Platform:BaseUrl</c>.</summary>
internal static class FileKey
{
    private const int LongestName = 40;

    public static string Of(string parent, int index) => Join(parent, index.ToString(CultureInfo.InvariantCulture));

    /// <summary>What is no name of a setting could be a value that slipped into the place of a key, and is not shown.</summary>
    public static string Of(string parent, string name) => Join(parent, IsName(name) ? char.ToUpperInvariant(name[0]) + name[1..] : "(a key)");

    /// <summary>Whether the text looks like the name of a setting.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName && text.All(static one => char.IsAsciiLetter(one) || one is '_' or '-');

    private static string Join(string parent, string name) => parent.Length == 0 ? name : $"{parent}:{name}";
}
