using System.Numerics;

namespace Drawbridge.Broker.Passwords.Imported;

/// <summary>The digits of pi, from which Blowfish takes its tables: computed once by Machin's formula instead of written down.</summary>
internal static class PiDigits
{
    private const int GuardBits = 64;

    /// <summary>The first words behind the binary point.</summary>
    public static uint[] Fraction(int words)
    {
        var bits = (words * 32) + GuardBits;
        var pi = 4 * ((4 * ArcTangentOfInverse(5, bits)) - ArcTangentOfInverse(239, bits));
        var fraction = (pi - (new BigInteger(3) << bits)) >> GuardBits;
        var bytes = fraction.ToByteArray(isUnsigned: true, isBigEndian: true);
        var all = new byte[words * 4];
        bytes.CopyTo(all, all.Length - bytes.Length);
        return [.. Enumerable.Range(0, words).Select(i => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(all.AsSpan(i * 4)))];
    }

    private static BigInteger ArcTangentOfInverse(int x, int bits)
    {
        var power = (BigInteger.One << bits) / x;
        var square = x * x;
        var sum = BigInteger.Zero;
        for (var n = 1; !power.IsZero; n += 2)
        {
            sum += n % 4 == 1 ? power / n : -(power / n);
            power /= square;
        }

        return sum;
    }
}
