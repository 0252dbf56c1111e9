using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Broker.Passwords;
using Drawbridge.Storage;

namespace Drawbridge.Broker.CrmApiTokens;

/// <summary>A stored password of call 4.1.</summary>
/// <param name="Id">Its row.</param>
/// <param name="CrmId">The CRM it opens.</param>
/// <param name="BrokerId">The broker it is bound to, or null for the whole CRM.</param>
/// <param name="Hash">Its slow hash.</param>
/// <param name="Fingerprint">By which it is known again when it is configured once more; null when it was stored before there were any.</param>
internal sealed record CrmPassword(long Id, long CrmId, long? BrokerId, string Hash, string? Fingerprint = null);

/// <summary>A password of call 4.1 that shall be valid.</summary>
/// <param name="Fingerprint">By which it is known again.</param>
/// <param name="SameAs">The row that holds it and has no fingerprint yet, or null.</param>
/// <param name="Hash">Its slow hash when it is new, else null.</param>
internal sealed record NewCrmPassword(string Fingerprint, long? SameAs, string? Hash);

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

    /// <summary>Hashes what is new of the passwords that a CRM, or one broker of it, shall have. Slow: before the write that makes them so.</summary>
    /// <param name="crmId">The CRM; null when it is not stored yet.</param>
    /// <param name="brokerId">The broker; null for the CRM as a whole, or when it is not stored yet.</param>
    /// <param name="passwords">Each with its fingerprint; without text, it is one that is stored.</param>
    /// <param name="cancellationToken">Stops hashing.</param>
    public async Task<IReadOnlyList<NewCrmPassword>> PrepareAsync(
        long? crmId, long? brokerId, IReadOnlyList<(string Fingerprint, string? Password)> passwords, CancellationToken cancellationToken)
    {
        var existing = crmId is { } crm ? (await ListAsync(crm, brokerId, cancellationToken)).Where(password => password.BrokerId == brokerId).ToList() : [];
        var prepared = new List<NewCrmPassword>();
        foreach (var (fingerprint, password) in passwords)
        {
            var known = existing.Exists(one => one.Fingerprint == fingerprint);
            CrmPassword? same = null;
            foreach (var candidate in known || password is null ? [] : existing.Where(static one => one.Fingerprint is null))
            {
                // Stored before passwords had fingerprints.
                same ??= await hashing.VerifyAsync(candidate.Hash, password!, cancellationToken) ? candidate : null;
            }

            prepared.Add(new(fingerprint, same?.Id, known || same is not null || password is null ? null : await hashing.HashAsync(password, cancellationToken)));
        }

        return prepared;
    }

    /// <summary>
    /// Makes these the only passwords of a CRM, or of one broker of it, as part of the caller's write. A password that is no longer named is
    /// removed, and with it every token that was issued for it (P2B-CT-6); the others keep theirs.
    /// </summary>
    public async Task PutAsync(DbSession session, long crmId, long? brokerId, IReadOnlyList<NewCrmPassword> passwords)
    {
        var now = time.GetUtcNow();
        var owner = brokerId is null ? "crm_id = @crmId and broker_id is null" : "crm_id = @crmId and broker_id = @brokerId";
        foreach (var same in passwords.Where(static password => password.SameAs is not null))
        {
            await session.ExecuteAsync($"update crm_passwords set fingerprint = @Fingerprint where id = @SameAs and {owner}", new { same.Fingerprint, same.SameAs, crmId, brokerId });
        }

        var stored = await session.ListAsync<Row>($"select id, fingerprint from crm_passwords where {owner}", new { crmId, brokerId });
        var keepsUnknown = passwords.Any(static password => password.Fingerprint == SecretFingerprints.Unknown);
        var removed = stored.Where(row => row.Fingerprint is null ? !keepsUnknown : passwords.All(password => password.Fingerprint != row.Fingerprint)).ToList();
        foreach (var row in removed)
        {
            await session.ExecuteAsync("delete from crm_api_tokens where password_id = @Id", new { row.Id });
            await session.ExecuteAsync("delete from crm_passwords where id = @Id", new { row.Id });
        }

        foreach (var added in passwords.Where(static password => password.Hash is not null))
        {
            await session.ExecuteAsync(
                "insert into crm_passwords (crm_id, broker_id, password_hash, fingerprint, created_at) values (@crmId, @brokerId, @Hash, @Fingerprint, @now)",
                new { crmId, brokerId, added.Hash, added.Fingerprint, now });
        }

        if (removed.Count > 0)
        {
            await session.NotifyAsync(CrmApiTokenStore.Channel, "passwords");
        }
    }

    /// <summary>Passwords of the CRM as a whole and, if a broker is named, of that broker.</summary>
    private Task<IReadOnlyList<CrmPassword>> ListAsync(long crmId, long? brokerId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<CrmPassword>>(
            async session =>
            {
                var rows = await session.ListAsync<Row>(
                    """
                    select id, crm_id, broker_id, password_hash, fingerprint from crm_passwords
                    where crm_id = @crmId and (broker_id is null or broker_id = @brokerId)
                    order by id
                    """,
                    new { crmId, brokerId });
                return [.. rows.Select(row => new CrmPassword(row.Id, row.CrmId, row.BrokerId, row.PasswordHash, row.Fingerprint))];
            },
            cancellationToken);

    private sealed class Row
    {
        public long Id { get; init; }

        public long CrmId { get; init; }

        public long? BrokerId { get; init; }

        public string PasswordHash { get; init; } = "";

        public string? Fingerprint { get; init; }
    }
}
