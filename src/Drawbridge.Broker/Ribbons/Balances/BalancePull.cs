using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Ribbons.Balances;

/// <summary>
/// Reads what is on the accounts of a broker, of whom some campaign asks for it, from the platform's list (WS-33), which counts under no limit. Each run asks for the next
/// one, until no campaign asks any more. A list that is too long for one run is gone on with by the next, from where it was (WS-56). A platform that does not tell delays it.
/// </summary>
internal sealed class BalancePull(
    BrokerDirectory directory, BrokerPlatform platform, BalanceNeed need, BalanceStore store, JobQueue jobs, TimeProvider time, IOptions<RibbonOptions> options, ILogger<BalancePull> log) : IJobHandler
{
    private const string Name = "account-balances";

    // Well below the time that a job has.
    private static readonly TimeSpan _slice = TimeSpan.FromSeconds(20);

    // Clocks differ, and what was registered a moment ago is to be in the list.
    private static readonly TimeSpan _ahead = TimeSpan.FromDays(1);

    private static readonly string[] _fields = ["balance", "moneyDigits"];

    /// <inheritdoc/>
    public string Queue => Name;

    /// <summary>A run for a broker; one that waits already stands for it.</summary>
    public static JobRequest Request(long brokerId, DateTimeOffset at) => Request(brokerId, at, position: null);

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var words = job.Payload.Split(' ', 3);
        if (directory.Current.FindBroker(long.Parse(words[0], CultureInfo.InvariantCulture)) is not { } broker
            || await need.ListEnvironmentsAsync(broker, cancellationToken) is not { Count: > 0 } environments)
        {
            return; // begins anew with the next campaign that asks
        }

        BrokerLogScope.DescribeJob(broker);
        var position = words is [_, var before, var environment] && environments.Contains(environment) ? new Position(environment, DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(before, CultureInfo.InvariantCulture))) : null;
        var left = RibbonModule.IsOn(broker) ? await RunAsync(broker, environments, position, cancellationToken) : null;
        await jobs.EnqueueAsync(Request(broker.Id, left is null ? began + options.Value.BalanceInterval : time.GetUtcNow(), left), cancellationToken);
    }

    private static JobRequest Request(long brokerId, DateTimeOffset at, Position? position)
    {
        var key = brokerId.ToString(CultureInfo.InvariantCulture);
        return new(Name, position is null ? key : string.Create(CultureInfo.InvariantCulture, $"{key} {position.Before.ToUnixTimeMilliseconds()} {position.Environment}")) { DedupeKey = key, RunAt = at };
    }

    /// <summary>One run. Where it stopped, if there is more to read at once.</summary>
    private async Task<Position?> RunAsync(BrokerEntity broker, IReadOnlyList<string> environments, Position? from, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var rest = from is null ? environments : environments.SkipWhile(one => one != from.Environment);
        string? fault = null;
        foreach (var environment in rest)
        {
            var position = from?.Environment == environment ? from : new(environment, time.GetUtcNow() + _ahead);
            var client = await platform.ForAsync(broker, environment, cancellationToken);
            await foreach (var page in client.Traders.ListAsync(new TraderQuery(DateTimeOffset.UnixEpoch, position.Before) { Fields = _fields }, cancellationToken))
            {
                if (page is not PlatformResult<IReadOnlyList<TraderEntity>>.Answered { Value: var accounts })
                {
                    fault = PlatformFault.Of(page);
                    break;
                }

                await store.PutAsync(broker.Id, environment, accounts, cancellationToken);
                position = accounts.Count == 0 ? position : position with { Before = DateTimeOffset.FromUnixTimeMilliseconds(accounts.Min(static account => account.RegistrationTimestamp)) };
                if (TimeProvider.System.GetElapsedTime(started) > _slice)
                {
                    return position;
                }
            }
        }

        if (fault is not null)
        {
            RibbonLog.NoBalances(log, broker.Name.Value, broker.Crm.Name.Value, fault);
        }

        await store.NoteAsync(broker.Id, fault, cancellationToken);
        return null;
    }

    /// <summary>How far the list of an environment was read: newest registrations first, those before this are left.</summary>
    private sealed record Position(string Environment, DateTimeOffset Before);
}
