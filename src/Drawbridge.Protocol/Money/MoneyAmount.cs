using System.Globalization;

namespace Drawbridge.Protocol.Money;

/// <summary>
/// An amount as the platform writes it: an integer in units of 10^-<see cref="Digits"/> (B2P-0-11, WS-10). 234512 with 2 digits is 2345.12.
/// </summary>
public readonly record struct MoneyAmount
{
    /// <summary>Most decimals a currency of the platform has.</summary>
    public const int MaximumDigits = 8;

    /// <summary>An amount of so many units.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The digits are not 0 to 8.</exception>
    public MoneyAmount(long units, int digits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, MaximumDigits);
        Units = units;
        Digits = digits;
    }

    /// <summary>The integer on the wire.</summary>
    public long Units { get; }

    /// <summary><c>moneyDigits</c> of the account, 0 to 8.</summary>
    public int Digits { get; }

    /// <summary>The amount in currency units, exact.</summary>
    public decimal ToDecimal() => new decimal(Units) / Scale(Digits);

    /// <summary>Exact conversion: false when the value has more decimals than <paramref name="digits"/> or does not fit (never rounds).</summary>
    public static bool TryFromDecimal(decimal value, int digits, out MoneyAmount amount)
    {
        amount = default;
        if (digits is < 0 or > MaximumDigits || decimal.Abs(value) > long.MaxValue / Scale(digits))
        {
            return false;
        }

        var units = value * Scale(digits);
        if (units != decimal.Truncate(units))
        {
            return false;
        }

        amount = new((long)units, digits);
        return true;
    }

    /// <summary>The amount with all its decimals, invariant: <c>2345.12</c>.</summary>
    public override string ToString() => ToDecimal().ToString("F" + Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static decimal Scale(int digits)
    {
        var scale = 1m;
        for (var i = 0; i < digits; i++)
        {
            scale *= 10m;
        }

        return scale;
    }
}
