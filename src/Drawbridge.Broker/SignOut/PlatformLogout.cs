using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.Users;
using Drawbridge.Client.Platform;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.SignOut;

/// <summary>
/// Has the platform end all sessions of a user (call 3.12, B2P-3.12-5, FLOW-LOGOUT-1): written down as a job first, so that a platform that
/// is down, or a node that dies, only delays it.
/// </summary>
internal sealed class PlatformLogout(JobQueue jobs) : IPlatformLogout
{
    /// <inheritdoc/>
    public Task RequestAsync(BrokerEntity broker, BrokerUser user, CancellationToken cancellationToken) => user.CtraderUserId is { } ctraderUserId
        ? jobs.EnqueueAsync(PlatformLogoutHandler.Request(broker, ctraderUserId), cancellationToken)
        : Task.CompletedTask; // unknown to the platform, so it has no session there

    /// <inheritdoc/>
    public Task RequestAsync(DbSession session, BrokerEntity broker, BrokerUser user) => user.CtraderUserId is { } ctraderUserId
        ? jobs.EnqueueAsync(session, PlatformLogoutHandler.Request(broker, ctraderUserId))
        : Task.CompletedTask;
}

/// <summary>Sends call 3.12. Repeating it is harmless: no session is not an error (B2P-3.12-4).</summary>
internal sealed class PlatformLogoutHandler(BrokerDirectory directory, BrokerPlatform platform) : IJobHandler
{
    private const string Name = "platform-logout";

    /// <inheritdoc/>
    public string Queue => Name;

    public static JobRequest Request(BrokerEntity broker, long ctraderUserId)
    {
        var payload = string.Create(CultureInfo.InvariantCulture, $"{broker.Id} {ctraderUserId}");
        return new(Name, payload) { DedupeKey = payload };
    }

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var numbers = job.Payload.Split(' ').Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        if (directory.Current.FindBroker(numbers[0]) is not { } broker)
        {
            throw new JobFailedException("The broker is no longer configured.");
        }

        BrokerLogScope.DescribeJob(broker);

        var client = await platform.ForAsync(broker, cancellationToken);
        switch (await client.Users.LogOutAsync(numbers[1], cancellationToken))
        {
            case PlatformResult<NoContent>.Answered:
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
}
