using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Partners.Rewards.Statements;

/// <summary>Somebody who does something with a statement.</summary>
/// <param name="By">Who; two people are told apart by it.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="Also">Part of the same write, such as the audit log.</param>
internal sealed record StatementAct(string By, string? Reason, Func<DbSession, Statement, Task>? Also);

/// <summary>What people do with statements: hold, agree, pay. Each act is one write with what is written down about it, on the statement as it is then.</summary>
internal sealed class StatementService(Database database, JobQueue jobs, TimeProvider time)
{
    /// <summary>Keeps a statement that is not paid yet. Who had agreed has to agree again.</summary>
    public Task<StatementResult> HoldAsync(BrokerEntity broker, long id, StatementAct act, CancellationToken cancellationToken) => ChangeAsync(
        broker, id, act,
        async (session, statement, now) =>
        {
            if (statement.State is not (StatementState.Draft or StatementState.Approved))
            {
                return null;
            }

            await session.ExecuteAsync("delete from partner_approvals where statement_id = @Id and broker_id = @BrokerId", new { statement.Id, statement.BrokerId });
            await StatementStore.HoldAsync(session, statement, HoldReason.Staff, act.Reason, act.By, now);
            return new StatementResult.Changed(statement with { State = StatementState.Held });
        },
        cancellationToken);

    /// <summary>Lets a held statement go on, as a draft.</summary>
    public Task<StatementResult> ReleaseAsync(BrokerEntity broker, long id, StatementAct act, CancellationToken cancellationToken) => ChangeAsync(
        broker, id, act,
        async (session, statement, now) =>
        {
            if (statement.State != StatementState.Held)
            {
                return null;
            }

            var hold = await HoldStore.FindOpenAsync(session, broker.Id, id);
            var account = statement.AccountId ?? await StatementStore.FindAccountAsync(session, statement, broker.Settings.Platform.EnvironmentName, login: null);
            if (hold?.Reason == HoldReason.NoAccount && account is null)
            {
                return new StatementResult.NoAccount();
            }

            await HoldStore.ReleaseAsync(session, statement, act.By, act.Reason ?? "", now);
            return new StatementResult.Changed(statement with { State = StatementState.Draft, AccountId = account });
        },
        cancellationToken);

    /// <summary>Somebody agrees; with four eyes it takes two people.</summary>
    public Task<StatementResult> ApproveAsync(BrokerEntity broker, long id, StatementAct act, CancellationToken cancellationToken) => ChangeAsync(
        broker, id, act,
        async (session, statement, now) =>
        {
            if (statement.State != StatementState.Draft)
            {
                return null;
            }

            if (await session.ExecuteAsync(
                "insert into partner_approvals (statement_id, broker_id, approved_by, approved_at) values (@Id, @BrokerId, @person, @now) on conflict do nothing",
                new { statement.Id, statement.BrokerId, person = act.By.ToLowerInvariant(), now }) == 0)
            {
                return new StatementResult.SamePerson();
            }

            var have = await session.GetAsync<long>("select count(*) from partner_approvals where statement_id = @Id and broker_id = @BrokerId", new { statement.Id, statement.BrokerId });
            return new StatementResult.Changed(statement with { State = have >= Needed(broker) ? StatementState.Approved : StatementState.Draft });
        },
        cancellationToken);

    /// <summary>Begins to pay an approved statement to an account of the partner, as the cashier does; nobody pays it a second time.</summary>
    /// <param name="broker">Where.</param>
    /// <param name="id">The statement.</param>
    /// <param name="login">The account; null = the one that the run found.</param>
    /// <param name="act">Who.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<StatementResult> PayAsync(BrokerEntity broker, long id, long? login, StatementAct act, CancellationToken cancellationToken) => ChangeAsync(
        broker, id, act,
        async (session, statement, now) =>
        {
            if (statement.State != StatementState.Approved)
            {
                return null;
            }

            var account = login is null && statement.AccountId is { } known
                ? known
                : await StatementStore.FindAccountAsync(session, statement, broker.Settings.Platform.EnvironmentName, login);
            if (account is null)
            {
                return new StatementResult.NoAccount();
            }

            await jobs.EnqueueAsync(session, StatementPayout.Request(broker.Id, id, now));
            return new StatementResult.Changed(statement with { State = StatementState.Paying, AccountId = account });
        },
        cancellationToken);

    /// <summary>How many people have to agree.</summary>
    public static int Needed(BrokerEntity broker) => broker.Settings.Partners.Rewards.FourEyes ? 2 : 1;

    private Task<StatementResult> ChangeAsync(
        BrokerEntity broker, long id, StatementAct act, Func<DbSession, Statement, DateTimeOffset, Task<StatementResult?>> change, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            if (await StatementStore.LockAsync(session, broker.Id, id) is not { } statement)
            {
                return new StatementResult.NotFound();
            }

            var now = time.GetUtcNow();
            var result = await change(session, statement, now) ?? new StatementResult.WrongState(statement.State);
            if (result is not StatementResult.Changed { Statement: var wanted })
            {
                return result;
            }

            var changed = await StatementStore.SetAsync(session, wanted, now);
            if (act.Also is not null)
            {
                await act.Also(session, changed);
            }

            return new StatementResult.Changed(changed);
        },
        cancellationToken);
}
