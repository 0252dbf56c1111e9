using System.Text.RegularExpressions;
using Drawbridge.Broker.Cashier.Texts;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Cashier;

/// <summary>Words of the cashier that are put together.</summary>
internal static partial class CashierTexts
{
    /// <summary>A day and a time as the language writes them, without the day of the week, in UTC.</summary>
    public static string DateOf(DateTimeOffset time, TextCatalogue texts)
    {
        var day = DayOfWeek().Replace(texts.Culture.DateTimeFormat.LongDatePattern, "").TrimEnd();
        return $"{time.UtcDateTime.ToString(day, texts.Culture)}, \u2068{time.UtcDateTime.ToString("t", texts.Culture)} UTC\u2069";
    }

    [GeneratedRegex(@"dddd[,،]?\s*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DayOfWeek();

    /// <summary>What a way to pay costs the trader, such as "Fee 1.5 % + 0.30 EUR"; null when nothing.</summary>
    public static string? FeeOf(MethodTerms terms, CashierAccount account, TextCatalogue texts)
    {
        if (terms.Fee is not { PaidBy: FeeBearer.Trader } fee)
        {
            return null;
        }

        var parts = new List<string>();
        if (fee.Percent > 0)
        {
            parts.Add($"\u2068{fee.Percent.ToString("0.####", texts.Culture)}\u00a0%\u2069");
        }

        if (fee.Fixed > 0)
        {
            parts.Add(CashierForm.Money(fee.Fixed, account, texts));
        }

        if (parts.Count == 0 && fee.Minimum > 0)
        {
            parts.Add(CashierForm.Money(fee.Minimum.Value, account, texts));
        }

        return parts.Count == 0 ? null : texts.Format(CashierTextKey.CashierFeeOf, string.Join(" + ", parts));
    }
}
