using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Ribbons.Balances;

/// <summary>Which brokers have a campaign that asks for balances, and of which accounts. One whose time is over asks for nothing.</summary>
internal sealed class BalanceNeed(BalanceStore store, JobQueue jobs, TimeProvider time)
{
    /// <summary>Has the balances read as a part of the caller's write, if this content asks for them. From then on that goes on by itself for as long as some campaign does.</summary>
    public async Task BeginAsync(DbSession session, long brokerId, CampaignContent? content)
    {
        if (content?.Audience.Accounts.AsksForBalance == true)
        {
            await jobs.EnqueueAsync(session, BalancePull.Request(brokerId, time.GetUtcNow()));
        }
    }

    /// <summary>The same for every broker that needs it, once in each life of a process, should a job have been given up.</summary>
    public async Task BeginAllAsync(CancellationToken cancellationToken)
    {
        foreach (var brokerId in await store.ListBrokersAsync(cancellationToken))
        {
            if ((await ListAsync(brokerId, cancellationToken)).Count > 0)
            {
                await jobs.EnqueueAsync(BalancePull.Request(brokerId, time.GetUtcNow()), cancellationToken);
            }
        }
    }

    /// <summary>The environments of whose accounts the balances are needed now.</summary>
    public async Task<IReadOnlyList<string>> ListEnvironmentsAsync(BrokerEntity broker, CancellationToken cancellationToken)
    {
        var asked = await ListAsync(broker.Id, cancellationToken);
        var environments = new List<string>();
        if (asked.Any(static one => one.Demo != true))
        {
            environments.Add(broker.Settings.Platform.EnvironmentName);
        }

        if (broker.Settings.Demo is { } demo && asked.Any(static one => one.Demo != false))
        {
            environments.Add(demo.EnvironmentName);
        }

        return environments;
    }

    private async Task<List<Audiences.AccountFilter>> ListAsync(long brokerId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return [.. (await store.ListCampaignsAsync(brokerId, cancellationToken))
            .SelectMany(static campaign => new[] { campaign.State == CampaignState.Live ? campaign.LiveContent : null, campaign.SubmittedAt is null ? null : campaign.DraftContent })
            .OfType<CampaignContent>()
            .Where(content => content.Audience.Accounts.AsksForBalance && !content.Schedule.IsOverAt(now))
            .Select(static content => content.Audience.Accounts)];
    }
}
