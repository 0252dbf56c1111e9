using System.Globalization;
using Drawbridge.Protocol.Money;

namespace Drawbridge.Broker.Console.Layout;

/// <summary>How the console writes numbers and times.</summary>
internal static class ConsoleFormat
{
    /// <summary><c>6,000.00 EUR</c>.</summary>
    public static string Money(long units, int digits, string currency) =>
        new MoneyAmount(units, digits).ToDecimal().ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + "\u00a0" + currency;

    /// <summary><c>2026-11-21 07:12:30</c>, in UTC as all times here.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>For <c>datetime</c>.</summary>
    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>4 min ago</c>.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now)
    {
        var past = now - at;
        return past < TimeSpan.FromMinutes(1) ? "just now"
            : past < TimeSpan.FromHours(1) ? Counted((long)past.TotalMinutes, "min ago")
            : past < TimeSpan.FromDays(1) ? Counted((long)past.TotalHours, "h ago")
            : Counted((long)past.TotalDays, past < TimeSpan.FromDays(2) ? "day ago" : "days ago");
    }

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Counted(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}");
}
