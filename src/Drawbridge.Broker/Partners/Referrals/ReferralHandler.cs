using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Client.Platform;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Partners.Referrals;

/// <summary>
/// Keeps the identifiers at the platform in step with the partners here: set by 3.6 while a partner is active, taken away by 3.8 otherwise (INV-7,
/// FLOW-ATTR1-4, FLOW-ATTR2-3). Repeating either is harmless (B2P-3.6-9, B2P-3.8-4).
/// </summary>
internal sealed class ReferralHandler(BrokerDirectory directory, BrokerPlatform platform, PartnerStore partners, Database database, TimeProvider time) : IJobHandler
{
    /// <inheritdoc/>
    public string Queue => ReferralJobs.Queue;

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var numbers = job.Payload.Split(' ').Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        if (directory.Current.FindBroker(numbers[0]) is not { } broker || await partners.FindAsync(broker.Id, numbers[1], cancellationToken) is not { } partner)
        {
            throw new JobFailedException("The broker or the partner is gone.");
        }

        if (await FindIdsAsync(partner, cancellationToken) is not { CtraderUserId: { } userId } ids || (partner.AccountId is not null && ids.AccountId is null))
        {
            return; // unknown at the platform yet: the sweep asks again once it is not (FLOW-ATTR2-3)
        }

        var wanted = partner.Status == PartnerStatus.Active && broker.Settings.Offers(Module.Invite) ? partner.Identifier : null;
        if (wanted == partner.ToldIdentifier)
        {
            return;
        }

        var client = await platform.ForAsync(broker, cancellationToken);
        var result = wanted is null
            ? await client.Referrals.DeleteAsync(userId, ids.AccountId, cancellationToken)
            : await client.Referrals.SetAsync(wanted, new(userId, ids.AccountId), cancellationToken);
        switch (result)
        {
            case PlatformResult<NoContent>.Answered:
                await partners.MarkToldAsync(broker.Id, partner.Id, wanted, time.GetUtcNow(), cancellationToken);
                return;
            case PlatformResult<NoContent>.Refused { Status: >= 400 and < 500 and not (401 or 408 or 429) } refused:
                throw new JobFailedException($"The platform refused with {refused.Status} {refused.ErrorCode}.");
            case PlatformResult<NoContent>.Refused refused:
                throw new InvalidOperationException($"The platform answered {refused.Status} {refused.ErrorCode}.");
            case PlatformResult<NoContent>.NotSent notSent:
                throw new InvalidOperationException(notSent.Reason);
            case PlatformResult<NoContent>.Ambiguous ambiguous:
                throw new InvalidOperationException(ambiguous.Reason);
        }
    }

    private Task<Ids?> FindIdsAsync(Partner partner, CancellationToken cancellationToken) => partner.UserId is null
        ? Task.FromResult<Ids?>(new() { CtraderUserId = partner.CtraderUserId })
        : database.ReadAsync(
            session => session.FindAsync<Ids>(
                """
                select u.ctrader_user_id, a.ctid_trader_account_id as account_id
                from users u left join accounts a on a.user_id = u.id and a.broker_id = u.broker_id and a.id = @AccountId
                where u.broker_id = @BrokerId and u.id = @UserId
                """,
                new { partner.BrokerId, partner.UserId, partner.AccountId }),
            cancellationToken);

    private sealed record Ids
    {
        public long? CtraderUserId { get; init; }

        public long? AccountId { get; init; }
    }
}
