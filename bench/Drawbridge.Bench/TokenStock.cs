using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Bench;

/// <summary>Tokens in a file for the load generator, and their fingerprints in the database. None is handed out twice.</summary>
internal sealed class TokenStock(string path, TokenKind kind, Func<IReadOnlyList<TokenFingerprint>, Task> store)
{
    private long _made;
    private long _taken;

    public string Path => path;

    /// <summary>Makes tokens until so many are left.</summary>
    public async Task FillAsync(long count)
    {
        var missing = (int)(count - (_made - _taken));
        if (missing <= 0)
        {
            return;
        }

        var fingerprints = new TokenFingerprint[missing];
        await using (var file = new StreamWriter(path, append: true))
        {
            for (var i = 0; i < missing; i++)
            {
                var text = TokenText.Generate(kind);
                fingerprints[i] = TokenFingerprint.Of(text);
                await file.WriteAsync(text);
                await file.WriteAsync('\n');
            }
        }

        await store(fingerprints);
        _made += missing;
    }

    /// <summary>The first of so many tokens that nobody had before.</summary>
    public long Take(long count)
    {
        if (_made - _taken < count)
        {
            throw new InvalidOperationException("Too few tokens were made beforehand.");
        }

        _taken += count;
        return _taken - count;
    }
}
