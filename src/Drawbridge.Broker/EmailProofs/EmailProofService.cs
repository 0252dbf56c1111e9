using System.Globalization;
using System.Security.Cryptography;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.EmailProofs;

/// <summary>How sending a code ended. Closed family.</summary>
internal abstract record CodeSending
{
    private CodeSending()
    {
    }

    public sealed record Sent : CodeSending;

    /// <summary>A code that is still good was sent before.</summary>
    public sealed record StillValid : CodeSending;

    public sealed record NoMail : CodeSending;

    public sealed record Throttled(TimeSpan RetryAfter) : CodeSending;
}

/// <summary>How a code was. Closed family.</summary>
internal enum CodeCheck
{
    Right,
    Wrong,

    /// <summary>Too old, tried too often, or never sent.</summary>
    Ended,
}

/// <summary>
/// Lets a user prove control of the address by a mailed code (FLOW-CREATE-21): six digits, 10 minutes, 5 tries, stored as a slow hash, and
/// not many codes an hour, so guessing stays hopeless.
/// </summary>
internal sealed class EmailProofService(EmailProofStore store, UserStore users, AccountMails mails, PasswordHashingQueue hashing, TimeProvider time)
{
    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int Tries = 5;

    /// <summary>Sends a code; unless <paramref name="again"/>, only when there is none that can still be entered.</summary>
    public async Task<CodeSending> SendAsync(HttpContext context, BrokerEntity broker, BrokerUser user, bool again, CancellationToken cancellationToken)
    {
        if (!mails.CanSend)
        {
            return new CodeSending.NoMail();
        }

        var now = time.GetUtcNow();
        if (!again && await store.HasAsync(broker.Id, user.Id, now, cancellationToken))
        {
            return new CodeSending.StillValid();
        }

        if (await mails.MayAsync(context, broker, user.Email, cancellationToken) is { } wait)
        {
            return new CodeSending.Throttled(wait);
        }

        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        var hash = await hashing.HashAsync(code, cancellationToken);
        await store.PutAsync(broker.Id, user.Id, hash, Tries, now + Lifetime, cancellationToken);
        await mails.SendCodeAsync(broker, user, code, cancellationToken);
        return new CodeSending.Sent();
    }

    /// <summary>Checks a code. The right one ends and the address counts as confirmed.</summary>
    public async Task<CodeCheck> CheckAsync(BrokerEntity broker, BrokerUser user, string code, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await store.TakeTryAsync(broker.Id, user.Id, now, cancellationToken) is not { } hash)
        {
            return CodeCheck.Ended;
        }

        if (!await hashing.VerifyAsync(hash, code, cancellationToken))
        {
            return CodeCheck.Wrong;
        }

        await store.DeleteAsync(broker.Id, user.Id, cancellationToken);
        await users.ConfirmEmailAsync(broker.Id, user.Id, now, cancellationToken);
        return CodeCheck.Right;
    }
}
