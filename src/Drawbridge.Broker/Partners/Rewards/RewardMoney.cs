namespace Drawbridge.Broker.Partners.Rewards;

/// <summary>
/// How amounts of rewards are kept: integers in 10^-8 of the currency. Whatever is finer is cut off, never rounded up, at each step: what all levels
/// share first, then the share of each, then what is paid out in the digits of the account. So nothing adds up to more than was earned; what is cut
/// off below the digits of an account is carried over to the next statement, what is finer than 10^-8 stays with the broker.
/// </summary>
internal static class RewardMoney
{
    /// <summary>Decimals of an amount, of lots and of volumes.</summary>
    public const int Digits = 8;

    private const decimal Scale = 100_000_000m;

    /// <summary>The amount in units, cut off towards zero.</summary>
    /// <exception cref="OverflowException">It is beyond 92 billion.</exception>
    public static long Cut(decimal value) => (long)decimal.Truncate(value * Scale);

    /// <summary>The exact amount of so many units.</summary>
    public static decimal Of(long units) => units / Scale;

    /// <summary>What of an amount an account with so many decimals can take; the rest is carried over.</summary>
    public static long CutTo(long units, int digits)
    {
        var step = 1L;
        for (var i = digits; i < Digits; i++)
        {
            step *= 10;
        }

        return units - (units % step);
    }
}
