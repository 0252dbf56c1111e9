using System.Globalization;
using System.Security.Cryptography;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.EmailProofs;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Security;

/// <summary>How asking for another address ended. Closed family.</summary>
internal abstract record EmailChangeStart
{
    private EmailChangeStart()
    {
    }

    /// <summary>A code was mailed to it, or to nobody if it is somebody else's: the screen must not tell.</summary>
    public sealed record Sent : EmailChangeStart;

    /// <summary>The platform is being told of an earlier one.</summary>
    public sealed record Busy : EmailChangeStart;

    /// <summary>Too many mails.</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : EmailChangeStart;
}

/// <summary>
/// Gives a user another address (FLOW-EMAIL-1, FLOW-EMAIL-2): a code proves the new one, then the platform is told by a job, and only when it
/// has agreed the new address counts. The old address is told.
/// </summary>
internal sealed class EmailChange(
    EmailChangeStore store, UserStore users, AccountMails mails, PasswordHashingQueue hashing, Database database, JobQueue jobs, TimeProvider time)
{
    private const int Tries = 5;

    /// <summary>Mails a code to the new address. The caller has checked address and password.</summary>
    public async Task<EmailChangeStart> StartAsync(
        HttpContext context, BrokerEntity broker, BrokerUser user, ClientSession client, string newEmail, CancellationToken cancellationToken)
    {
        if (await mails.MayAsync(context, broker, newEmail, cancellationToken) is { } wait)
        {
            return new EmailChangeStart.Throttled(wait);
        }

        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        var hash = await hashing.HashAsync(code, cancellationToken);
        var owner = await users.FindByEmailAsync(broker.Id, newEmail, cancellationToken);
        var mail = owner is null ? AccountMails.Code(broker, user, newEmail, code) : mails.AccountExists(context, broker, owner);
        var row = new EmailChangeRow
        {
            NewEmail = newEmail,
            SessionHash = client.Token.Fingerprint().ToBytes(),
            ExpiresAt = time.GetUtcNow() + EmailProofService.Lifetime,
        };
        return await database.WriteAsync(
            async session =>
            {
                if (!await EmailChangeStore.TryPutAsync(session, broker.Id, user.Id, row, hash, Tries))
                {
                    return (EmailChangeStart)new EmailChangeStart.Busy();
                }

                await mails.TellAsync(session, mail);
                return new EmailChangeStart.Sent();
            },
            cancellationToken);
    }

    /// <summary>Checks the code. With the right one the platform is told, whatever happens to this request.</summary>
    public async Task<CodeCheck> ConfirmAsync(BrokerEntity broker, BrokerUser user, string code, CancellationToken cancellationToken)
    {
        if (await store.TakeTryAsync(broker.Id, user.Id, time.GetUtcNow(), cancellationToken) is not { } hash)
        {
            return CodeCheck.Ended;
        }

        if (!await hashing.VerifyAsync(hash, code, cancellationToken))
        {
            return CodeCheck.Wrong;
        }

        var confirmed = await database.WriteAsync(
            async session =>
            {
                if (!await EmailChangeStore.TryConfirmAsync(session, broker.Id, user.Id, hash, time.GetUtcNow()))
                {
                    return false;
                }

                await jobs.EnqueueAsync(session, EmailChangeHandler.Request(broker, user));
                return true;
            },
            cancellationToken);
        return confirmed ? CodeCheck.Right : CodeCheck.Ended;
    }
}
