using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Invite;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Partners.Invite;

/// <summary>
/// Reads the platform's lists for what its webhooks missed (INV-36), from the last time seen on, which comes again (INV-35); what is known is
/// recognised. Each run asks for the next one.
/// </summary>
internal sealed class InvitePull(BrokerDirectory directory, BrokerPlatform platform, InvitationStore store, InviteService service, InviteTokenStore tokens, JobQueue jobs, TimeProvider time) : IJobHandler
{
    private const string Name = "invite-pull";

    private static readonly TimeSpan _whileOff = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public string Queue => Name;

    /// <summary>A run for a broker; one that waits already stands for it.</summary>
    public static JobRequest Request(long brokerId, DateTimeOffset at)
    {
        var payload = brokerId.ToString(CultureInfo.InvariantCulture);
        return new(Name, payload) { DedupeKey = payload, RunAt = at };
    }

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        if (directory.Current.FindBroker(long.Parse(job.Payload, CultureInfo.InvariantCulture)) is not { } broker || !(await tokens.ListBrokersAsync(cancellationToken)).Contains(broker.Id))
        {
            return; // the sweep begins anew once there is a token
        }

        var interval = broker.Settings.Partners.PullInterval;
        if (interval > TimeSpan.Zero && broker.Settings.Enabled && broker.Settings.Offers(Module.Invite))
        {
            await RunAsync(broker, cancellationToken);
        }

        await jobs.EnqueueAsync(Request(broker.Id, began + (interval > TimeSpan.Zero ? interval : _whileOff)), cancellationToken);
    }

    /// <summary>One run.</summary>
    /// <exception cref="InvalidOperationException">The platform did not give a list; what came before counts.</exception>
    public async Task RunAsync(BrokerEntity broker, CancellationToken cancellationToken)
    {
        var client = await platform.ForAsync(broker, cancellationToken);
        await ReadAsync(
            broker, InviteList.InvitedUsers, from => client.Invite.ListInvitedUsersAsync(from, cancellationToken), static user => user.CreateTimestamp,
            user => user.BrokerName is null || user.BrokerName == broker.Name.Value
                ? service.AttributeAsync(
                    broker, new(user.InvitedUserId, user.PartnerUserId, user.BrokerPartnerId, broker.Name.Value), AttributionSource.Pull, DateTimeOffset.FromUnixTimeMilliseconds(user.CreateTimestamp), cancellationToken)
                : Task.CompletedTask,
            cancellationToken);
        await ReadAsync(
            broker, InviteList.Users, from => client.Invite.ListUsersAsync(from, cancellationToken), static user => user.UtcCreateTimestamp,
            user => user.BrokerName == broker.Name.Value
                ? service.RegisterUserAsync(
                    broker, new NewUserNotice(user.UserId, user.BrokerName, user.Email, 0), AttributionSource.Pull, DateTimeOffset.FromUnixTimeMilliseconds(user.UtcCreateTimestamp), cancellationToken)
                : Task.CompletedTask,
            cancellationToken);
    }

    private async Task ReadAsync<T>(
        BrokerEntity broker,
        InviteList list,
        Func<DateTimeOffset, IAsyncEnumerable<PlatformResult<IReadOnlyList<T>>>> pages,
        Func<T, long> createdAt,
        Func<T, Task> take,
        CancellationToken cancellationToken)
    {
        var from = await store.FindSeenAsync(broker.Id, list, cancellationToken) ?? DateTimeOffset.UnixEpoch;
        await foreach (var page in pages(from).WithCancellation(cancellationToken))
        {
            switch (page)
            {
                case PlatformResult<IReadOnlyList<T>>.Answered { Value: var items }:
                    foreach (var item in items)
                    {
                        await take(item);
                    }

                    if (items.Count > 0)
                    {
                        await store.SetSeenAsync(broker.Id, list, DateTimeOffset.FromUnixTimeMilliseconds(items.Max(createdAt)), cancellationToken);
                    }

                    break;
                case PlatformResult<IReadOnlyList<T>>.Refused { Status: 403 }:
                    return; // INV-33: the manager may not see users
                case PlatformResult<IReadOnlyList<T>>.Refused refused:
                    throw new InvalidOperationException($"The platform answered {refused.Status} {refused.ErrorCode}.");
                case PlatformResult<IReadOnlyList<T>>.NotSent notSent:
                    throw new InvalidOperationException(notSent.Reason);
                case PlatformResult<IReadOnlyList<T>>.Ambiguous ambiguous:
                    throw new InvalidOperationException(ambiguous.Reason);
            }
        }
    }
}
