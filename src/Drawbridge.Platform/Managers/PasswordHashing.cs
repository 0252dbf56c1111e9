using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Managers;

/// <summary>Salted, slow hashes of the MD5s that travel. An MD5 is as good as the password, so none is ever stored.</summary>
internal sealed class PasswordHashing : IDisposable
{
    private const int HeaderBytes = 13;
    private const int SaltBytes = 16;
    private const int KeyBytes = 32;

    private static readonly object Nobody = new();

    private readonly PasswordHasher<object> _hasher;

    // Hashing takes tens of milliseconds of a core: a flood of logins waits here and leaves the other calls alone.
    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly Lazy<string> _dummy;
    private readonly int _iterations;

    public PasswordHashing(IOptions<PlatformOptions> options)
    {
        _iterations = options.Value.PasswordIterations;
        _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.PasswordIterations }));
        _dummy = new(() => _hasher.HashPassword(Nobody, Guid.NewGuid().ToString()));
    }

    public async Task<string> HashAsync(PasswordHashMd5 password, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => _hasher.HashPassword(Nobody, password.Reveal()), cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>A hash with a salt that a number says: the same every time, for made-up accounts only.</summary>
    public string HashOf(PasswordHashMd5 password, ulong salt)
    {
        // The hasher's own format: marker, HMAC-SHA512, iterations, length of the salt, salt, key.
        Span<byte> hash = stackalloc byte[HeaderBytes + SaltBytes + KeyBytes];
        hash[0] = 0x01;
        BinaryPrimitives.WriteUInt32BigEndian(hash[1..], 2);
        BinaryPrimitives.WriteUInt32BigEndian(hash[5..], (uint)_iterations);
        BinaryPrimitives.WriteUInt32BigEndian(hash[9..], SaltBytes);
        BinaryPrimitives.WriteUInt64BigEndian(hash[HeaderBytes..], salt);
        BinaryPrimitives.WriteUInt64BigEndian(hash[(HeaderBytes + sizeof(ulong))..], ~salt);
        Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password.Reveal()), hash.Slice(HeaderBytes, SaltBytes), hash[(HeaderBytes + SaltBytes)..], _iterations, HashAlgorithmName.SHA512);
        return Convert.ToBase64String(hash);
    }

    /// <summary>Takes as long for nobody (null) as for somebody.</summary>
    public async Task<bool> VerifyAsync(string? stored, PasswordHashMd5 password, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            var result = await Task.Run(() => _hasher.VerifyHashedPassword(Nobody, stored ?? _dummy.Value, password.Reveal()), cancellationToken);
            return stored is not null && result != PasswordVerificationResult.Failed;
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();
}
