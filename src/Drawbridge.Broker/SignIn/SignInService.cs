using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CredentialCheck;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.Throttling;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.SignIn;

/// <summary>
/// Checks passwords and creates users.
/// <para>
/// A login says the same in the same time whether the address is known or not: the same counters, one hash, one message. Only the hash of another system,
/// which an imported user has until the first login, takes a time of its own.
/// </para>
/// <para>
/// A signup opens the account in one go, so its success tells that the address was free; only mail before the account could hide that. What
/// it refuses, it refuses without saying why: one hash either way, one message, the login's counters and a limit per network, and the owner
/// of the address is told by mail. Who signs up with an account that exists and its right password is simply logged in.
/// </para>
/// </summary>
internal sealed class SignInService(
    UserManager<BrokerUser> manager,
    UserStore users,
    SharedLogins logins,
    PasswordHashingQueue hashing,
    Throttle throttle,
    KnownDevice devices,
    AccountMails mails,
    CredentialSignIn credentials,
    TimeProvider time,
    ILogger<SignInService> log)
{
    /// <summary>Checks an address and a password.</summary>
    /// <exception cref="HashingBusyException">Too many passwords wait; the attempt does not count.</exception>
    public async Task<SignInResult> SignInAsync(HttpContext context, BrokerEntity broker, string email, string password, CancellationToken cancellationToken)
    {
        if (broker.Settings.SignIn.Method == SignInMethod.CredentialCheck)
        {
            return await credentials.SignInAsync(context, broker, email, password, cancellationToken);
        }

        var rules = LoginRules(context, broker, email);
        if (await throttle.CountAsync(rules, cancellationToken) is { } wait)
        {
            SignInLog.Throttled(log, broker.Name.Value, broker.Crm.Name.Value);
            return new SignInResult.Throttled(wait);
        }

        var elsewhere = await logins.FindAsync(broker, email, cancellationToken); // also for who is found here: it takes as long
        var user = await users.FindByEmailAsync(broker.Id, email, cancellationToken) ?? elsewhere;
        if (!await IsRightAsync(broker, user, password, rules, cancellationToken) || await logins.EnterAsync(user!, broker, cancellationToken) is not { } entered)
        {
            await throttle.FailAsync(rules, cancellationToken);
            SignInLog.Refused(log, broker.Name.Value, broker.Crm.Name.Value, user?.Id);
            return new SignInResult.Refused();
        }

        return await AcceptAsync(context, broker, entered, rules, cancellationToken);
    }

    /// <summary>Creates a user, or logs in the one who has this address and password already.</summary>
    /// <exception cref="HashingBusyException">Too many passwords wait; the attempt does not count.</exception>
    public async Task<SignInResult> SignUpAsync(HttpContext context, BrokerEntity broker, BrokerUser candidate, string password, CancellationToken cancellationToken)
    {
        var rules = LoginRules(context, broker, candidate.Email);
        var limit = throttle.SignupRules(broker, context.Connection.RemoteIpAddress);
        if (await throttle.CountAsync([.. rules, .. limit], cancellationToken) is { } wait)
        {
            SignInLog.Throttled(log, broker.Name.Value, broker.Crm.Name.Value);
            return new SignInResult.Throttled(wait);
        }

        var elsewhere = await logins.FindAsync(broker, candidate.Email, cancellationToken);
        var existing = await users.FindByEmailAsync(broker.Id, candidate.Email, cancellationToken) ?? elsewhere;
        if (existing is null)
        {
            return await CreateAsync(context, broker, candidate, password, rules, cancellationToken);
        }

        if (await IsRightAsync(broker, existing, password, rules, cancellationToken) && existing.BlockedAt is null
            && await logins.EnterAsync(existing, broker, cancellationToken) is { } entered)
        {
            return await AcceptAsync(context, broker, entered, rules, cancellationToken);
        }

        await throttle.FailAsync(rules, cancellationToken);
        SignInLog.SignupRefused(log, broker.Name.Value, broker.Crm.Name.Value, existing.Id);
        await mails.TellAccountExistsAsync(context, broker, existing, cancellationToken);
        return new SignInResult.Refused();
    }

    private async Task<SignInResult> CreateAsync(
        HttpContext context, BrokerEntity broker, BrokerUser candidate, string password, IReadOnlyList<ThrottleRule> rules, CancellationToken cancellationToken)
    {
        try
        {
            candidate.PasswordHash = await hashing.HashAsync(password, cancellationToken);
        }
        catch (HashingBusyException)
        {
            await throttle.ForgiveAsync(rules, cancellationToken);
            throw;
        }

        var created = await manager.CreateAsync(candidate);
        if (!created.Succeeded)
        {
            // Somebody was faster with the same address.
            return new SignInResult.Refused();
        }

        await throttle.ForgiveAsync(rules, cancellationToken);
        devices.Remember(context.Response, broker, candidate.NormalizedEmail);
        SignInLog.SignedUp(log, broker.Name.Value, broker.Crm.Name.Value, candidate.Id);
        return new SignInResult.SignedIn(candidate, IsNew: true);
    }

    private async Task<SignInResult> AcceptAsync(
        HttpContext context, BrokerEntity broker, BrokerUser user, IReadOnlyList<ThrottleRule> rules, CancellationToken cancellationToken)
    {
        await throttle.ForgiveAsync(rules, cancellationToken);
        if (user.BlockedAt is { } blockedAt && blockedAt <= time.GetUtcNow())
        {
            SignInLog.Blocked(log, broker.Name.Value, broker.Crm.Name.Value, user.Id);
            return new SignInResult.Blocked();
        }

        devices.Remember(context.Response, broker, user.NormalizedEmail);
        SignInLog.SignedIn(log, broker.Name.Value, broker.Crm.Name.Value, user.Id);
        return new SignInResult.SignedIn(user, IsNew: false);
    }

    private async Task<bool> IsRightAsync(
        BrokerEntity broker, BrokerUser? user, string password, IReadOnlyList<ThrottleRule> rules, CancellationToken cancellationToken)
    {
        try
        {
            if (user?.PasswordHash is not { } hash)
            {
                await hashing.CheckNobodyAsync(password, cancellationToken);
                return false;
            }

            var check = await hashing.CheckAsync(hash, password, cancellationToken);
            if (check == PasswordVerificationResult.SuccessRehashNeeded && user.BrokerId == broker.Id)
            {
                await RehashAsync(user, password, cancellationToken);
            }

            return check != PasswordVerificationResult.Failed;
        }
        catch (HashingBusyException)
        {
            await throttle.ForgiveAsync(rules, cancellationToken);
            throw;
        }
    }

    /// <summary>The parameters grew since the password was set. If it does not work out now, it will at the next login.</summary>
    private async Task RehashAsync(BrokerUser user, string password, CancellationToken cancellationToken)
    {
        try
        {
            user.PasswordHash = await hashing.HashAsync(password, cancellationToken);
            await manager.UpdateAsync(user);
        }
        catch (HashingBusyException)
        {
        }
    }

    private IReadOnlyList<ThrottleRule> LoginRules(HttpContext context, BrokerEntity broker, string email) =>
        throttle.LoginRules(
            broker, email, context.Connection.RemoteIpAddress, devices.Find(context.Request, broker, UserStore.Normalize(email)));
}
