using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Managers;
using Drawbridge.Storage;

namespace Drawbridge.Platform.Snapshots;

/// <summary>What was there before a reset.</summary>
internal sealed record ResetView(long Users, long Traders);

/// <summary>The state of the first start: nothing but what the settings say. Snapshots stay.</summary>
internal sealed class StateReset(PlatformDatabase database, ManagerService managers, WriteLimiter limiter)
{
    /// <summary>Removes the state in one transaction: who is interrupted leaves everything as it was.</summary>
    public async Task<StateChange<ResetView>> RunAsync(CancellationToken cancellationToken)
    {
        var change = await database.WriteAsync(
            async session =>
            {
                await StateTables.HoldAsync(session);
                return await StateChange.RunAsync(session, () => EmptyAsync(session));
            },
            cancellationToken);
        limiter.Clear();
        await managers.ProvisionAsync(cancellationToken); // they are as configured already, unless somebody wrote into the database by hand
        return change;
    }

    private static async Task<ResetView> EmptyAsync(DbSession session)
    {
        var gone = new ResetView(
            await session.GetAsync<long>("select count(*) from platform_user"), await session.GetAsync<long>("select count(*) from platform_trader"));
        await StateTables.EmptyAsync(session, [.. (await StateTables.ListAsync(session)).Where(static table => table.Name != StateTables.Sequence)]);
        foreach (var (name, first) in PlatformSequence.First)
        {
            await session.ExecuteAsync("update platform_sequence set next = @first where name = @name", new { name, first });
        }

        return gone;
    }
}
