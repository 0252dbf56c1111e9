using System.Text.Json;
using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Platform.Managers;

/// <summary>A manager as stored: neither password nor token can be read from it.</summary>
internal sealed class ManagerRow
{
    public long Login { get; init; }

    /// <summary>Salted hash of the MD5 that travels (WS-13).</summary>
    public string PasswordHash { get; init; } = "";

    /// <summary>Changes with the password, and with it the token.</summary>
    public string Stamp { get; init; } = "";

    public byte[] TokenFingerprint { get; init; } = [];

    public string AllowedGroups { get; init; } = "[]";

    public string DisabledBrokerNames { get; init; } = "[]";

    public bool SuperAdmin { get; init; }

    public Manager ToManager() => new(Login, Names(AllowedGroups), Names(DisabledBrokerNames), SuperAdmin);

    private static HashSet<string> Names(string json) => JsonSerializer.Deserialize(json, StoredJson.Default.HashSetString)!;
}

internal sealed class ManagerStore(PlatformDatabase database)
{
    /// <summary>The manager, null when there is none.</summary>
    public Task<ManagerRow?> FindAsync(long login, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<ManagerRow>("select * from platform_manager where login = @login", new { login }), cancellationToken);

    /// <summary>The manager whose current token that is, null when it is nobody's (any more).</summary>
    public Task<ManagerRow?> FindByTokenAsync(TokenFingerprint token, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<ManagerRow>(
                "select * from platform_manager where token_fingerprint = @fingerprint", new { fingerprint = token.ToBytes() }),
            cancellationToken);

    /// <summary>Makes these managers the only ones, in one transaction.</summary>
    public Task ReplaceAllAsync(IReadOnlyList<ManagerRow> managers, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("delete from platform_manager");
                await session.ExecuteAsync(
                    """
                    insert into platform_manager (login, password_hash, stamp, token_fingerprint, allowed_groups, disabled_broker_names, super_admin)
                    values (@Login, @PasswordHash, @Stamp, @TokenFingerprint, @AllowedGroups, @DisabledBrokerNames, @SuperAdmin)
                    """,
                    managers);
            },
            cancellationToken);

    /// <summary>The platform's own key, encrypted. The first caller's proposal stays for good.</summary>
    public Task<byte[]> GetOrAddKeyAsync(string name, byte[] proposal, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    "insert into platform_key (name, value) values (@name, @proposal) on conflict (name) do nothing", new { name, proposal });
                return await session.GetAsync<byte[]>("select value from platform_key where name = @name", new { name });
            },
            cancellationToken);

    /// <summary>Puts another key in the place of one that cannot be decrypted any more.</summary>
    public Task ReplaceKeyAsync(string name, byte[] value, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync("update platform_key set value = @value where name = @name", new { name, value }), cancellationToken);
}
