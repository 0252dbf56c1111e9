using System.Globalization;
using Drawbridge.Protocol.Money;

namespace Drawbridge.Broker.Ribbons.Audiences;

/// <summary>
/// What the balance of an account has to be. The bound is written in the digits of each account, and not the balance in those of the bound: so nothing is rounded and
/// nothing is too great. An account that was never read has neither, and is not compared to anything.
/// </summary>
internal static class BalanceCondition
{
    /// <summary>About <c>accounts a</c>.</summary>
    /// <param name="bound">In whole units of the currency, exactly.</param>
    /// <param name="compares"><c>&gt;=</c> or <c>&lt;=</c>: the bound itself counts.</param>
    /// <param name="nameOf">Makes a parameter.</param>
    public static string Sql(decimal bound, string compares, Func<object, string> nameOf)
    {
        var cases = Enumerable.Range(0, MoneyAmount.MaximumDigits + 1)
            .Select(digits => string.Create(CultureInfo.InvariantCulture, $"when {digits} then {nameOf(UnitsOf(bound, digits, compares == ">="))}"));
        return $"a.balance {compares} case a.balance_digits {string.Join(" ", cases)} end";
    }

    /// <summary>What it says, for people.</summary>
    public static string Words(AccountFilter filter)
    {
        var currency = filter.Currencies.Count == 1 ? $" {filter.Currencies[0]}" : "";
        var bounds = new[] { ("at least", filter.BalanceAtLeast), ("at most", filter.BalanceAtMost) }
            .Where(static bound => bound.Item2 is not null).Select(bound => string.Create(CultureInfo.InvariantCulture, $"{bound.Item1} {bound.Item2}{currency}"));
        return $"One such account has a balance of {string.Join(" and ", bounds)}, as read last";
    }

    /// <summary>The smallest balance of so many digits that is not below the bound, or the greatest that is not above. No balance is beyond what a number can hold.</summary>
    private static long UnitsOf(decimal bound, int digits, bool isLeast)
    {
        var scale = 1m;
        for (var i = 0; i < digits; i++)
        {
            scale *= 10m;
        }

        var units = isLeast ? decimal.Ceiling(bound * scale) : decimal.Floor(bound * scale);
        return units > long.MaxValue ? long.MaxValue : (long)units;
    }
}
