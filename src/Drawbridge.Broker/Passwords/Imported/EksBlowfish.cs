namespace Drawbridge.Broker.Passwords.Imported;

/// <summary>Blowfish with the expensive key schedule of bcrypt (Provos and Mazières, "A Future-Adaptable Password Scheme", 1999).</summary>
internal sealed class EksBlowfish
{
    private const int Rounds = 16;
    private const int Subkeys = Rounds + 2;
    private const int Boxes = 4 * 256;

    private static readonly Lazy<uint[]> Initial = new(static () => PiDigits.Fraction(Subkeys + Boxes));

    private readonly uint[] _p = Initial.Value[..Subkeys];
    private readonly uint[] _s = Initial.Value[Subkeys..];

    /// <summary>The schedule of a key and a salt of 16 bytes, 2^cost times.</summary>
    public EksBlowfish(int cost, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> key)
    {
        Span<uint> saltWords = stackalloc uint[4];
        var position = 0;
        for (var i = 0; i < saltWords.Length; i++)
        {
            saltWords[i] = NextWord(salt, ref position);
        }

        Span<uint> keyWords = stackalloc uint[Subkeys];
        position = 0;
        for (var i = 0; i < Subkeys; i++)
        {
            keyWords[i] = NextWord(key, ref position);
        }

        Span<uint> saltAsKey = stackalloc uint[Subkeys];
        for (var i = 0; i < Subkeys; i++)
        {
            saltAsKey[i] = saltWords[i % 4];
        }

        Span<uint> nothing = stackalloc uint[4];
        nothing.Clear();
        Expand(saltWords, keyWords);
        for (var i = 0L; i < 1L << cost; i++)
        {
            Expand(nothing, keyWords);
            Expand(nothing, saltAsKey);
        }
    }

    /// <summary>Encrypts one block in place.</summary>
    public void Encrypt(ref uint left, ref uint right)
    {
        var (l, r) = (left, right);
        var (p, s) = (_p, _s);
        for (var i = 0; i < Rounds; i += 2)
        {
            l ^= p[i];
            r ^= F(s, l);
            r ^= p[i + 1];
            l ^= F(s, r);
        }

        (left, right) = (r ^ p[Rounds + 1], l ^ p[Rounds]);
    }

    private static uint F(uint[] s, uint x) => ((s[x >> 24] + s[256 + ((x >> 16) & 0xFF)]) ^ s[512 + ((x >> 8) & 0xFF)]) + s[768 + (x & 0xFF)];

    /// <summary>Four bytes of a text that is read round and round.</summary>
    private static uint NextWord(ReadOnlySpan<byte> bytes, ref int position)
    {
        var word = 0u;
        for (var i = 0; i < 4; i++)
        {
            word = (word << 8) | bytes[position];
            position = (position + 1) % bytes.Length;
        }

        return word;
    }

    private void Expand(ReadOnlySpan<uint> salt, ReadOnlySpan<uint> key)
    {
        for (var i = 0; i < Subkeys; i++)
        {
            _p[i] ^= key[i];
        }

        var (left, right) = (0u, 0u);
        var turn = 0;
        Fill(_p, salt, ref turn, ref left, ref right);
        Fill(_s, salt, ref turn, ref left, ref right);
    }

    private void Fill(uint[] words, ReadOnlySpan<uint> salt, ref int turn, ref uint left, ref uint right)
    {
        for (var i = 0; i < words.Length; i += 2)
        {
            left ^= salt[turn];
            right ^= salt[turn + 1];
            turn ^= 2;
            Encrypt(ref left, ref right);
            words[i] = left;
            words[i + 1] = right;
        }
    }
}
