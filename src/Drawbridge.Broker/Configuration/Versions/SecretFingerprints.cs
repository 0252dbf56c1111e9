using System.Security.Cryptography;
using System.Text;
using Drawbridge.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Configuration.Versions;

/// <summary>
/// Tells whether a secret is another one than before, without keeping it: HMAC-SHA256 under a key that is stored sealed. Who has the database
/// alone can try no guess.
/// </summary>
/// <remarks>
/// A key that cannot be opened, because the keys of Data Protection were lost or changed, is replaced: each secret counts as another one then, and
/// what is applied is sealed anew.
/// </remarks>
internal sealed partial class SecretFingerprints(Database database, IDataProtectionProvider protection, ILogger<SecretFingerprints> log) : IDisposable
{
    /// <summary>Begins every fingerprint, which no setting begins with.</summary>
    public const string Prefix = "secret:";

    /// <summary>Of a secret that was stored before there were fingerprints.</summary>
    public const string Unknown = Prefix + "?";

    private const int KeyLength = 32;
    private const int Attempts = 10;

    private readonly IDataProtector _protector = protection.CreateProtector("Drawbridge.ConfigurationFingerprints.v1");
    private readonly SemaphoreSlim _loading = new(1, 1);
    private byte[]? _key;

    /// <summary>Reads the key, which is made the first time.</summary>
    public async Task<Func<string, string>> OpenAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            _key ??= await LoadAsync(cancellationToken);
            var key = _key;
            return secret => Prefix + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(secret)));
        }
        finally
        {
            _loading.Release();
        }
    }

    public static bool Is(string? text) => text?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <inheritdoc/>
    public void Dispose() => _loading.Dispose();

    private Task<string?> FindAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<string?>("select key_sealed from configuration_state where id = 1"), cancellationToken);

    private async Task<byte[]> LoadAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var known = await FindAsync(cancellationToken);
            if (known is not null && TryOpen(known) is { } key)
            {
                return key;
            }

            if (known is not null)
            {
                Replaced(log);
            }

            // Another node may be first: then its key is taken in the next attempt.
            var made = _protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)));
            await database.WriteAsync(
                session => session.ExecuteAsync(
                    "update configuration_state set key_sealed = @made where id = 1 and coalesce(key_sealed, '') = @known", new { made, known = known ?? "" }),
                cancellationToken);
        }

        throw new InvalidOperationException("Servers with other Data Protection keys change the configuration of this database at the same time. Give all of them the same keys.");
    }

    private byte[]? TryOpen(string text)
    {
        try
        {
            return Convert.FromBase64String(_protector.Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The key that secrets of the configuration are compared by cannot be opened with the Data Protection keys of this server. A new one is made, so all secrets count as changed; if other servers use this database, give all of them the same keys")]
    private static partial void Replaced(ILogger logger);
}
