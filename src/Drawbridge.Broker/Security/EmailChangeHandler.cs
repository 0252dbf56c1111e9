using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Users;
using Drawbridge.Client.Platform;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Security;

/// <summary>
/// Tells the platform of a proved address by call 3.10, and lets it count here once the platform has agreed (FLOW-EMAIL-2, B2P-3.10-4). Saying
/// it twice brings about the same.
/// </summary>
internal sealed partial class EmailChangeHandler(
    EmailChangeStore store,
    UserStore users,
    BrokerDirectory directory,
    BrokerPlatform platform,
    OpenAccess access,
    AccountMails mails,
    TimeProvider time,
    ILogger<EmailChangeHandler> log) : IJobHandler
{
    private const string Name = "email-change";

    /// <inheritdoc/>
    public string Queue => Name;

    public static JobRequest Request(BrokerEntity broker, BrokerUser user)
    {
        var payload = string.Create(CultureInfo.InvariantCulture, $"{broker.Id} {user.Id}");
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

        if (await store.FindAsync(broker.Id, numbers[1], cancellationToken) is not { ConfirmedAt: not null, Refused: null } change)
        {
            return; // done already
        }

        var user = await users.GetAsync(broker.Id, numbers[1], cancellationToken);
        var refused = await IsTakenAsync(broker, user, change.NewEmail, cancellationToken)
            ? "taken"
            : await TellAsync(broker, user, change.NewEmail, cancellationToken);
        if (refused is null && await TryApplyAsync(broker, user, change, cancellationToken))
        {
            Changed(log, broker.Name.Value, broker.Crm.Name.Value, user.Id);
            return;
        }

        if (refused is null)
        {
            // Another user of the broker took the address in between, so the platform must hear that the old one counts.
            refused = "taken";
            await TellAsync(broker, user, user.Email, cancellationToken);
        }

        await store.RefuseAsync(broker.Id, user.Id, refused, cancellationToken);
        Refused(log, broker.Name.Value, broker.Crm.Name.Value, user.Id, refused);
    }

    private async Task<bool> IsTakenAsync(BrokerEntity broker, BrokerUser user, string newEmail, CancellationToken cancellationToken) =>
        await users.FindByEmailAsync(broker.Id, newEmail, cancellationToken) is { } other && other.Id != user.Id;

    /// <summary>Null when the platform has agreed, else its code.</summary>
    private async Task<string?> TellAsync(BrokerEntity broker, BrokerUser user, string email, CancellationToken cancellationToken)
    {
        if (user.CtraderUserId is not { } ctraderUserId)
        {
            return null; // unknown to the platform, which will hear of the address that counts then
        }

        var client = await platform.ForAsync(broker, cancellationToken);
        return await client.Users.ChangeEmailAsync(ctraderUserId, email, cancellationToken) switch
        {
            PlatformResult<NoContent>.Answered => null,
            PlatformResult<NoContent>.Refused { Status: >= 400 and < 500 and not (401 or 403 or 408 or 429) } no => no.ErrorCode ?? $"{no.Status}", // B2P-3.10-5
            PlatformResult<NoContent>.Refused no => throw new InvalidOperationException($"The platform answered {no.Status} {no.ErrorCode}."),
            PlatformResult<NoContent>.NotSent notSent => throw new InvalidOperationException(notSent.Reason),
            PlatformResult<NoContent>.Ambiguous ambiguous => throw new InvalidOperationException(ambiguous.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Task<bool> TryApplyAsync(BrokerEntity broker, BrokerUser user, EmailChangeRow change, CancellationToken cancellationToken)
    {
        var mail = AccountMails.EmailChanged(broker, user);
        return store.TryApplyAsync(
            user,
            change.NewEmail,
            time.GetUtcNow(),
            async (session, others) =>
            {
                if (!change.IsTheCrms)
                {
                    await access.EndAsync(session, broker, user, change.SessionHash);
                    await access.EndAsync(session, directory.Current, others);
                }

                await mails.TellAsync(session, mail);
            },
            cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "User {UserId} of broker {BrokerName} at {CrmName} has another e-mail address")]
    private static partial void Changed(ILogger logger, string brokerName, string crmName, long userId);

    [LoggerMessage(LogLevel.Warning, "User {UserId} of broker {BrokerName} at {CrmName} cannot have the e-mail address that was asked for: {Reason}")]
    private static partial void Refused(ILogger logger, string brokerName, string crmName, long userId, string reason);
}
