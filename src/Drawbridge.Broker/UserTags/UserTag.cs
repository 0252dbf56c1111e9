namespace Drawbridge.Broker.UserTags;

/// <summary>A word that a broker puts on its users, such as <c>vip</c> or <c>country-de</c>.</summary>
internal static class UserTag
{
    public const int LongestTag = 40;

    /// <summary>Most tags of a user.</summary>
    public const int MostOfUser = 50;

    public const string Rule = "A tag has 1 to 40 small letters of a to z, digits, and '-', '_', '.' or ':' between them.";

    public static bool IsValid(string? tag) => tag is { Length: > 0 and <= LongestTag }
        && IsWord(tag[0]) && IsWord(tag[^1])
        && tag.All(static c => IsWord(c) || c is '-' or '_' or '.' or ':');

    private static bool IsWord(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
