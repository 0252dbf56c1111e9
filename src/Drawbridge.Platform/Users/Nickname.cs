using System.Globalization;
using System.Text.RegularExpressions;

namespace Drawbridge.Platform.Users;

/// <summary>Which nicknames a new user can get (B2P-3.2-9..11).</summary>
internal static partial class Nickname
{
    /// <summary>What to try first; null to go straight to <see cref="Of"/>.</summary>
    public static string? Wish(string? given, string email) =>
        given is { Length: > 0 } ? Valid(given) : Valid(email[..email.IndexOf('@', StringComparison.Ordinal)]);

    /// <summary>The nickname that is always free, because nobody may choose one of its form (B2P-3.2-10).</summary>
    public static string Of(long userId) => "ctid" + userId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Nicknames that differ only in case are the same.</summary>
    public static string KeyOf(string nickname) => nickname.ToLowerInvariant();

    private static string? Valid(string text) => Allowed().IsMatch(text) && !Reserved().IsMatch(text) ? text : null;

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{1,31}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Allowed();

    [GeneratedRegex(@"\A[cC][tT][iI][dD][0-9]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reserved();
}
