using System.Text.RegularExpressions;

namespace Drawbridge.Protocol.Screens;

/// <summary>Names that no screen and no mail may show: the vendor's identity product (SCR-62) and other trading platforms (SCR-63), as the fourteen languages write them.</summary>
public static partial class ForbiddenNames
{
    /// <summary>The first of them that a text contains, as it is written there; null when there is none.</summary>
    public static string? FindIn(string text) => Names().Match(text) is { Success: true } match ? match.Value : null;

    // Letters of other scripts may touch a name, as Chinese and Japanese leave no blanks; Latin letters and digits make another word of it.
    [GeneratedRegex(
        """
        (?<![a-z0-9])(
          c[\s\-_]?trader[\s\-_]*(id|ids)|ctids?
          |meta[\s\-]?trader[\s\-]?[45]?|mt[\s\-]?[45]|meta[\s\-]?quotes|trading[\s\-]?view|ninja[\s\-]?trader|dx[\s\-]?trade|match[\s\-]?trader|pro[\s\-]?real[\s\-]?time|j[\s\-]?forex|think[\s\-]?trader|x[\s\-]?station
        )(?![a-z0-9])
        |мета[\s\-]?трейдер|трейдинг[\s\-]?вью|メタ[\s・]?トレーダー|トレーディング[\s・]?ビュー|ميتا\s?تريدر|تريدينغ\s?فيو
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
