using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Rewards.Plans;

/// <summary>What came of something that somebody wanted with a plan.</summary>
internal abstract record PlanResult
{
    private PlanResult()
    {
    }

    /// <summary>Done.</summary>
    public sealed record Done(RewardPlan Plan) : PlanResult;

    /// <summary>There is no such plan or partner at the broker.</summary>
    public sealed record NotFound : PlanResult;

    /// <summary>The broker has a plan of that name.</summary>
    public sealed record NameTaken : PlanResult;

    /// <summary>The plan is put away: nobody new gets it.</summary>
    public sealed record Archived : PlanResult;

    /// <summary>What is wrong with its terms.</summary>
    public sealed record Invalid(IReadOnlyList<string> Faults) : PlanResult;
}

/// <summary>Somebody who does something with plans.</summary>
/// <param name="By">Who.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="Also">Part of the same write, with the plan, such as the audit log.</param>
internal sealed record PlanAct(string By, string? Reason, Func<DbSession, long, Task>? Also);

/// <summary>
/// What people do with plans. Whatever they do holds from now or from a later time on: what was earned before, and what is computed later of facts that
/// happened before, stays as it was.
/// </summary>
internal sealed class RewardPlanService(Database database, RewardJobs jobs, TimeProvider time)
{
    /// <summary>Longest name of a plan.</summary>
    public const int LongestName = 80;

    /// <summary>Adds a plan with its first version, which holds from now on.</summary>
    public Task<PlanResult> AddAsync(BrokerEntity broker, string name, RewardTerms terms, PlanAct act, CancellationToken cancellationToken) => DoAsync(
        terms,
        act,
        async (session, now) =>
        {
            if (await RewardPlanStore.TryAddAsync(session, broker.Id, name, now) is not { } plan)
            {
                return new PlanResult.NameTaken();
            }

            await RewardPlanStore.AddVersionAsync(session, broker.Id, plan.Id, terms, now, now, act.By);
            return new PlanResult.Done(plan);
        },
        cancellationToken);

    /// <summary>Adds a version that holds from now on, or from a later time on.</summary>
    public Task<PlanResult> ChangeAsync(BrokerEntity broker, long planId, RewardTerms terms, DateTimeOffset? from, PlanAct act, CancellationToken cancellationToken) => DoAsync(
        terms,
        act,
        async (session, now) =>
        {
            if (await RewardPlanStore.FindAsync(session, broker.Id, planId) is not { } plan)
            {
                return new PlanResult.NotFound();
            }

            await RewardPlanStore.AddVersionAsync(session, broker.Id, planId, terms, Later(from, now), now, act.By);
            return new PlanResult.Done(plan);
        },
        cancellationToken);

    /// <summary>Gives a partner, or all who have none of their own, a plan from now or from a later time on.</summary>
    /// <param name="broker">Where.</param>
    /// <param name="partnerId">Who; null = all who have none of their own.</param>
    /// <param name="planId">Which; null = none: a partner then has that of all.</param>
    /// <param name="from">Since when; null = now.</param>
    /// <param name="act">Who does it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<PlanResult> AssignAsync(BrokerEntity broker, long? partnerId, long? planId, DateTimeOffset? from, PlanAct act, CancellationToken cancellationToken) => DoAsync(
        terms: null,
        act,
        async (session, now) =>
        {
            var plan = planId is { } id ? await RewardPlanStore.FindAsync(session, broker.Id, id) : new RewardPlan { BrokerId = broker.Id };
            if (plan is null || (partnerId is { } partner && await PartnerStore.FindAsync(session, broker.Id, partner) is null))
            {
                return new PlanResult.NotFound();
            }

            if (plan.ArchivedAt is not null)
            {
                return new PlanResult.Archived();
            }

            await RewardPlanStore.AssignAsync(session, broker.Id, partnerId, planId, Later(from, now), now, act.By, act.Reason);
            await jobs.PullAsync(session, broker.Id);
            return new PlanResult.Done(plan);
        },
        cancellationToken);

    /// <summary>Puts a plan away: nobody new gets it. Those who have it keep it.</summary>
    public Task<PlanResult> ArchiveAsync(BrokerEntity broker, long planId, PlanAct act, CancellationToken cancellationToken) => DoAsync(
        terms: null,
        act,
        async (session, now) =>
        {
            if (await RewardPlanStore.FindAsync(session, broker.Id, planId) is not { } plan)
            {
                return new PlanResult.NotFound();
            }

            await RewardPlanStore.ArchiveAsync(session, broker.Id, planId, plan.ArchivedAt ?? now);
            return new PlanResult.Done(plan with { ArchivedAt = plan.ArchivedAt ?? now });
        },
        cancellationToken);

    private static DateTimeOffset Later(DateTimeOffset? from, DateTimeOffset now) => from > now ? from.Value : now;

    private async Task<PlanResult> DoAsync(RewardTerms? terms, PlanAct act, Func<DbSession, DateTimeOffset, Task<PlanResult>> write, CancellationToken cancellationToken) =>
        terms is not null && RewardTermsValidator.FaultsOf(terms) is { Count: > 0 } faults
            ? new PlanResult.Invalid(faults)
            : await database.WriteAsync(
                async session =>
                {
                    var result = await write(session, time.GetUtcNow());
                    if (result is PlanResult.Done done && act.Also is not null)
                    {
                        await act.Also(session, done.Plan.Id);
                    }

                    return result;
                },
                cancellationToken);
}
