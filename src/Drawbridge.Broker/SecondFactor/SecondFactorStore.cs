using Drawbridge.Broker.Users;
using Drawbridge.Storage;

namespace Drawbridge.Broker.SecondFactor;

/// <summary>A user's second factor.</summary>
internal sealed record SecondFactorRow
{
    public required string SecretSealed { get; init; }

    public DateTimeOffset EnabledAt { get; init; }

    /// <summary>Recovery codes that can still be used.</summary>
    public long CodesLeft { get; init; }
}

/// <summary>The SQL of second factors. Every statement names the broker (BID-44); where users are shared, it finds their login's from there.</summary>
internal sealed class SecondFactorStore(Database database)
{
    /// <summary>The user's, or null.</summary>
    public Task<SecondFactorRow?> FindAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<SecondFactorRow>(
                $"""
                select secret_sealed, enabled_at,
                       (select count(*) from recovery_codes c where c.user_id = f.user_id and c.broker_id = f.broker_id and c.used_at is null) as codes_left
                from second_factors f where f.user_id = {SharedLogins.LoginOf}
                """,
                new { brokerId, userId }),
            cancellationToken);

    /// <summary>Stores a factor. False when the user has one: nothing was stored then.</summary>
    public static async Task<bool> TryAddAsync(DbSession session, long brokerId, long userId, string secretSealed, long step, DateTimeOffset now) =>
        await session.ExecuteAsync(
            $"""
            insert into second_factors (user_id, broker_id, secret_sealed, last_step, enabled_at)
            select id, broker_id, @secretSealed, @step, @now from users where id = {SharedLogins.LoginOf}
            on conflict (user_id) do nothing
            """,
            new { brokerId, userId, secretSealed, step, now }) == 1;

    /// <summary>The user's codes are these and no others.</summary>
    public static async Task SetCodesAsync(DbSession session, long brokerId, long userId, IEnumerable<byte[]> hashes)
    {
        await session.ExecuteAsync($"delete from recovery_codes where user_id = {SharedLogins.LoginOf}", new { brokerId, userId });
        foreach (var hash in hashes)
        {
            await session.ExecuteAsync(
                $"insert into recovery_codes (user_id, broker_id, hash) select id, broker_id, @hash from users where id = {SharedLogins.LoginOf}", new { userId, brokerId, hash });
        }
    }

    /// <summary>Uses the code of a time step. False when it, or a later one, was used before.</summary>
    public Task<bool> TryUseStepAsync(long brokerId, long userId, long step, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session => await session.ExecuteAsync(
                $"update second_factors set last_step = @step where user_id = {SharedLogins.LoginOf} and last_step < @step",
                new { brokerId, userId, step }) == 1,
            cancellationToken);

    /// <summary>Uses a recovery code as a part of the caller's write. False when there is none, or it was used before.</summary>
    public static async Task<bool> TryUseCodeAsync(DbSession session, long brokerId, long userId, byte[] hash, DateTimeOffset now) =>
        await session.ExecuteAsync(
            $"update recovery_codes set used_at = @now where user_id = {SharedLogins.LoginOf} and hash = @hash and used_at is null",
            new { brokerId, userId, hash, now }) == 1;

    /// <summary>Takes the factor and its codes away.</summary>
    public static async Task<bool> RemoveAsync(DbSession session, long brokerId, long userId)
    {
        await session.ExecuteAsync($"delete from recovery_codes where user_id = {SharedLogins.LoginOf}", new { brokerId, userId });
        return await session.ExecuteAsync($"delete from second_factors where user_id = {SharedLogins.LoginOf}", new { brokerId, userId }) == 1;
    }
}
