using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Managers;

/// <summary>Salted, slow hashes of the MD5s that travel. An MD5 is as good as the password, so none is ever stored.</summary>
internal sealed class PasswordHashing : IDisposable
{
    private static readonly object Nobody = new();

    private readonly PasswordHasher<object> _hasher;

    // Hashing takes tens of milliseconds of a core: a flood of logins waits here and leaves the other calls alone.
    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly Lazy<string> _dummy;

    public PasswordHashing(IOptions<PlatformOptions> options)
    {
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
