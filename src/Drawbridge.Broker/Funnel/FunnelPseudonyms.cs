using System.Security.Cryptography;
using System.Text;
using Drawbridge.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.Broker.Funnel;

/// <summary>
/// Names for walks that tell nobody who walked: an HMAC under a key of this installation, which all nodes share. The key lies in the database sealed, so
/// that the database alone does not lead from a name to a user.
/// </summary>
internal sealed class FunnelPseudonyms(Database database, IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Drawbridge.Funnel");
    private byte[]? _key;

    public async Task<byte[]> GetKeyAsync(CancellationToken cancellationToken)
    {
        if (_key is not null)
        {
            return _key;
        }

        var proposed = _protector.Protect(Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
        var kept = await database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("insert into funnel_keys (id, key_sealed) values (1, @proposed) on conflict (id) do nothing", new { proposed });
                return await session.GetAsync<string>("select key_sealed from funnel_keys where id = 1");
            },
            cancellationToken);
        return _key = Convert.FromHexString(_protector.Unprotect(kept));
    }

    public static byte[] Of(byte[] key, FunnelVisit visit) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{visit.BrokerId}\n{visit.Step.Flow}\n{visit.Step.Name}\n{visit.Traveller}"));
}
