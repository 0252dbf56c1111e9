using Drawbridge.Broker.Brokers;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Partners.Introducers;

/// <summary>
/// Puts the first and second level partner of a trader into <c>introducingBroker1</c> and <c>introducingBroker2</c> of each account (INV-3, WS-73). Money and
/// logins go first: a write that would have to wait for the hourly limit comes back later (B2P-0-13). Repeating one is harmless.
/// </summary>
internal sealed class IntroducerHandler(BrokerDirectory directory, BrokerPlatform platform, IntroducerStore store, IntroducerJobs jobs, Database database, TimeProvider time) : IJobHandler
{
    private static readonly CallTerms Terms = CallTerms.Bulk with { LongestWait = TimeSpan.FromSeconds(2) };
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public string Queue => IntroducerJobs.Queue;

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var numbers = IntroducerJobs.NumbersOf(job);
        if (directory.Current.FindBroker(numbers[0]) is not { Settings.Partners.IntroducingBrokers: true } broker)
        {
            return; // switched off meanwhile: what the platform has stays there
        }

        BrokerLogScope.DescribeJob(broker);
        JobFailedException? refused = null;
        foreach (var account in await store.ListAccountsAsync(broker.Id, numbers[1], cancellationToken))
        {
            try
            {
                if (await TellAsync(broker, numbers[1], account, cancellationToken) is { } wait)
                {
                    await database.WriteAsync(session => jobs.EnqueueAsync(session, broker.Id, numbers[1], time.GetUtcNow() + wait), cancellationToken);
                    return;
                }
            }
            catch (JobFailedException e)
            {
                refused = e; // such as an account that is gone at the platform: the others are told all the same
            }
        }

        if (refused is not null)
        {
            throw refused;
        }
    }

    /// <summary>How long to wait before the platform takes a further write; null = it has it.</summary>
    private async Task<TimeSpan?> TellAsync(BrokerEntity broker, long userId, IntroducedAccount account, CancellationToken cancellationToken)
    {
        for (var told = account; ;)
        {
            var wanted = await store.FindAsync(broker.Id, userId, cancellationToken);
            if (!told.Needs(wanted))
            {
                return null;
            }

            var client = (await platform.ForAsync(broker, account.EnvironmentName, cancellationToken)).With(Terms);
            await store.MarkAsync(broker.Id, account.Id, wanted, confirmed: false, cancellationToken);

            // An empty text takes a partner away; what is left out would stay (WS-65).
            var details = new ContactDetails { IntroducingBroker1 = wanted.First, IntroducingBroker2 = wanted.Second };
            switch (await client.Traders.UpdateAsync(account.TraderLogin, new() { ContactDetails = details }, cancellationToken))
            {
                case PlatformResult<NoContent>.Answered:
                    await store.MarkAsync(broker.Id, account.Id, wanted, confirmed: true, cancellationToken);
                    break;
                case PlatformResult<NoContent>.NotSent notSent:
                    return notSent.RetryAfter ?? UsualPause;
                case PlatformResult<NoContent>.Refused { Status: 429 } later:
                    return later.RetryAfter ?? UsualPause;
                case PlatformResult<NoContent>.Refused { Status: >= 400 and < 500 and not (401 or 408) } no:
                    throw new JobFailedException($"The platform refused with {no.Status} {no.ErrorCode}.");
                case PlatformResult<NoContent>.Refused refused:
                    throw new InvalidOperationException($"The platform answered {refused.Status} {refused.ErrorCode}.");
                case PlatformResult<NoContent>.Ambiguous ambiguous:
                    throw new InvalidOperationException(ambiguous.Reason);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }

            // While it was under way another node may have sent what holds by now, and be overtaken by this one.
            told = account with { First = wanted.First, Second = wanted.Second, Confirmed = true };
        }
    }
}
