using System.Collections.Frozen;
using System.Globalization;

namespace Drawbridge.Broker.Users;

/// <summary>Countries by their codes of ISO 3166-1 alpha-2, in capital letters. The list is kept here, because what the system knows differs from one to the next.</summary>
internal static class Country
{
    /// <summary>What a code has to be.</summary>
    public const string Rule = "A country is a code of ISO 3166-1 with two capital letters, such as DE.";

    private const string Codes =
        """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
        CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
        GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
        KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ
        NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
        SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
        UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
        """;

    /// <summary>Every code, in order.</summary>
    public static IReadOnlyList<string> All { get; } = Codes.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private static readonly FrozenSet<string> _known = All.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for a code of the list as it is written there.</summary>
    public static bool IsValid(string? code) => code is not null && _known.Contains(code);

    /// <summary>The code that somebody else's text is, in whatever case; null for anything else.</summary>
    public static string? Of(string? text) => text?.Trim().ToUpperInvariant() is { } code && IsValid(code) ? code : null;

    /// <summary>What staff calls it: the English name where the system knows one, else the code.</summary>
    public static string NameOf(string code)
    {
        try
        {
            return new RegionInfo(code).EnglishName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }
}
