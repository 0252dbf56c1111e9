using Drawbridge.Broker.Passwords;
using Drawbridge.Storage;

namespace Drawbridge.Broker.CrmApiTokens;

/// <summary>A stored password of call 4.1.</summary>
/// <param name="Id">Its row.</param>
/// <param name="CrmId">The CRM it opens.</param>
/// <param name="BrokerId">The broker it is bound to, or null for the whole CRM.</param>
/// <param name="Hash">Its slow hash.</param>
internal sealed record CrmPassword(long Id, long CrmId, long? BrokerId, string Hash);

/// <summary>The passwords by which the platform authenticates, two at a time while one is being changed (P2B-CT-6).</summary>
internal sealed class CrmPasswords(Database database, PasswordHashingQueue hashing, TimeProvider time)
{
    /// <summary>The password that matches, or null. Every candidate is tried, so that time tells nothing about which one it was.</summary>
    public async Task<CrmPassword?> FindAsync(long crmId, long? brokerId, string password, CancellationToken cancellationToken)
    {
        CrmPassword? match = null;
        foreach (var candidate in await ListAsync(crmId, brokerId, cancellationToken))
        {
            if (await hashing.VerifyAsync(candidate.Hash, password, cancellationToken))
            {
                match ??= candidate;
            }
        }

        return match;
    }

    /// <summary>
    /// Makes these the only passwords of a CRM, or of one broker of it. A password that is no longer named is removed, and with it every
    /// token that was issued for it (P2B-CT-6); the others keep theirs.
    /// </summary>
    public async Task SetAsync(long crmId, long? brokerId, IReadOnlyList<string> passwords, CancellationToken cancellationToken)
    {
        var existing = (await ListAsync(crmId, brokerId, cancellationToken)).Where(password => password.BrokerId == brokerId).ToList();
        var kept = new List<long>();
        var added = new List<string>();
        foreach (var password in passwords)
        {
            CrmPassword? same = null;
            foreach (var candidate in existing)
            {
                same ??= await hashing.VerifyAsync(candidate.Hash, password, cancellationToken) ? candidate : null;
            }

            if (same is not null)
            {
                kept.Add(same.Id);
            }
            else
            {
                added.Add(await hashing.HashAsync(password, cancellationToken));
            }
        }

        var removed = existing.Select(password => password.Id).Except(kept).ToList();
        if (added.Count == 0 && removed.Count == 0)
        {
            return;
        }

        await database.WriteAsync(
            async session =>
            {
                foreach (var id in removed)
                {
                    await session.ExecuteAsync("delete from crm_api_tokens where password_id = @id", new { id });
                    await session.ExecuteAsync("delete from crm_passwords where id = @id", new { id });
                }

                foreach (var hash in added)
                {
                    await session.ExecuteAsync(
                        "insert into crm_passwords (crm_id, broker_id, password_hash, created_at) values (@crmId, @brokerId, @hash, @now)",
                        new { crmId, brokerId, hash, now = time.GetUtcNow() });
                }

                await session.NotifyAsync(CrmApiTokenStore.Channel, "passwords");
            },
            cancellationToken);
    }

    /// <summary>Passwords of the CRM as a whole and, if a broker is named, of that broker.</summary>
    private Task<IReadOnlyList<CrmPassword>> ListAsync(long crmId, long? brokerId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<CrmPassword>>(
            async session =>
            {
                var rows = await session.ListAsync<Row>(
                    """
                    select id, crm_id, broker_id, password_hash from crm_passwords
                    where crm_id = @crmId and (broker_id is null or broker_id = @brokerId)
                    order by id
                    """,
                    new { crmId, brokerId });
                return [.. rows.Select(row => new CrmPassword(row.Id, row.CrmId, row.BrokerId, row.PasswordHash))];
            },
            cancellationToken);

    private sealed class Row
    {
        public long Id { get; init; }

        public long CrmId { get; init; }

        public long? BrokerId { get; init; }

        public string PasswordHash { get; init; } = "";
    }
}
