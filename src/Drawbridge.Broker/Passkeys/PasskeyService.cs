using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Throttling;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Passkeys;

/// <summary>
/// Passkeys (WebAuthn): asked for, checked, added and removed. The cryptography is ASP.NET Core Identity's. The device always verifies who uses
/// it, so a passkey is both steps of a login at once.
/// </summary>
internal sealed class PasskeyService(
    IPasskeyHandler<BrokerUser> handler,
    PasskeyStore store,
    PasskeyChallenges challenges,
    Throttle throttle,
    AccountMails mails,
    Database database,
    TimeProvider time,
    ILogger<PasskeyService> log)
{
    /// <summary>Name of the hidden field with the browser's answer.</summary>
    public const string CredentialField = "credential";

    /// <summary>Name of the hidden field with the sealed challenge.</summary>
    public const string StateField = "passkeyState";

    /// <summary>Most passkeys of one user.</summary>
    public const int Maximum = 20;

    public const int LongestName = 64;

    /// <summary>The host that passkeys of this request belong to: the one of the screens.</summary>
    public static string RpIdOf(HttpContext context) => context.Request.Host.Host;

    /// <summary>Whether the broker offers passkeys, and browsers can have any here. Not where the broker's own CRM says at each login who may come in.</summary>
    public static bool IsOffered(HttpContext context) =>
        context.GetBroker().Settings is { Passkeys: true, SignIn.CrmKeepsUsers: false } && PasskeyOrigin.HasPasskeys(context.Request.Host);

    /// <summary>All of the user's, of every host.</summary>
    public Task<IReadOnlyList<PasskeyRow>> ListAsync(BrokerEntity broker, BrokerUser user, CancellationToken cancellationToken) =>
        store.ListAsync(broker.Id, user.Id, cancellationToken);

    /// <summary>Whether the user has one that can be used here.</summary>
    public async Task<bool> HasAnyAsync(HttpContext context, BrokerUser user, CancellationToken cancellationToken) =>
        IsOffered(context) && await store.HasAnyAsync(user.BrokerId, user.Id, RpIdOf(context), cancellationToken);

    /// <summary>Asks for a passkey of a user, or of whoever has one here. Null when there is none to ask for.</summary>
    public async Task<PasskeyPrompt?> AskAsync(HttpContext context, PasskeyUse use, BrokerUser? user, CancellationToken cancellationToken)
    {
        if (!IsOffered(context) || (user is not null && !await HasAnyAsync(context, user, cancellationToken)))
        {
            return null;
        }

        var made = await handler.MakeRequestOptionsAsync(user, context);
        return made.AssertionState is { } state ? new(made.RequestOptionsJson, challenges.Seal(context, use, state)) : null;
    }

    /// <summary>Checks what a form brought back.</summary>
    /// <param name="context">The request.</param>
    /// <param name="use">What it was asked for.</param>
    /// <param name="expected">Who must have it; null where the passkey says who it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PasskeyCheck> CheckAsync(HttpContext context, PasskeyUse use, BrokerUser? expected, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var rules = expected is null ? throttle.PasskeyRules(broker, context.Connection.RemoteIpAddress) : throttle.FactorRules(broker, expected);
        if (await throttle.CountAsync(rules, cancellationToken) is { } wait)
        {
            return new PasskeyCheck.Throttled(wait);
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (!IsOffered(context) || await challenges.TakeAsync(context, use, form[StateField], cancellationToken) is not { } state)
        {
            return new PasskeyCheck.Ended();
        }

        var result = await handler.PerformAssertionAsync(new() { HttpContext = context, CredentialJson = form[CredentialField].ToString(), AssertionState = state });
        if (!result.Succeeded || (expected is not null && result.User.Id != expected.Id) || !await TryUseAsync(result.User, result.Passkey, cancellationToken))
        {
            PasskeyLog.Refused(log, broker.Name.Value, broker.Crm.Name.Value, expected?.Id);
            return new PasskeyCheck.Refused();
        }

        await throttle.ForgiveAsync(rules, cancellationToken);
        if (result.User.BlockedAt is not null)
        {
            SignInLog.Blocked(log, broker.Name.Value, broker.Crm.Name.Value, result.User.Id);
            return new PasskeyCheck.Blocked();
        }

        PasskeyLog.Used(log, broker.Name.Value, broker.Crm.Name.Value, result.User.Id);
        return new PasskeyCheck.Right(result.User);
    }

    /// <summary>Asks the browser to make a passkey of the user.</summary>
    public async Task<PasskeyPrompt> OfferAsync(HttpContext context, BrokerUser user)
    {
        var entity = new PasskeyUserEntity { Id = user.LoginKey.ToString(CultureInfo.InvariantCulture), Name = user.Email, DisplayName = user.DisplayName };
        var made = await handler.MakeCreationOptionsAsync(entity, context);
        return new(made.CreationOptionsJson, challenges.Seal(context, PasskeyUse.Register, made.AttestationState!));
    }

    /// <summary>Adds the passkey that a form brought back, and tells its owner by mail.</summary>
    public async Task<PasskeyAdding> AddAsync(HttpContext context, BrokerUser user, string name, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (await challenges.TakeAsync(context, PasskeyUse.Register, form[StateField], cancellationToken) is not { } state)
        {
            return PasskeyAdding.Ended;
        }

        var result = await handler.PerformAttestationAsync(new() { HttpContext = context, CredentialJson = form[CredentialField].ToString(), AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != user.LoginKey.ToString(CultureInfo.InvariantCulture))
        {
            PasskeyLog.NotAdded(log, broker.Name.Value, broker.Crm.Name.Value, user.Id);
            return PasskeyAdding.Refused;
        }

        var made = result.Passkey;
        var row = new PasskeyRow
        {
            CredentialId = made.CredentialId,
            PublicKey = made.PublicKey,
            SignCount = made.SignCount,
            Name = name,
            RpId = RpIdOf(context),
            Transports = made.Transports is { Length: > 0 } transports ? string.Join(',', transports) : null,
            UserVerified = made.IsUserVerified,
            BackupEligible = made.IsBackupEligible,
            BackedUp = made.IsBackedUp,
            CreatedAt = time.GetUtcNow(),
        };
        var mail = AccountMails.PasskeyAdded(broker, user);
        return await store.TryAddAsync(broker.Id, user.Id, row, Maximum, session => mails.TellAsync(session, mail), cancellationToken)
            ? PasskeyAdding.Added
            : PasskeyAdding.Refused;
    }

    /// <summary>Gives one of the user's passkeys another name.</summary>
    public Task RenameAsync(BrokerEntity broker, BrokerUser user, long id, string name, CancellationToken cancellationToken) =>
        store.RenameAsync(broker.Id, user.Id, id, name, cancellationToken);

    /// <summary>Removes one of the user's passkeys, if there is such a one, and tells its owner by mail.</summary>
    public Task RemoveAsync(BrokerEntity broker, BrokerUser user, long id, CancellationToken cancellationToken)
    {
        var mail = AccountMails.PasskeyRemoved(broker, user);
        return database.WriteAsync(
            async session =>
            {
                if (await PasskeyStore.RemoveAsync(session, broker.Id, user.Id, id))
                {
                    await mails.TellAsync(session, mail);
                }
            },
            cancellationToken);
    }

    private Task<bool> TryUseAsync(BrokerUser user, UserPasskeyInfo used, CancellationToken cancellationToken) =>
        store.TryUseAsync(user.BrokerId, user.Id, used.CredentialId, used.SignCount, used.IsBackedUp, time.GetUtcNow(), cancellationToken);
}
