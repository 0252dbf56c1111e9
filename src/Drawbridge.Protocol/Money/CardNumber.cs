using System.Globalization;

namespace Drawbridge.Protocol.Money;

/// <summary>
/// Finds card numbers in free text, so that they are refused before they are stored or logged: 13 to 19 digits, in any script and with
/// separators between them, whose check digit is right (Luhn). An IBAN is none.
/// </summary>
public static class CardNumber
{
    private const int Shortest = 13;
    private const int Longest = 19;
    private const int LongestSeparator = 3;

    /// <summary>Whether the text holds what looks like a card number.</summary>
    public static bool IsIn(string? text)
    {
        for (var start = 0; start < (text?.Length ?? 0);)
        {
            if (DigitOf(text![start]) < 0)
            {
                start++;
                continue;
            }

            var end = ReadRun(text, start, out var groups);
            if (HoldsCard(groups) && !IsIban(text, start, groups))
            {
                return true;
            }

            start = end;
        }

        return false;
    }

    /// <summary>The groups of digits from here on with nothing but separators between them; returns where they end.</summary>
    private static int ReadRun(string text, int start, out List<string> groups)
    {
        groups = [];
        var position = start;
        while (true)
        {
            var digits = new List<char>();
            while (position < text.Length && DigitOf(text[position]) is >= 0 and var digit)
            {
                digits.Add((char)('0' + digit));
                position++;
            }

            groups.Add(string.Concat(digits));
            var next = position;
            while (next < text.Length && next - position < LongestSeparator && IsSeparator(text[next]))
            {
                next++;
            }

            if (next == text.Length || DigitOf(text[next]) < 0)
            {
                return position;
            }

            position = next;
        }
    }

    /// <summary>
    /// The whole run, or, when it is too long to be one, a part of it that begins and ends with a group and begins as cards do: an expiry date
    /// or a check value may stand behind the number.
    /// </summary>
    private static bool HoldsCard(List<string> groups)
    {
        if (groups.Sum(static group => group.Length) is var all && all <= Longest)
        {
            return all >= Shortest && IsLuhn(string.Concat(groups));
        }

        for (var first = 0; first < groups.Count; first++)
        {
            var part = "";
            for (var last = first; last < groups.Count && part.Length <= Longest; last++)
            {
                part += groups[last];
                if (part.Length is >= Shortest and <= Longest && BeginsAsCard(part) && IsLuhn(part))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool BeginsAsCard(string digits) =>
        digits[0] is >= '3' and <= '6' || (digits[0] == '2' && string.CompareOrdinal(digits, 0, "2221", 0, 4) >= 0 && string.CompareOrdinal(digits, 0, "2720", 0, 4) <= 0);

    private static bool IsLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            sum += i % 2 == 0 ? digit : digit < 5 ? 2 * digit : (2 * digit) - 9;
        }

        return sum % 10 == 0 && digits.Any(static digit => digit != '0');
    }

    /// <summary>Two letters right before the digits, and the remainder that an IBAN has.</summary>
    private static bool IsIban(string text, int start, List<string> groups)
    {
        if (start < 2 || !char.IsAsciiLetter(text[start - 1]) || !char.IsAsciiLetter(text[start - 2]))
        {
            return false;
        }

        var digits = string.Concat(groups);
        var country = string.Concat(text.AsSpan(start - 2, 2).ToString().ToUpperInvariant().Select(static letter => (letter - 'A' + 10).ToString(CultureInfo.InvariantCulture)));
        var remainder = 0;
        foreach (var digit in digits[2..] + country + digits[..2])
        {
            remainder = ((remainder * 10) + (digit - '0')) % 97;
        }

        return remainder == 1;
    }

    private static int DigitOf(char c) => CharUnicodeInfo.GetDecimalDigitValue(c);

    private static bool IsSeparator(char c) =>
        char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format || c is '.' or ',' or '/' or '_' or '*' or '|' or ':';
}
